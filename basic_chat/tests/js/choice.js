// What is promised by `common/connection/choice.js`, `common/connection/transports.js`.

const { Chooser } = await load('/common/connection/choice.js');
const { complete, isSame, keepChoice, readChoice } = await load('/common/connection/transports.js');

const auto = () => new Chooser({ kind: 'auto' });

await check('one bad moment does not drive anybody from the WebSocket', () => {
  const chooser = auto();
  same(chooser.next.kind, 'websocket');
  chooser.failed();
  same(chooser.next.kind, 'websocket');
});

await check('what does not get through is left behind step by step, and the best comes round again', () => {
  const chooser = auto();
  const tried = Array.from({ length: 7 }, () => {
    const { kind } = chooser.next;
    chooser.failed();
    return kind;
  });
  same(tried, ['websocket', 'websocket', 'sse', 'long_poll', 'poll', 'websocket', 'websocket']);
});

await check('after a loss the best is first, whatever was used before', () => {
  const chooser = auto();
  for (let failure = 0; failure < 3; failure += 1) chooser.failed();
  chooser.welcomed('long_poll');
  chooser.lost();
  same(chooser.next.kind, 'websocket');
});

await check('a fallback never sticks: the way back is tried again and again, ever more rarely', () => {
  const chooser = auto();
  const waits = Array.from({ length: 8 }, () => {
    const wait = chooser.returnIn('sse');
    chooser.returnFailed();
    return wait / 1_000;
  });
  same(waits, [1, 15, 30, 60, 120, 240, 480, 600]);
  chooser.welcomed('websocket');
  same([chooser.returnIn('websocket'), chooser.returnIn('poll')], [null, 1_000]);
});

await check('a server that was away says nothing about the WebSocket; one that answers otherwise does', () => {
  const chooser = auto();
  for (let failure = 0; failure < 2; failure += 1) chooser.failed();
  chooser.welcomed('sse');
  same([chooser.isBlocked, chooser.returnIn('sse')], [false, 1_000]);
  chooser.returnFailed();
  same([chooser.isBlocked, chooser.returnIn('sse')], [true, 15_000]);
  chooser.lost();
  same(chooser.isBlocked, false, 'the next network may be another');
});

await check('whoever chose by hand is left alone', () => {
  const chooser = new Chooser({ kind: 'poll', every: 200, how: 'interval' });
  chooser.failed();
  chooser.lost();
  same([chooser.next, chooser.returnIn('poll')], [{ kind: 'poll', every: 200, how: 'interval' }, null]);
});

await check('the address wins over what the tab keeps, and neither can ask for nonsense', () => {
  const memory = testMemory();
  same(readChoice('', memory), { kind: 'auto', every: 1_000, how: 'rearmed' });
  keepChoice({ kind: 'sse', every: 500, how: 'interval' }, memory);
  same(readChoice('?room=class', memory), { kind: 'sse', every: 500, how: 'interval' });
  same(readChoice('?transport=poll&every=2000&how=interval', memory), { kind: 'poll', every: 2_000, how: 'interval' });
  same(readChoice('?transport=poll&every=1&how=x', memory), { kind: 'poll', every: 100, how: 'rearmed' });
  same(readChoice('?transport=toString', memory).kind, 'sse');
  memory.set('transport', '{{');
  same(readChoice('', memory).kind, 'auto');
  same(complete({ kind: 'pigeon', every: 'often' }), { kind: 'auto', every: 1_000, how: 'rearmed' });
});

await check('another period is another transport, but only for a poll', () => {
  const [slow, fast] = [{ kind: 'poll', every: 1_000, how: 'rearmed' }, { kind: 'poll', every: 100, how: 'rearmed' }];
  same([isSame(slow, slow), isSame(slow, fast), isSame({ ...slow, kind: 'sse' }, { ...fast, kind: 'sse' })], [true, false, true]);
});
