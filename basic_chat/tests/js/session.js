// What is promised by `common/connection/session.js`.

const { Session } = await load('/common/connection/session.js');

const WELCOME = { type: 'welcome', session: 's1', epoch: 'A', seq: 5, mode: 'snapshot', you: { id: 7, name: 'Ada' } };
const SNAPSHOT = { type: 'snapshot', epoch: 'A', seq: 5, people: [], count: 0 };
const line = (seq) => ({ type: 'line', seq });

/** A session that writes down everything it sends and says. */
function made(secret = null) {
  const sent = [];
  const told = [];
  const on = {
    onWelcome: (_, kept) => told.push(['welcome', kept]),
    onSnapshot: ({ seq }) => told.push(['snapshot', seq]),
    onEvent: ({ seq }, replayed) => told.push(['event', seq, replayed]),
    onSkip: ({ from, to }) => told.push(['skip', from, to]),
    onFrame: ({ type }) => told.push(['frame', type]),
    onCaughtUp: (replay) => told.push(['caught up', replay]),
  };
  const session = new Session({ secret, send: (frame) => sent.push(frame), on });
  const receive = (...frames) => frames.forEach((frame) => session.receive(frame));
  const hello = () => (session.hello('Ada'), sent.at(-1));
  return { session, sent, told, receive, hello };
}

await check('the first hello has no position and no secret', () => {
  same(made().hello(), { type: 'hello', name: 'Ada' });
  same(made('s0').hello(), { type: 'hello', name: 'Ada', session: 's0' });
});

await check('the next hello says who we are and the last thing we saw', () => {
  const { receive, hello } = made();
  receive(WELCOME, SNAPSHOT, line(6));
  same(hello(), { type: 'hello', name: 'Ada', session: 's1', last: { epoch: 'A', seq: 6 } });
});

await check('a seat that was kept for us is ours, and what was numbered before is numbered anew', () => {
  const { session, receive, hello, told } = made('s0');
  session.takeSeat('s1');
  same(hello().session, 's1');
  receive(WELCOME, SNAPSHOT);
  receive({ ...WELCOME, mode: 'resumed' });
  same(told.filter(([what]) => what === 'welcome').map(([, { seat }]) => seat), [false, true]);
});

await check('a welcome whose snapshot never came gives no position', () => {
  const { receive, hello } = made();
  receive(WELCOME);
  same(hello().last, undefined);
});

await check('a position ends with a welcome that announces a snapshot', () => {
  const { receive, hello } = made();
  receive(WELCOME, SNAPSHOT, { ...WELCOME, epoch: 'B', seq: 2 });
  same(hello().last, undefined);
});

await check('a visit is the first one until something was shown', () => {
  const { receive, told } = made();
  receive(WELCOME, WELCOME);
  same(told.map(([, kept]) => kept.first), [true, true]);
  receive(SNAPSHOT, WELCOME);
  same(told.at(-1)[1], { epoch: true, server: true, seat: true, first: false });
});

await check('an event that comes twice is taken once', () => {
  const { receive, told } = made();
  receive(WELCOME, SNAPSHOT, line(6), line(6), line(5), line(7));
  same(told.slice(3), [['event', 6, false], ['event', 7, false]]);
});

await check('after a hole nothing is taken, and it is told once', () => {
  const { receive, told, sent } = made();
  receive(WELCOME, SNAPSHOT, line(8), line(9));
  same(sent, [{ type: 'resync', seq: 5 }]);
  receive(line(6), line(7), line(8), line(9));
  same(told.slice(3).map(([, seq]) => seq), [6, 7, 8, 9]);
  receive(line(11));
  same(sent.length, 2, 'the next hole is another one');
});

await check('a snapshot closes a hole', () => {
  const { receive, told, hello } = made();
  receive(WELCOME, SNAPSHOT, line(8), { ...SNAPSHOT, seq: 8 }, line(9));
  same(told.slice(3), [['snapshot', 8], ['caught up', null], ['event', 9, false]]);
  same(hello().last.seq, 9);
});

await check('a skip jumps forward, never back', () => {
  const { receive, told, session } = made();
  receive(WELCOME, SNAPSHOT, { type: 'skip', from: 3, to: 9 }, line(10), { type: 'skip', from: 3, to: 9 });
  same(told.slice(3), [['skip', 6, 9], ['event', 10, false]], 'what was seen is not counted as missed');
  same(session.last, 10);
});

await check('what is replayed is told apart from what is new', () => {
  const { receive, told } = made();
  receive(WELCOME, SNAPSHOT, { ...WELCOME, mode: 'resumed', seq: 7 }, line(6), line(7), line(8));
  same(told.slice(4), [['event', 6, true], ['event', 7, true], ['caught up', { from: 6, to: 7, count: 2, complete: true }], ['event', 8, false]]);
});

await check('a return to which nothing happened is complete at once', () => {
  const { receive, told } = made();
  receive(WELCOME, SNAPSHOT, { ...WELCOME, mode: 'resumed' });
  same(told.at(-1), ['caught up', { from: 6, to: 5, count: 0, complete: true }]);
});

await check('a replay with a skip in it is not complete, the next one is', () => {
  const { receive, told } = made();
  receive(WELCOME, SNAPSHOT, { ...WELCOME, mode: 'resumed', seq: 9 }, { type: 'skip', from: 6, to: 8 }, line(9));
  same(told.at(-1), ['caught up', { from: 6, to: 9, count: 4, complete: false }]);
  receive({ ...WELCOME, mode: 'resumed', seq: 9 });
  same(told.at(-1)[1].complete, true);
});

await check('the number in an ack belongs to another frame', () => {
  const { receive, told, sent } = made();
  receive(WELCOME, SNAPSHOT, { type: 'ack', n: 1, seq: 6 }, { type: 'ack', n: 2, seq: 99 }, line(6));
  same(told.slice(3), [['frame', 'ack'], ['frame', 'ack'], ['event', 6, false]]);
  same(sent, []);
});

await check('a new server is noticed by its epoch', () => {
  const { receive, told, hello } = made();
  receive(WELCOME, SNAPSHOT, { ...WELCOME, session: 's2', epoch: 'B', seq: 1 });
  same(told.at(-1)[1], { epoch: false, server: false, seat: false, first: false });
  receive({ ...SNAPSHOT, epoch: 'B', seq: 1 }, line(2));
  same(hello(), { type: 'hello', name: 'Ada', session: 's2', last: { epoch: 'B', seq: 2 } });
});

await check('whoever comes back as somebody new keeps the position and drops the secret', () => {
  const { session, receive, hello } = made('s1');
  receive(WELCOME, SNAPSHOT);
  session.forget();
  same(hello(), { type: 'hello', name: 'Ada', last: { epoch: 'A', seq: 5 } });
});

await check('a new server that goes on with the log is no other log: numbers go on, under its name', () => {
  const { receive, told, hello } = made();
  receive(WELCOME, SNAPSHOT, line(6), { ...WELCOME, epoch: 'B', mode: 'resumed', seq: 7 });
  same(told.at(-1)[1], { epoch: true, server: false, seat: true, first: false });
  receive(line(7), line(8));
  same(told.slice(5).map(([what]) => what), ['event', 'caught up', 'event']);
  same(hello().last, { epoch: 'B', seq: 8 });
});
