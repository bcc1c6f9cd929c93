// What is promised by `kanye/move_teller.js`.

const { MoveTeller, rateFor } = await load('/kanye/move_teller.js');

const isFar = (one, other) => Math.hypot(one.x - other.x, one.y - other.y) >= 100;

function made(people = 1) {
  const timers = new TestTimers();
  const said = [];
  const teller = new MoveTeller((spot) => said.push({ at: timers.now(), ...spot }), isFar, timers);
  teller.people = people;
  return { timers, said, teller };
}

await check('however fast a hand is, the others hear no more than the rate, and the last spot always', () => {
  for (const people of [1, 20, 40, 75, 200]) {
    for (let seed = 1; seed <= 20; seed += 1) {
      const { timers, said, teller } = made(people);
      const random = seeded(seed);
      let spot;
      for (let frame = 0; frame < 600; frame += 1) {
        spot = { x: Math.round(random() * 65_535), y: Math.round(random() ** 8 * 65_535) };
        teller.moved(spot);
        timers.pass(random() * 20);
      }
      timers.pass(1_000);
      const least = Math.min(...said.slice(1).map(({ at }, index) => at - said[index].at));
      holds(least >= 1_000 / rateFor(people) - 1e-6, `${people} people: ${least} ms apart`);
      same([said.at(-1).x, said.at(-1).y], [spot.x, spot.y], 'the last spot');
    }
  }
});

await check('a single move is told at once', () => {
  const { said, teller } = made();
  teller.moved({ x: 1, y: 2 });
  same(said, [{ at: 0, x: 1, y: 2 }]);
});

await check('a tremble that nobody could see is told when it settles, and seldom', () => {
  const { timers, said, teller } = made();
  teller.moved({ x: 1_000, y: 0 });
  for (let frame = 0; frame < 60; frame += 1) {
    teller.moved({ x: 1_000 + (frame % 3), y: 0 });
    timers.pass(16);
  }
  timers.pass(1_000);
  holds(said.length <= 10, `${said.length} times in a second`);
  same(said.at(-1).x, 1_002, 'where it ended');
});

await check('a hand that stands still says nothing', () => {
  const { timers, said, teller } = made();
  for (let frame = 0; frame < 100; frame += 1) {
    teller.moved({ x: 5, y: 5 });
    timers.pass(16);
  }
  same(said.length, 1);
});

await check('after a reconnect the spot is told again although nobody moved', () => {
  const { timers, said, teller } = made();
  teller.moved({ x: 5, y: 6 });
  timers.pass(10_000);
  teller.again({ x: 5, y: 6 });
  same(said.map(({ at, x }) => [at, x]), [[0, 5], [10_000, 5]]);
});

await check('whoever has no head yet says nothing on connecting', () => {
  const { timers, said, teller } = made();
  teller.again(null);
  timers.pass(1_000);
  same(said, []);
});

await check('the more people, the less often each of them tells', () => {
  same([0, 1, 20, 40, 75, 1_000].map(rateFor), [30, 30, 30, 15, 8, 8]);
});
