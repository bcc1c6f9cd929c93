// What is promised by `common/connection/outbox.js`.

const { Outbox } = await load('/common/connection/outbox.js');

const say = (text) => ({ type: 'say', text });
const sent = (outbox) => outbox.takeDue().map(({ n, text }) => `${n} ${text}`);

function filled(...texts) {
  const outbox = new Outbox();
  for (const text of texts) outbox.add(text, say(text));
  outbox.welcome({ author: 7, lastN: 0 });
  return outbox;
}

await check('commands leave in the order in which they were given, numbered from 1', () => {
  same(sent(filled('a', 'b', 'c')), ['1 a', '2 b', '3 c']);
});

await check('nothing is sent twice on one connection', () => {
  const outbox = filled('a');
  sent(outbox);
  same(sent(outbox), []);
  outbox.add('b', say('b'));
  same(sent(outbox), ['2 b']);
});

await check('after a cut everything undecided travels again under its old number', () => {
  const outbox = filled('a', 'b', 'c');
  sent(outbox);
  outbox.settle(1);
  outbox.welcome({ author: 7, lastN: 2 });
  same(sent(outbox), ['2 b', '3 c'], 'the server knows 2 and repeats its answer, 3 it never got');
});

await check('what the server never got is numbered on from what it did get', () => {
  const outbox = filled('a', 'b');
  sent(outbox);
  outbox.add('c', say('c'));
  outbox.welcome({ author: 7, lastN: 1 });
  same(sent(outbox), ['1 a', '2 b', '3 c']);
});

await check('a server that forgot us counts from 1 again', () => {
  const outbox = filled('a', 'b', 'c');
  sent(outbox);
  outbox.settle(1);
  outbox.welcome({ author: 1, lastN: 0 });
  same(sent(outbox), ['1 b', '2 c']);
});

await check('a refused number is used up: the next command gets the next one', () => {
  const outbox = filled('a');
  sent(outbox);
  same(outbox.settle(1).key, 'a');
  outbox.add('b', say('b'));
  same(sent(outbox), ['2 b']);
});

await check('a command that has to wait keeps its place and gets a new number', () => {
  const outbox = filled('a', 'b');
  sent(outbox);
  outbox.postpone(1);
  same(sent(outbox), ['3 a']);
  same(outbox.settle(1), null, 'a late answer to the old number');
  same([outbox.settle(2).key, outbox.settle(3).key], ['b', 'a']);
});

await check('with a window of 1 a postponed command is never overtaken', () => {
  const outbox = new Outbox({ window: 1 });
  for (const text of ['a', 'b', 'c']) outbox.add(text, say(text));
  outbox.welcome({ author: 7, lastN: 0 });
  same(sent(outbox), ['1 a']);
  outbox.postpone(1);
  same(sent(outbox), ['2 a']);
  same(sent(outbox), []);
  outbox.settle(2);
  same(sent(outbox), ['3 b']);
});

await check('an answer decides a command once', () => {
  const outbox = filled('a');
  sent(outbox);
  same(outbox.settle(1).key, 'a');
  same(outbox.settle(1), null);
  same(outbox.settleByEcho(7, 1), null);
});

await check('only under our own id is an echo ours', () => {
  const outbox = filled('a');
  same(outbox.settleByEcho(7, 1), null, 'it was not sent yet');
  sent(outbox);
  same(outbox.settleByEcho(8, 1), null, 'somebody else counts too');
  same(outbox.settleByEcho(7, undefined), null, 'a guest has no number');
  same(outbox.settleByEcho(7, 1).key, 'a');
});

await check('in a new log an old id proves nothing', () => {
  const outbox = filled('a');
  sent(outbox);
  outbox.numberAnew();
  same(outbox.settleByEcho(7, 1), null);
});

await check('it says when it is full', () => {
  const outbox = new Outbox({ max: 2 });
  outbox.add('a', say('a'));
  holds(!outbox.isFull, 'one of two');
  outbox.add('b', say('b'));
  holds(outbox.isFull, 'two of two');
});

await check('a number is written down before it can travel', () => {
  let kept = [];
  const outbox = new Outbox({ onChange: (entries) => (kept = entries.map(({ n, author }) => ({ n, author }))) });
  outbox.add('a', say('a'));
  same(kept, [{ n: null, author: null }]);
  outbox.welcome({ author: 7, lastN: 4 });
  outbox.takeDue();
  same(kept, [{ n: 5, author: 7 }]);
  outbox.settle(5);
  same(kept, []);
});
