// What is promised by `common/connection/watchdog.js`.

const { Watchdog } = await load('/common/connection/watchdog.js');

function made(slack) {
  const timers = new TestTimers();
  const told = [];
  const dog = new Watchdog({ onProbe: () => told.push('probe'), onDead: () => told.push('dead') }, timers, slack);
  return { dog, timers, told };
}

await check('a connection that never opens is given up after 5 s', () => {
  const { dog, timers, told } = made();
  dog.connecting();
  dog.heard();
  timers.pass(4_999);
  same(told, []);
  timers.pass(1);
  same(told, ['dead']);
});

await check('on a network that is slow on purpose nobody is given up before an answer can be there', () => {
  let slow = 0;
  const { dog, timers, told } = made(() => slow);
  dog.connecting();
  timers.pass(4_000);
  slow = 6_000; // It becomes known meanwhile.
  timers.pass(6_999);
  same(told, []);
  dog.connected();
  dog.probe();
  timers.pass(8_999);
  same(told, ['probe']);
  slow = 0;
  timers.pass(1);
  same(told, ['probe', 'dead']);
});

await check('silence is noticed although nobody closed anything', () => {
  const { dog, timers, told } = made();
  dog.connected();
  timers.pass(25_000);
  same(told, []);
  timers.pass(5_000);
  same(told, ['dead']);
});

await check('a ping every 10 s keeps it calm for hours', () => {
  const { dog, timers, told } = made();
  dog.connected();
  for (let ping = 0; ping < 1_000; ping += 1) {
    timers.pass(10_000);
    dog.heard();
  }
  same(told, []);
});

await check('a page that came back to life asks, and gives up after 3 s without an answer', () => {
  const { dog, timers, told } = made();
  dog.connected();
  dog.probe();
  dog.probe();
  timers.pass(2_999);
  same(told, ['probe'], 'asked once');
  timers.pass(1);
  same(told, ['probe', 'dead']);
});

await check('any frame answers the question', () => {
  const { dog, timers, told } = made();
  dog.connected();
  dog.probe();
  dog.heard();
  timers.pass(4_000);
  same(told, ['probe']);
});

await check('after a sleep the server gets a chance to answer', () => {
  const { dog, timers, told } = made();
  dog.connected();
  timers.sleep(60_000);
  same(told, ['probe']);
});

await check('once stopped it says nothing', () => {
  const { dog, timers, told } = made();
  dog.connected();
  dog.probe();
  dog.stop();
  timers.pass(120_000);
  same(told, ['probe']);
});

await check('each transport has its own measure of silence', () => {
  const { dog, timers, told } = made();
  dog.silence = 35_000;
  dog.connected();
  timers.pass(35_000);
  same(told, []);
  timers.pass(5_000);
  same(told, ['dead']);
});
