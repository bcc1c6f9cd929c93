// What is promised by `music/engine/scheduler.js`, `music/engine/sounding.js`, `music/engine/transport.js`.

const { Scheduler } = await load('/music/engine/scheduler.js');
const { Sounding } = await load('/music/engine/sounding.js');
const { Transport } = await load('/music/engine/transport.js');

/** Timers of a tab that can be hidden: then they come once a second. */
class TabTimers extends TestTimers {
  isHidden = false;
  #pace = this.setTimeout;
  setTimeout = (call, milliseconds) => this.#pace(call, this.isHidden ? Math.ceil((this.now() + milliseconds) / 1_000) * 1_000 - this.now() : milliseconds);
}

/** A scheduler whose time passes when told, and what of all it scheduled was not taken back. */
function made({ cells = patternWith([0, 0, 2]), swing = 0, shift = () => 0, stood = { times: 0 } } = {}) {
  const timers = new TabTimers();
  const transport = new Transport();
  const sounding = new Sounding();
  const state = emptyState();
  state.cells[0] = cells;
  sounding.reset({ ...state, swing });
  const played = [];
  const bars = [];
  const scheduler = new Scheduler({
    now: () => timers.now() + shift(),
    transport,
    sounding,
    timers,
    isHidden: () => timers.isHidden,
    onBar: () => bars.push(timers.now()),
    hasStood: () => stood.times-- > 0,
    onStood: () => timers.setTimeout(() => scheduler.start(), 100),
    play(hit) {
      const entry = { ...hit, toldAt: timers.now() };
      played.push(entry);
      return () => played.splice(played.indexOf(entry), 1);
    },
  });
  const vector = (version, at, beat, playing = true, bpm = 120) => ({ version, at, beat, bpm, playing });
  return { timers, transport, sounding, scheduler, played, vector, bars };
}

const grid = (first, count, every = 125) => Array.from({ length: count }, (_, index) => first + index * every);

await check('every step comes once, at its absolute time, before it is due, however late the timer is', () => {
  const { timers, transport, scheduler, played, vector } = made();
  transport.reset(vector(1, 500, 0));
  scheduler.start();
  const random = seeded(2);
  while (timers.now() < 60_000) timers.sleep(random() * 90);
  const due = played.filter(({ at }) => at < 60_000);
  same(due.map(({ at }) => at), grid(500, 476));
  same(due.map(({ step }) => step), grid(0, 476, 1));
  holds(due.every(({ at, toldAt }) => toldAt < at && toldAt >= at - 120), 'before it is due and not long before');
});

await check('nothing accumulates: after ten hours a step is where it belongs', () => {
  const { timers, transport, scheduler, played, vector } = made();
  transport.reset(vector(1, 0, 0, true, 97));
  timers.sleep(36_000_000);
  scheduler.start();
  timers.pass(1_000);
  for (const { step, at } of played) near(at, (step * 15_000) / 97, 1e-6, `step ${step}`);
  same(played.length, 7);
});

await check('swing makes every second step late, and that by the share of a step', () => {
  const { timers, transport, scheduler, played, vector } = made({ swing: 40 });
  transport.reset(vector(1, 1_000, 0));
  scheduler.start();
  timers.pass(1_500);
  same(played.slice(0, 4).map(({ at }) => at), [1_000, 1_175, 1_250, 1_425]);
});

await check('a change of tempo inside the horizon counts from its very beat, each step once', () => {
  const { timers, transport, scheduler, played, vector } = made();
  transport.reset(vector(1, 0, 0));
  scheduler.start();
  timers.pass(960); // Steps until 1,080 ms are scheduled.
  transport.apply(vector(2, 1_000, 2, true, 60));
  scheduler.look();
  timers.pass(1_540);
  same(played.map(({ step, at }) => [step, at]), [
    ...grid(1, 7, 1).map((step) => [step, step * 125]),
    ...grid(8, 7, 1).map((step) => [step, 1_000 + (step - 8) * 250]),
  ]);
});

await check('tempo after tempo, at odd numbers, loses no step and doubles none', () => {
  const { timers, transport, scheduler, played, vector } = made({ swing: 60 });
  const random = seeded(8);
  let now = vector(1, 0.123, 0, true, 97);
  transport.reset(now);
  scheduler.start();
  for (let version = 2; version < 200; version += 1) {
    const beat = Math.ceil(now.beat + ((timers.now() + 200 - now.at) * now.bpm) / 60_000);
    const at = now.at + ((beat - now.beat) * 60_000) / now.bpm;
    now = vector(version, at, beat, true, 40 + Math.floor(random() * 201));
    transport.apply(now);
    while (timers.now() < now.at) timers.pass(random() * 100);
  }
  timers.pass(100);
  same(played.map(({ step }) => step), grid(0, played.length, 1));
  holds(played.every(({ at }, index) => index === 0 || at > played[index - 1].at), 'in order');
});

await check('stop takes back what was scheduled already', () => {
  const { timers, transport, scheduler, played, vector } = made();
  transport.reset(vector(1, 0, 0));
  scheduler.start();
  timers.pass(960);
  transport.apply(vector(2, 990, 1.98, false));
  scheduler.look();
  timers.pass(3_000);
  same(played.at(-1).at, 875);
});

