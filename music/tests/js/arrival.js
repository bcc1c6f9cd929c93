// What is promised by `music/engine/arrival.js`, `music/engine/sounding.js`, `music/engine/spread.js`.

const { Arrival } = await load('/music/engine/arrival.js');
const { Sounding } = await load('/music/engine/sounding.js');
const { spreadFromIdeal } = await load('/music/engine/spread.js');

function made() {
  const timers = new TestTimers();
  const sounding = new Sounding();
  sounding.reset(emptyState());
  const played = [];
  const arrival = new Arrival({ now: timers.now, sounding, timers, play: ({ step, at }) => played.push({ step, at }) });
  return { timers, arrival, played };
}

await check('on arrival: whoever hears of it later is late for good, and late by a look besides', () => {
  const [near, far] = [made(), made()];
  const vector = { version: 1, at: 0, beat: 0, bpm: 110, playing: true };
  for (const [{ arrival, timers, played }, delay] of [[near, 3], [far, 180]]) {
    arrival.start();
    timers.pass(delay);
    arrival.received(vector);
    timers.pass(20_000);
    same(played.slice(0, 40).map(({ step }) => step), Array.from({ length: 40 }, (_, step) => step), 'every step once');
  }
  const devices = [near, far].map(({ played }) => new Map(played.map(({ step, at }) => [step, at])));
  const { median, steps } = spreadAcross(devices);
  holds(median > 150 && median < 210 && steps > 100, `${median} ms over ${steps} steps`);
});

await check('on arrival: whoever comes in the middle goes on from there, and what is still to come begins as it arrives', () => {
  const { arrival, timers, played } = made();
  timers.pass(10_000);
  arrival.start();
  arrival.caughtUp({ version: 1, at: 0, beat: 0, bpm: 120, playing: true });
  timers.pass(1_000);
  same(played.map(({ step }) => step), Array.from({ length: 8 }, (_, index) => 81 + index));
  played.length = 0;
  arrival.caughtUp({ version: 2, at: timers.now() + 500, beat: 0, bpm: 120, playing: true });
  timers.pass(200);
  same(played.map(({ step }) => step), [0, 1]);
});

await check('on arrival: a stop stops', () => {
  const { arrival, timers, played } = made();
  arrival.start();
  arrival.received({ version: 1, at: 0, beat: 0, bpm: 120, playing: true });
  timers.pass(1_000);
  arrival.received({ version: 2, at: 0, beat: 2, bpm: 120, playing: false });
  const before = played.length;
  timers.pass(1_000);
  same(played.length, before);
});

await check('on arrival: switched on in the middle, or after a sleep, it plays no burst of what was missed', () => {
  const { arrival, timers, played } = made();
  arrival.received({ version: 1, at: 0, beat: 0, bpm: 120, playing: true });
  timers.pass(60_000);
  arrival.start();
  same(played, []);
  timers.pass(1_000);
  same(played.length, 8);
  timers.sleep(10_000);
  same(played.length, 9);
});

await check('spread: early is as far off as late, and of nothing there is none', () => {
  same(spreadFromIdeal([{ at: 5, ideal: 4 }, { at: 3, ideal: 4 }]), { median: 1, p95: 1, steps: 2 });
  same(spreadFromIdeal([]), { median: 0, p95: 0, steps: 0 });
});
