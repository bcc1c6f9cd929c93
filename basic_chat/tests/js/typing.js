// What is promised by `basic_chat/typing.js`.

const { TypingTeller, TypingWatch } = await load('/basic_chat/typing.js');

function watch() {
  const timers = new TestTimers();
  let changes = 0;
  const watched = new TypingWatch(() => (changes += 1), timers);
  return { watched, timers, changes: () => changes };
}

await check('whoever vanishes while typing stops after 5 s', () => {
  const { watched, timers, changes } = watch();
  watched.heard(1, true);
  timers.pass(4_999);
  same(watched.ids, [1]);
  timers.pass(1);
  same([watched.ids, changes()], [[], 2]);
});

await check('whoever goes on typing is believed for longer, without flicker', () => {
  const { watched, timers, changes } = watch();
  for (let said = 0; said < 5; said += 1) {
    watched.heard(1, true);
    timers.pass(2_000);
  }
  same([watched.ids, changes()], [[1], 1]);
});

await check('a line ends the typing, and whoever types on at once is seen to', () => {
  const { watched } = watch();
  watched.heard(1, true);
  watched.spoke(1);
  same(watched.ids, []);
  watched.heard(1, true);
  same(watched.ids, [1]);
});

await check('after a lost connection nobody is typing', () => {
  const { watched, timers } = watch();
  watched.heard(2, true);
  watched.heard(1, true);
  same(watched.ids, [2, 1], 'in the order in which they began');
  watched.clear();
  timers.pass(10_000);
  same(watched.ids, []);
});

await check('the others are told every 2 s, not at every key', () => {
  const timers = new TestTimers();
  const said = [];
  const teller = new TypingTeller((on) => said.push(on), timers);
  for (let key = 0; key < 50; key += 1) {
    teller.typed(false);
    timers.pass(100);
  }
  same(said, [true, true, true]);
  timers.pass(3_000);
  same(said.at(-1), false, 'after a pause');
});

await check('an emptied field and a sent line both end it, once', () => {
  const timers = new TestTimers();
  const said = [];
  const teller = new TypingTeller((on) => said.push(on), timers);
  teller.typed(false);
  teller.typed(true);
  teller.stop();
  timers.pass(10_000);
  same(said, [true, false]);
});

await check('whoever types and deletes in turn does not say so at every key', () => {
  const timers = new TestTimers();
  const said = [];
  const teller = new TypingTeller((on) => said.push(on), timers);
  for (let key = 0; key < 60; key += 1) {
    teller.typed(key % 2 === 1);
    timers.pass(50);
  }
  same(said, [true, false, true, false]);
});

await check('the next line after one that was sent is told at once', () => {
  const timers = new TestTimers();
  const said = [];
  const teller = new TypingTeller((on) => said.push(on), timers);
  teller.typed(false);
  teller.sent();
  teller.typed(true); // The field is emptied.
  teller.typed(false);
  same(said, [true, false, true]);
});
