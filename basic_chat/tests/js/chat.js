// What is promised by `common/connection/room_client.js`, `common/people.js`, `basic_chat/chat.js`.

const { RoomClient } = await load('/common/connection/room_client.js');
const { People } = await load('/common/people.js');
const { Chat } = await load('/basic_chat/chat.js');
const { Lines } = await load('/basic_chat/lines.js');
const { TypingWatch } = await load('/basic_chat/typing.js');

const silent = new Proxy({}, { get: () => () => {}, set: () => true });
const ada = { id: 7, name: 'Ada', hue: 0, transport: 'websocket' };

/** A page without its views, whose server is played by the check. */
function page() {
  const [sent, log, timers] = [[], [], new TestTimers()];
  let server;
  const open = (choice, listener) => {
    server = listener;
    return { send: (frame) => sent.push(frame), close() {} };
  };
  const chat = new Chat();
  const store = { load: () => ({ epoch: null, entries: [] }), save() {} };
  const client = new RoomClient({ transport: { choice: { kind: 'websocket' }, open }, secret: null, store, window: 1, on: chat.handlers, timers });
  const lines = new Lines({ onAppend: (item) => log.push(item), onPending() {}, onSettle() {}, onChange() {}, onRemove() {}, onPast() {} });
  const identity = { tabName: null };
  const typing = new TypingWatch(() => {}, timers);
  chat.use({ client, lines, people: new People(), typing, composer: silent, dock: silent, reader: silent, shell: silent, title: silent, identity });
  const receive = (...frames) => frames.forEach((frame) => server.onFrame(frame));
  const enter = (you = ada, epoch = 'A') => {
    const welcome = { type: 'welcome', you, session: 's', epoch, seq: 0, mode: 'snapshot', last_n: 0, now: 0, wall: 0, limits: {} };
    receive(welcome, { type: 'snapshot', epoch, seq: 0, people: [you], count: 1, state: { before: 0, lines: [] } });
  };
  /** The connection breaks, another is opened. @returns {object} The hello on it. */
  const comeBack = () => {
    server.onClose(1006);
    client.wake();
    server.onOpen();
    return sent.at(-1);
  };
  client.join('Ada');
  server.onOpen();
  enter();
  return { client, sent, log, identity, receive, enter, comeBack };
}

const people = (name, seq = 1) => ({ type: 'people', seq, at: 0, set: [{ ...ada, name }], gone: [], count: 1 });

await check('whoever was renamed comes back under the new name, also to a server that knows nobody', () => {
  const { receive, enter, comeBack, identity } = page();
  receive(people('Bob 2'));
  const { name } = comeBack();
  same(name, 'Bob 2', 'the name in the hello');
  enter({ ...ada, name }, 'B');
  same(identity.tabName, 'Bob 2');
});

await check('a new name counts from the moment it was taken, before anybody is told', async () => {
  const { client, receive, comeBack } = page();
  client.command({ type: 'rename', name: 'Bob' });
  await turns();
  same(comeBack().name, 'Ada', 'not decided yet');
  const other = page();
  other.client.command({ type: 'rename', name: 'Bob' });
  await turns();
  other.receive({ type: 'ack', n: 1, seq: null });
  same(other.comeBack().name, 'Bob');
});

await check('a new name that only a snapshot told is known as well', () => {
  const { receive, comeBack, identity } = page();
  const you = { ...ada, name: 'Bob' };
  receive({ type: 'snapshot', epoch: 'A', seq: 4, people: [you], count: 1, state: { before: 0, lines: [] } });
  same([comeBack().name, identity.tabName], ['Bob', 'Bob']);
});

await check('that typing was said too often is nothing to tell; other refusals without a number are', () => {
  const { log, receive } = page();
  receive({ type: 'nack', n: null, code: 'rate', message: 'Too fast.', retry_ms: 200 });
  same(log, []);
  receive({ type: 'nack', n: null, code: 'frame', message: 'That is no frame.' });
  same(log, [{ kind: 'note', text: 'That is no frame.' }]);
});
