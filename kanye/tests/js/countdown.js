// What is promised by `kanye/countdown.js`.

const { Countdown, beganAt, secondsLeft } = await load('/kanye/countdown.js');
const { Clock } = await load('/common/clock.js');

/** A screen whose own clock is off by so much, and what it counts. */
function screen(off) {
  const timers = new TestTimers();
  const clock = new Clock(0);
  clock.anchor(off, 50_000, 0);
  const counted = [];
  const serverNow = () => clock.serverTime(timers.now() + off);
  const countdown = new Countdown((left) => counted.push([Math.round(serverNow()), left]), serverNow, timers);
  return { off, timers, clock, countdown, counted };
}

await check('all screens agree on the wait, whatever their own clocks say', () => {
  const screens = [0, -1e9, 1e9, 123.4].map(screen);
  for (const { countdown, timers } of screens) {
    countdown.waitFor(53_500);
    timers.pass(5_000);
  }
  const expected = [[50_000, 4], [50_500, 3], [51_500, 2], [52_500, 1], [53_500, 0]];
  for (const { counted } of screens) same(counted, expected);
  for (const { clock, off, timers } of screens) same(Math.round(beganAt(clock, 60_000, 10_000, timers.now() + off) - off), 0, 'when the rule begins to grow');
});

await check('a second is counted until it is over, and what is late is zero', () => {
  same([secondsLeft(0, 1), secondsLeft(0, 1_000), secondsLeft(0, 1_001), secondsLeft(5, 5), secondsLeft(9, 5)], [1, 1, 2, 0, 0]);
});

await check('another wait, or none, ends the one before', () => {
  const { countdown, counted, timers } = screen(0);
  countdown.waitFor(53_000);
  countdown.waitFor(null);
  timers.pass(10_000);
  same(counted.map(([, left]) => left), [3, null]);
});

await check('a clock that is known better corrects the count without starting over', () => {
  const { countdown, counted, timers } = screen(0);
  countdown.waitFor(52_000);
  timers.pass(700);
  countdown.correct();
  timers.pass(2_000);
  same(counted.map(([, left]) => left), [2, 2, 1, 0]);
});

await check('where the rule stands follows from the server\'s time now, not from what it was before', () => {
  const bent = { serverTime: (localNow) => (localNow < 5_000 ? localNow : localNow + 40) };
  same(beganAt(bent, 20_040, 10_000, 6_000), 10_000);
});