await check('an edit is heard from its time on, even on a step that was scheduled', () => {
  const { timers, transport, sounding, scheduler, played, vector } = made({ cells: patternWith([0, 8, 2]) });
  transport.reset(vector(1, 0, 0));
  scheduler.start();
  timers.pass(960);
  sounding.apply({ type: 'cells', at: 790, cells: [[0, 0, 8, 3, 7]] }); // Heard from 990; step 8 is at 1,000.
  sounding.apply({ type: 'cells', at: 810, cells: [[0, 1, 8, 3, 7]] }); // Heard from 1,010.
  scheduler.look();
  timers.pass(500);
  same(played.filter(({ step }) => step === 8).map(({ events }) => events), [[[2, 0, 3, 36]]]);
});

await check('another pattern is heard from its beat on', () => {
  const { timers, transport, sounding, scheduler, played, vector } = made({ cells: patternWith([0, 7, 2], [0, 8, 2]) });
  transport.reset(vector(1, 0, 0));
  scheduler.start();
  timers.pass(960);
  sounding.apply({ type: 'pattern', at: 800, pattern: 1, pattern_from: 1_000 });
  scheduler.look();
  timers.pass(500);
  same(played.filter(({ events }) => events.length > 0).map(({ step }) => step), [7]);
});

await check('a hidden minute has no hole, and the return no burst', () => {
  const { timers, transport, scheduler, played, vector } = made();
  transport.reset(vector(1, 0, 0));
  scheduler.start();
  timers.pass(10_000);
  timers.isHidden = true;
  scheduler.look(); // The page is told that it was hidden.
  timers.pass(60_000);
  timers.isHidden = false;
  scheduler.look();
  timers.pass(5_000);
  const due = played.filter(({ at }) => at <= 75_000);
  same(due.map(({ at }) => at), grid(125, 600));
  holds(due.every(({ at, toldAt }) => at > toldAt), 'nothing from the past');
});

await check('a device that slept for a minute drops what is past', () => {
  const { timers, transport, scheduler, played, vector } = made();
  transport.reset(vector(1, 0, 0));
  scheduler.start();
  timers.pass(1_000);
  const before = played.length;
  timers.sleep(60_000);
  same(played.length, before, 'nothing is due within the horizon but one step');
  timers.pass(1_000);
  holds(played.slice(before).every(({ at, toldAt }) => at > toldAt), 'nothing from the past');
  same(played.length - before, 8);
});

await check('a clock that is set back plays nothing twice, one that is set forward drops', () => {
  let shift = 0;
  const { timers, transport, scheduler, played, vector } = made({ shift: () => shift });
  transport.reset(vector(1, 0, 0));
  scheduler.start();
  timers.pass(5_000);
  shift = -300;
  timers.pass(5_000);
  shift = 200;
  timers.pass(5_000);
  const steps = played.map(({ step }) => step);
  same(steps.length, new Set(steps).size);
});

await check('a server that starts again, and its clock with it, does not make a page plan the hour between', () => {
  let shift = 3_600_000;
  const { timers, transport, scheduler, played, vector } = made({ shift: () => shift });
  transport.reset(vector(9, 3_600_000, 0));
  scheduler.start();
  timers.pass(2_000);
  shift = 0;
  transport.reset(vector(1, 0, 0));
  played.length = 0;
  timers.pass(1_000);
  holds(played.length <= 30, `${played.length} steps`);
  same(played.filter(({ at }) => at <= 3_000).map(({ at }) => at), grid(2_125, 8));
});

await check('a step that swing makes late sounds as it was where it belongs, however late the look', () => {
  const { timers, transport, sounding, scheduler, played, vector } = made({ cells: patternWith([0, 1, 2]), swing: 60 });
  transport.reset(vector(1, 0, 0)); // Step 1 belongs to 125 ms and sounds at 200 ms.
  sounding.apply({ type: 'cells', at: -60, cells: [[0, 0, 1, 0, 7]] }); // Heard from 140 ms.
  timers.sleep(150);
  scheduler.start();
  timers.pass(100);
  same(played.filter(({ step }) => step === 1).map(({ at, events }) => [at, events.length]), [[200, 1]]);
});

await check('a step that swing carries beyond a stop is silent', () => {
  const { timers, transport, scheduler, played, vector } = made({ swing: 60 });
  transport.reset(vector(1, 0, 0));
  transport.apply(vector(2, 150, 0.3, false)); // Step 1 belongs to 125 ms and would sound at 200 ms.
  scheduler.start();
  timers.pass(1_000);
  same(played, []);
});

await check('bars are told once each, and while nothing plays any moment will do', () => {
  const { timers, transport, scheduler, vector, bars } = made();
  transport.reset(vector(1, 0, 0));
  scheduler.start();
  timers.pass(7_900);
  same(bars, [0, 2_000, 4_000, 6_000]);
  transport.apply(vector(2, 7_900, 0, false));
  timers.pass(100);
  same(bars.length, 8);
});

await check('what a device was given before it stood still is taken back, all of it, and nothing is scheduled twice', () => {
  const stood = { times: 0 };
  const { timers, transport, scheduler, played, vector } = made({ stood });
  transport.reset(vector(1, 0, 0));
  scheduler.start();
  timers.pass(2_000);
  const before = played.length;
  stood.times = 1;
  timers.sleep(8_000); // Nobody looks, and the device stands.
  timers.pass(30);
  same(played.length, 0, `of ${before}`);
  timers.pass(2_000);
  const steps = played.map(({ step }) => step);
  same(steps, grid(steps[0], steps.length, 1));
  holds(steps.length >= 14 && played.every(({ at, toldAt }) => at > toldAt), 'in time from then on, and each step once');
});
