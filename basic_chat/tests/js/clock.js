// What is promised by `common/clock.js`, `common/connection/clock_sampler.js`.

const { Clock } = await load('/common/clock.js');
const { ClockSampler, PACES } = await load('/common/connection/clock_sampler.js');

/** The server's clock is ahead by this. */
const AHEAD = 5_000;

/** One question at `t0`, with the delay of each way. */
function ask(clock, t0, up, down, inside = 0) {
  const t1 = t0 + up + AHEAD;
  clock.sample(t0, t1, t1 + inside, t0 + up + inside + down);
}

await check('before anything is known the local clock stands in', () => {
  const clock = new Clock(1_000_000);
  same([clock.serverTime(7), clock.wallTime(7).getTime(), clock.roundTrip], [7, 1_000_007, null]);
});

await check('the welcome ties both clocks and the wall', () => {
  const clock = new Clock(0);
  clock.anchor(100, 5_100, 1_764_000_000_000);
  same(clock.serverTime(150), 5_150);
  same(clock.wallTime(5_000).getTime(), 1_764_000_000_000 - 100);
});

await check('one quick answer among slow ones is the one believed', () => {
  const clock = new Clock(0);
  const random = seeded(3);
  for (let sample = 0; sample < 8; sample += 1) ask(clock, sample * 100, 20 + random() * 300, 20 + random() * 10);
  ask(clock, 900, 2, 2);
  for (let sample = 0; sample < 5; sample += 1) ask(clock, 1_000 + sample * 400, 200, 10);
  holds(Math.abs(clock.serverTime(0) - AHEAD) < 1, `${clock.serverTime(0)}`);
});

await check('the quick way up and the quick way down need not be the same answer', () => {
  const clock = new Clock(0);
  ask(clock, 0, 3, 250);
  ask(clock, 300, 250, 3);
  same(clock.serverTime(0), AHEAD);
});

await check('time inside the server is no part of the round trip', () => {
  const clock = new Clock(0);
  ask(clock, 0, 4, 6, 500);
  same(clock.roundTrip, 10);
});

await check('what was measured more than a minute ago no longer counts', () => {
  const clock = new Clock(0);
  ask(clock, 0, 1, 1);
  ask(clock, 61_000, 30, 10);
  same(clock.serverTime(0), AHEAD + 10);
});

await check('a new welcome forgets the samples of another server', () => {
  const clock = new Clock(0);
  ask(clock, 0, 1, 1);
  clock.anchor(100, 90_100, 0);
  same([clock.serverTime(0), clock.roundTrip], [90_000, null]);
});

await check('while no sample comes, time never runs backwards', () => {
  const clock = new Clock(0);
  const random = seeded(5);
  for (let sample = 0; sample < 20; sample += 1) {
    ask(clock, sample * 5_000, random() * 100, random() * 100);
    let before = -Infinity;
    for (let now = sample * 5_000; now < (sample + 1) * 5_000; now += 250) {
      const then = clock.serverTime(now);
      holds(then > before, `${before} and then ${then}`);
      before = then;
    }
  }
});

/** A clock that somebody listens to, long settled and right by the millisecond. */
function listened() {
  const jumps = [];
  const clock = new Clock(0);
  clock.anchor(0, AHEAD, 0);
  clock.onJump = (milliseconds) => jumps.push(milliseconds);
  for (let sample = 0; sample < 8; sample += 1) ask(clock, sample * 60, 40, 40);
  return { clock, jumps };
}

await check('a small correction is spread out: time goes on evenly, and never backwards', () => {
  for (const wrong of [16, -16]) {
    const { clock, jumps } = listened();
    const before = clock.serverTime(2_000);
    ask(clock, 2_000 - 50, wrong > 0 ? 40 : 8, wrong > 0 ? 8 : 40); // Half of 32 ms.
    near(clock.serverTime(2_000), before, 1);
    for (let now = 2_000; now < 6_000; now += 25) {
      const step = clock.serverTime(now + 25) - clock.serverTime(now);
      holds(Math.abs(step - 25) < 0.51, `a step of ${step}`);
    }
    near(clock.serverTime(6_000) - 6_000, AHEAD + wrong, 1);
    same(jumps, []);
  }
});

