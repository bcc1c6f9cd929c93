const { Clock } = await load('/common/clock.js');

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
