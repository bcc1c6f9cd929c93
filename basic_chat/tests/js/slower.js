// What is promised by `common/shell/slower.js`.

const { Slower } = await load('/common/shell/slower.js');

function made() {
  const [timers, told] = [new TestTimers(), []];
  return { timers, told, slower: new Slower((seconds) => told.push(seconds), timers) };
}

await check('the seconds are counted down, each told once', () => {
  const { timers, told, slower } = made();
  slower.waitFor(2_500);
  same(slower.isWaiting, true);
  timers.pass(10_000);
  same([told, slower.isWaiting], [[3, 2, 1, 0], false]);
});

await check('a shorter wait does not take a longer one back', () => {
  const { timers, told, slower } = made();
  slower.waitFor(5_000);
  slower.waitFor(500);
  timers.pass(4_000);
  same(slower.isWaiting, true);
  timers.pass(1_000);
  same([slower.isWaiting, told.at(-1), told.filter((seconds) => seconds === 0).length], [false, 0, 1]);
});

await check('a device that slept through the wait is told that it is over', () => {
  const { timers, told, slower } = made();
  slower.waitFor(5_000);
  timers.sleep(60_000);
  same([slower.isWaiting, told.at(-1)], [false, 0]);
});