await check('a large correction waits for a moment that suits', () => {
  const { clock, jumps } = listened();
  ask(clock, 2_000, 100, 1);
  ask(clock, 4_000, 100, 1);
  ask(clock, 6_000, -30, 90); // The device's clock has jumped by 60 ms or so; what was before does not fit.
  const waiting = clock.serverTime(8_000);
  holds(jumps.length > 0 && clock.isJumpPending(8_000), `${jumps}`);
  clock.reanchor(8_000);
  holds(Math.abs(clock.serverTime(8_000) - waiting) >= 20, 'it jumps');
  same(clock.isJumpPending(8_000), false);
  const after = clock.serverTime(8_000);
  clock.reanchor(8_000);
  same(clock.serverTime(8_000), after, 'once');
});

await check('in the first second after a welcome nothing waits', () => {
  const clock = new Clock(0);
  clock.onJump = () => {
    throw new Error('nobody plays yet');
  };
  clock.anchor(0, AHEAD - 180, 0);
  ask(clock, 100, 5, 5);
  same(clock.serverTime(500), AHEAD + 500);
});

await check('a welcome of the same server, late as it is, does not spoil what is known better', () => {
  const { clock } = listened();
  const before = clock.serverTime(3_000);
  clock.anchor(3_000, AHEAD + 3_000 - 400, 0, true);
  same(clock.serverTime(3_000), before);
});

await check('but it does after a sleep in which this clock stood still', () => {
  const { clock } = listened();
  clock.anchor(3_000, AHEAD + 63_000, 0, true);
  same([clock.serverTime(3_000), clock.roundTrip], [AHEAD + 63_000, null]);
});

await check('what time it will be and when it will be that time agree, even in the middle of a correction', () => {
  const { clock } = listened();
  ask(clock, 2_000, 40, 8);
  for (let now = 1_000; now < 6_000; now += 333) near(clock.localTime(clock.serverTime(now)), now, 1e-6);
});

await check('the panel sees each exchange, and which two are believed', () => {
  const clock = new Clock(0);
  ask(clock, 0, 3, 250);
  ask(clock, 300, 250, 5);
  const seen = clock.exchanges.map(({ roundTrip, offset, isUp, isDown }) => [roundTrip, offset, isUp, isDown]);
  same(seen, [[253, AHEAD - 123.5, true, false], [255, AHEAD + 122.5, false, true]]);
  same([clock.estimate.offset, clock.estimate.error], [AHEAD - 1, 4]);
});

await check('eight quick questions, then a steady one, in a hidden tab too, and none after the end', () => {
  const timers = new TestTimers();
  const asked = [];
  const sampler = new ClockSampler(() => asked.push(timers.now()), timers);
  sampler.start();
  timers.pass(4_000);
  same(asked, [0, 60, 120, 180, 240, 300, 360, 420, 1_250, 2_500, 3_750]);
  sampler.stop();
  timers.pass(60_000);
  same(asked.length, 11);
});

await check('over HTTP, where each question is a request, the server is asked eight times and then each 15 s', () => {
  const timers = new TestTimers();
  const asked = [];
  const sampler = new ClockSampler(() => asked.push(timers.now()), timers);
  sampler.start(PACES.requests);
  timers.pass(30_000);
  same(asked, [0, 150, 300, 450, 600, 750, 900, 1_050, 15_000, 30_000]);
  sampler.stop();
});

/** Equal but for the last digits, or for what a correction may leave. */
function near(actual, expected, tolerance) {
  holds(Math.abs(actual - expected) <= tolerance, `${actual} and not ${expected}`);
}
