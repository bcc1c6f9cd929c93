// What is promised by `kanye/pace.js`.

const { Pace } = await load('/kanye/pace.js');

await check('what is done without end goes out no faster than the room lets it in', () => {
  const timers = new TestTimers();
  const pace = new Pace({ perSecond: 2, burst: 4 }, timers);
  const tries = (count) => Array.from({ length: count }, () => pace.take()).filter(Boolean).length;
  same(tries(30), 4, 'at once');
  let granted = 0;
  for (let step = 0; step < 100; step += 1) {
    timers.pass(100);
    granted += tries(5);
  }
  same(granted, 20, 'in ten seconds');
  timers.pass(600_000);
  same(tries(30), 4, 'rest is not saved up for ever');
});
