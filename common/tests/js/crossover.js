// What is promised by `compare/crossover.js`.

const { Crossover, LEAST, RATES, logScale } = await load('/compare/crossover.js');

/** Holds a rate: `perSecond` events and `cost` bytes a second, looked at five times a second. */
function hold(crossover, from, seconds, perSecond, cost) {
  for (let at = 0; at <= seconds * 1_000; at += 200) {
    const counts = { events: Math.floor((at * perSecond) / 1_000), bytes: new Map([['poll', (at * cost) / 1_000]]) };
    crossover.look(from + at, counts);
  }
}

await check('a rate that was held for some seconds makes one point, as it was measured', () => {
  const crossover = new Crossover();
  hold(crossover, 0, 20, 10, 300);
  same(crossover.points.length, 1);
  const [{ rate, bytes }] = crossover.points;
  holds(Math.abs(rate - 600) < 12, `${rate} events a minute`);
  holds(Math.abs(bytes.get('poll') - 18_000) < 1, `${bytes.get('poll')} bytes a minute`);
});

await check('a rate that was only passed makes none', () => {
  const crossover = new Crossover();
  hold(crossover, 0, LEAST / 1_000, 10, 300);
  crossover.change();
  same(crossover.points.length, 0);
});

await check('points stand in the order of their rates, however the slider went', () => {
  const crossover = new Crossover();
  for (const [round, perSecond] of [10, 1, 5].entries()) {
    crossover.change();
    hold(crossover, round * 100_000, 15, perSecond, 100);
  }
  const rates = crossover.points.map(({ rate }) => Math.round(rate / 60));
  same(rates, [1, 5, 10]);
});

await check('one event in a minute is no rate', () => {
  const crossover = new Crossover();
  hold(crossover, 0, 60, 1 / 40, 100);
  same(crossover.points.length, 0);
});

await check('a lane that came in between, or whose count began anew, is left out and never guessed', () => {
  const crossover = new Crossover();
  const at = (now, bytes) => crossover.look(now, { events: now / 100, bytes: new Map(bytes) });
  at(0, [['poll', 100], ['sse', 5_000]]);
  at(2_000, [['poll', 200], ['sse', 5_000]]);
  at(9_000, [['poll', 900], ['sse', 10], ['websocket', 70]]);
  same([...crossover.points[0].bytes.keys()], ['poll']);
});

await check('the slider multiplies: the same way everywhere makes the same factor', () => {
  const scale = logScale(1, 10_000);
  holds([0, 0.25, 0.5, 1].every((share, index) => Math.abs(scale.value(share) / [1, 10, 100, 10_000][index] - 1) < 1e-9), 'it does not');
  holds(Math.abs(RATES.value(RATES.share(60)) - 60) < 1e-9 && Math.abs(RATES.value(1) - 1_200) < 1e-6, 'there and back');
});
