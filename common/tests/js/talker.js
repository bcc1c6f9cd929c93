// What is promised by `compare/talker.js`.

const { Talker } = await load('/compare/talker.js');

function started() {
  const timers = new TestTimers();
  const said = [];
  return { timers, said, talker: new Talker(() => said.push(timers.now()), timers) };
}

await check('a rate is kept over a minute', () => {
  const { timers, said, talker } = started();
  talker.talk(1_200);
  timers.pass(59_999);
  same(said.length, 1_200);
});

await check('timers that are late do not slow the talk down, and sleep is not made up for', () => {
  const { timers, said, talker } = started();
  talker.talk(600);
  timers.pass(1_000);
  timers.sleep(60_000);
  timers.pass(1_000);
  holds(said.length >= 20 && said.length <= 23, `${said.length} times`);
});

await check('a slow talker that is turned up does not sit out its minute', () => {
  const { timers, said, talker } = started();
  talker.talk(1);
  timers.pass(1_000);
  talker.talk(60);
  timers.pass(1_100);
  same(said.length, 2);
});

await check('whoever drags the slider hears no burst', () => {
  const { timers, said, talker } = started();
  talker.talk(60);
  for (let step = 0; step < 50; step += 1) talker.talk(60 + step);
  timers.pass(10);
  same(said.length, 1);
});

await check('a talker that is stopped is silent', () => {
  const { timers, said, talker } = started();
  talker.talk(600);
  timers.pass(50);
  talker.stop();
  timers.pass(5_000);
  same([said.length, talker.rate], [1, 0]);
});
