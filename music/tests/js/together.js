// What is promised by `music/engine/scheduler.js`, `music/engine/sounding.js`, `music/engine/transport.js`.

const { Clock } = await load('/common/clock.js');
const { ClockSampler } = await load('/common/connection/clock_sampler.js');
const { Scheduler } = await load('/music/engine/scheduler.js');
const { Sounding } = await load('/music/engine/sounding.js');
const { Transport } = await load('/music/engine/transport.js');

// Whole devices in a time made up: own clocks that drift, own networks, the real clock, sampler and scheduler.

/** Delay of one way, in milliseconds. */
const CABLE = (random) => 0.2 + 0.3 * random();
const FAR = (random) => 20 + 40 * random();
const FARTHER = (random) => 60 + 120 * random();
const WIFI = (random) => 1 + 2 * random() + (random() < 0.1 ? 20 + 180 * random() : 0);

/** @returns {Map<number, number>} When each step of 64 is truly heard, after 40 s. */
function device(random, way, vector) {
  const timers = new TestTimers();
  const [ahead, drift] = [1e5 * random(), (random() < 0.5 ? 1 : -1) * 40e-6];
  const trueTime = (local) => ahead + local * (1 + drift); // Of the server.
  const clock = new Clock(0);
  clock.onJump = () => {};
  clock.anchor(0, trueTime(0) - way(random), 0);
  const ask = () => {
    const t0 = timers.now();
    const [there, back] = [way(random), way(random)];
    const t1 = trueTime(t0 + there);
    timers.setTimeout(() => clock.sample(t0, t1, t1, timers.now()), there + back);
  };
  const transport = new Transport();
  transport.reset(vector(trueTime(0)));
  const sounding = new Sounding();
  sounding.reset(emptyState());
  const heard = new Map();
  const scheduler = new Scheduler({
    now: () => clock.serverTime(timers.now()),
    transport,
    sounding,
    timers,
    isHidden: () => false,
    onBar: () => clock.reanchor(timers.now()),
    play({ step, at }) {
      heard.set(step, trueTime(clock.localTime(at)) - trueTime(0) - 2_000);
      return () => heard.delete(step);
    },
  });
  const sampler = new ClockSampler(ask, timers);
  sampler.start();
  scheduler.start();
  timers.pass(52_000);
  sampler.stop();
  scheduler.stop();
  const first = [...heard.keys()].find((step) => heard.get(step) >= 38_000);
  return new Map([...heard].filter(([step]) => step >= first && step < first + 64));
}

/** As if all began at the same moment, so that a step has one true time for all. */
const playing = (now) => ({ version: 1, at: now + 2_000, beat: 0, bpm: 110, playing: true });

for (const [about, ways] of [['on cable, 40 ± 20 ms and 120 ± 60 ms', [CABLE, FAR, FARTHER]], ['on Wi-Fi with bursts', [WIFI, WIFI, WIFI]]]) {
  const spreads = [];
  const rooms = 40;
  for (let seed = 1; seed <= rooms; seed += 1) {
    const random = seeded(seed);
    spreads.push(spreadAcross(ways.map((way) => device(random, way, playing))));
  }
  const sorted = spreads.map(({ median }) => median).sort((one, other) => one - other);
  const [typical, bad] = [sorted[rooms / 2], sorted[Math.floor(rooms * 0.95)]];
  await check(`three devices ${about}: 64 steps after 40 s are ${typical.toFixed(2)} ms apart in a typical room of ${rooms}, ${bad.toFixed(2)} ms in the 95th of 100`, () => {
    holds(spreads.every(({ steps }) => steps >= 60), 'every device plays the same steps');
    holds(typical < 5 && bad < 12, 'together');
  });
}
