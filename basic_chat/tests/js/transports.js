// What is promised by `common/connection/sse.js`, `common/connection/long_poll.js`, `common/connection/poll.js`,
// `common/connection/http_sender.js`, `common/connection/http_connection.js`.

const { SseTransport } = await load('/common/connection/sse.js');
const { LongPollTransport } = await load('/common/connection/long_poll.js');
const { PollTransport } = await load('/common/connection/poll.js');

const WELCOME = { type: 'welcome', connection: '1-ab', epoch: 'A', seq: 5 };
const SNAPSHOT = { type: 'snapshot', epoch: 'A', seq: 5 };
const HELLO = { type: 'hello', name: 'Ada' };
const GONE = { type: 'close', code: 4200, reason: 'unknown' };
const line = (seq) => ({ type: 'line', seq });

/** A browser whose requests are answered by the check, in whatever order it likes. */
function playServer() {
  const real = { fetch: globalThis.fetch, EventSource: globalThis.EventSource };
  const asked = [];
  const sources = [];
  globalThis.fetch = (address, { method = 'GET', body, signal }) => new Promise((resolve, reject) => {
    const answer = (status, ...frames) => say(frames.map((frame) => JSON.stringify(frame)).join('\n'), status);
    const say = async (text, status = 200) => {
      resolve(new Response(status === 204 ? null : text, { status }));
      await turns();
      await new Promise((later) => setTimeout(later)); // A body is read in a turn of the browser's own.
    };
    const refuse = async (status, headers, text) => {
      resolve(new Response(text, { status, headers }));
      await turns();
      await new Promise((later) => setTimeout(later));
    };
    signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
    asked.push({ address, method, body, answer, say, refuse, fail: async () => (reject(new TypeError('network')), turns()), signal });
  });
  globalThis.EventSource = class {
    constructor(address) {
      Object.assign(this, { address, isClosed: false });
      sources.push(this);
    }
    close() {
      this.isClosed = true;
    }
    say = (frame) => this.onmessage({ data: JSON.stringify(frame) });
  };
  return { asked, sources, gets: () => asked.filter(({ method }) => method === 'GET'), posts: () => asked.filter(({ method }) => method === 'POST'), stop: () => Object.assign(globalThis, real) };
}

/** A transport that writes down what it tells, and its server. */
async function played(make, attempt, { slack } = {}) {
  const server = playServer();
  const timers = new TestTimers();
  const told = [];
  const listener = {
    onOpen: () => told.push('open'),
    onFrame: ({ type, seq, n }) => told.push(`${type} ${seq ?? n}`),
    onAlive: () => told.push('alive'),
    onClose: (code) => told.push(`close ${code}`),
    slack,
  };
  try {
    const transport = make(listener, timers);
    await turns();
    await attempt({ transport, server, timers, told });
    transport.close();
  } finally {
    server.stop();
  }
}

const longPoll = (listener, timers) => new LongPollTransport('class', listener, {}, timers);
const poll = (options) => (listener, timers) => new PollTransport('class', listener, options, timers);
const sse = (listener, timers) => new SseTransport('class', listener, timers);
const query = ({ address }) => decodeURIComponent(address.split('?')[1]);

await check('a long poll opens with the hello, and then asks from where it stands', () => played(longPoll, async ({ transport, server, told }) => {
  same(told, ['open']);
  transport.send({ ...HELLO, session: 's', last: { epoch: 'A', seq: 3 } });
  same(query(server.asked[0]), 'name=Ada&session=s&last=A.3&wait=25');
  await server.asked[0].answer(200, WELCOME, line(4), line(5));
  same(told.slice(1), ['welcome 5', 'line 4', 'line 5']);
  same(query(server.asked[1]), 'connection=1-ab&after=A.5&wait=25');
  await server.asked[1].answer(204);
  same([told.at(-1), server.asked.length], ['alive', 3]);
}));

await check('the newest number of the room is not where a reader stands', () => played(longPoll, async ({ transport, server }) => {
  transport.send({ ...HELLO, last: { epoch: 'A', seq: 2 } });
  await server.asked[0].answer(200, WELCOME);
  same(query(server.asked[1]), 'connection=1-ab&after=A.2&wait=25');
}));

await check('what has no place in the log is asked for by its version', () => played(longPoll, async ({ transport, server }) => {
  transport.send(HELLO);
  await server.asked[0].answer(200, WELCOME, SNAPSHOT, { type: 'latest', v: 12, values: [] });
  same(query(server.asked[1]), 'connection=1-ab&after=A.5&seen=12&wait=25');
}));

await check('a restarted server has another log, in which the old place means nothing', () => played(longPoll, async ({ transport, server }) => {
  transport.send({ ...HELLO, last: { epoch: 'old', seq: 900 } });
  await server.asked[0].answer(200, WELCOME, SNAPSHOT);
  same(query(server.asked[1]), 'connection=1-ab&after=A.5&wait=25');
}));

await check('the batch window: what happens between an answer and the next question comes in one', () => played(
  (listener, timers) => new LongPollTransport('class', listener, { pause: 250 }, timers),
  async ({ transport, server, timers }) => {
    transport.send(HELLO);
    await server.asked[0].answer(200, WELCOME, SNAPSHOT);
    timers.pass(249);
    same(server.asked.length, 1);
    timers.pass(1);
    same(server.asked.length, 2);
  },
));

await check('an unknown key ends the connection in the server\'s own words', () => played(longPoll, async ({ transport, server, told }) => {
  transport.send(HELLO);
  await server.asked[0].answer(200, WELCOME, SNAPSHOT);
  await server.asked[1].answer(410, GONE);
  same([told.at(-1), server.asked.length], ['close 4200', 2]);
}));

await check('a refusal is told in the words of the server, and with the time to wait', async () => {
  const server = playServer();
  const told = [];
  const transport = longPoll({ onOpen() {}, onFrame() {}, onAlive() {}, onClose: (...end) => told.push(end) }, new TestTimers());
  await turns();
  transport.send(HELLO);
  await server.asked[0].refuse(503, { 'retry-after': '2', 'content-type': 'text/plain' }, 'There is no room.\n');
  server.stop();
  same(told, [[1013, 'There is no room.', 2_000]]);
});

await check('a dead network, and a proxy that answers in its own name, are losses', async () => {
  const ends = [[({ fail }) => fail(), 1006], [({ answer }) => answer(502), 1006], [({ answer }) => answer(503), 1013], [({ say }) => say('<html>'), 1006]];
  for (const [end, code] of ends) {
    await played(longPoll, async ({ transport, server, told }) => {
      transport.send(HELLO);
      await server.asked[0].answer(200, WELCOME, SNAPSHOT);
      await end(server.asked[1]);
      same(told.slice(-2), ['snapshot 5', `close ${code}`]);
    });
  }
});

await check('once closed, nothing is told and nothing is asked', () => played(longPoll, async ({ transport, server, told }) => {
  transport.send(HELLO);
  transport.close();
  await server.asked[0].answer(200, WELCOME, SNAPSHOT);
  same([told, server.asked.length, server.asked[0].signal.aborted], [['open'], 1, true]);
}));

await check('interval polling asks by the clock, answered or not, but never more than four at once', () => played(poll({ every: 1_000, how: 'interval' }), async ({ transport, server, timers, told }) => {
  transport.send(HELLO);
  same(query(server.asked[0]), 'name=Ada&every=1000');
  await server.asked[0].answer(200, WELCOME, SNAPSHOT);
  timers.pass(10_000);
  same(server.asked.length, 5, 'four under way');
  await server.asked[3].answer(200, line(6), line(7)); // It overtakes the two before it.
  await server.asked[1].answer(200, line(6));
  same(told.slice(-3), ['line 6', 'line 7', 'line 6'], 'the owner drops what it has');
  timers.pass(1_000);
  same(query(server.asked[5]), 'connection=1-ab&after=A.7&every=1000');
}));

await check('an answer that starts behind a hole does not move the place over it', () => played(poll({ every: 1_000, how: 'interval' }), async ({ transport, server, timers }) => {
  transport.send(HELLO);
  await server.asked[0].answer(200, WELCOME, SNAPSHOT);
  timers.pass(1_000);
  await server.asked[1].answer(200, line(8));
  timers.pass(1_000);
  same(query(server.asked[2]), 'connection=1-ab&after=A.5&every=1000');
  await server.asked[2].answer(200, { type: 'skip', from: 6, to: 20 });
  timers.pass(1_000);
  same(query(server.asked[3]), 'connection=1-ab&after=A.20&every=1000');
}));

await check('re-armed polling waits for the answer before it waits for the clock', () => played(poll({ every: 1_000, how: 'rearmed' }), async ({ transport, server, timers }) => {
  transport.send(HELLO);
  await server.asked[0].answer(200, WELCOME, SNAPSHOT);
  timers.pass(10_000);
  same(server.asked.length, 2);
  await server.asked[1].answer(204);
  timers.pass(999);
  same(server.asked.length, 2);
  timers.pass(1);
  same(server.asked.length, 3);
}));

await check('a closed poll has stopped its clock', async () => {
  for (const how of ['interval', 'rearmed']) {
    await played(poll({ every: 1_000, how }), async ({ transport, server, timers }) => {
      transport.send(HELLO);
      await server.asked[0].answer(200, WELCOME, SNAPSHOT);
      transport.close();
      timers.pass(60_000);
      same(server.asked.length, 1);
    });
  }
});

await check('a stream opens with the hello, and its last event is the close', () => played(sse, async ({ transport, server, told }) => {
  transport.send({ ...HELLO, last: { epoch: 'A', seq: 3 } });
  const [source] = server.sources;
  same(decodeURIComponent(source.address), '/rooms/class/events?name=Ada&last=A.3');
  source.say(WELCOME);
  source.say(line(4));
  source.say({ type: 'close', code: 4001, reason: 'elsewhere' });
  same([told.slice(1), source.isClosed], [['welcome 5', 'line 4', 'close 4001'], true]);
}));

await check('a stream that breaks is closed by us, so that nobody but us opens it again', () => played(sse, async ({ transport, server, told }) => {
  transport.send(HELLO);
  const [source] = server.sources;
  source.onerror();
  source.onerror();
  same([told, source.isClosed], [['open', 'close 1006'], true]);
}));

await check('one POST at a time; what waits goes together in the next, in order', () => played(sse, async ({ transport, server, told }) => {
  transport.send(HELLO);
  transport.send({ type: 'say', n: 0 });
  same(server.posts().length, 0, 'without a key there is nobody to say it');
  server.sources[0].say(WELCOME);
  for (const n of [1, 2, 3]) transport.send({ type: 'say', n });
  same(server.posts().map(({ address, body }) => [address, body]), [['/rooms/class/send?connection=1-ab', '{"type":"say","n":1}']]);
  await server.posts()[0].answer(200, { type: 'ack', n: 1 });
  same([told.at(-1), server.posts()[1].body], ['ack 1', '{"type":"say","n":2}\n{"type":"say","n":3}']);
  await server.posts()[1].answer(204);
  same([told.at(-1), server.posts().length], ['alive', 2]);
}));

await check('a body stays within what the server takes, and no frame is left behind', () => played(sse, async ({ transport, server }) => {
  transport.send(HELLO);
  server.sources[0].say(WELCOME);
  const text = 'ä'.repeat(8_000);
  for (const n of [1, 2, 3, 4, 5, 6]) transport.send({ type: 'say', n, text });
  for (const post of [0, 1, 2]) await server.posts()[post].answer(204);
  const numbers = server.posts().map(({ body }) => body.split('\n').map((frame) => JSON.parse(frame).n));
  same(numbers, [[1], [2, 3, 4, 5], [6]]);
  holds(server.posts().every(({ body }) => new Blob([body]).size <= 65_536), 'a body is too long');
}));

await check('a POST that nobody answers is a lost connection, although the stream still speaks', () => played(longPoll, async ({ transport, server, timers, told }) => {
  transport.send(HELLO);
  await server.asked[0].answer(200, WELCOME, SNAPSHOT);
  transport.send({ type: 'say', n: 1 });
  timers.pass(10_000);
  same(told.at(-1), 'close 1006');
}));

await check('a POST that fails because the server stops waits for its goodbye, and with it when to come back', () => played(sse, async ({ transport, server, timers, told }) => {
  transport.send(HELLO);
  server.sources[0].say(WELCOME);
  for (const n of [1, 2]) transport.send({ type: 'say', n });
  await server.posts()[0].fail();
  timers.pass(299);
  same([told.at(-1), server.posts().length], ['welcome 5', 1], 'nothing more is sent either');
  server.sources[0].say({ type: 'bye', n: 0, retry_ms: 700 });
  server.sources[0].say({ type: 'close', code: 1001, reason: '' });
  timers.pass(10_000);
  same(told.slice(-2), ['bye 0', 'close 1001']);
}));

await check('a POST that fails and no goodbye are a loss', () => played(longPoll, async ({ transport, server, timers, told }) => {
  transport.send(HELLO);
  await server.asked[0].answer(200, WELCOME, SNAPSHOT);
  transport.send({ type: 'say', n: 1 });
  await server.posts()[0].fail();
  timers.pass(300);
  same(told.at(-1), 'close 1006');
}));

await check('a POST on a network that is slow on purpose is waited for', () => played(longPoll, async ({ transport, server, timers, told }) => {
  transport.send(HELLO);
  await server.asked[0].answer(200, WELCOME, SNAPSHOT);
  transport.send({ type: 'say', n: 1 });
  timers.pass(21_999);
  same(told.at(-1), 'snapshot 5');
  timers.pass(1);
  same(told.at(-1), 'close 1006');
}, { slack: () => 12_000 }));

await check('each transport says how long it may be silent', () => played(sse, async ({ transport }) => {
  same([transport.silence, new PollTransport('class', { onOpen() {} }, { every: 10_000 }).silence], [25_000, 20_000]);
}));

await check('a restarted server that has kept its log goes on behind the old place, under its own name', () => played(longPoll, async ({ transport, server }) => {
  transport.send({ ...HELLO, last: { epoch: 'old', seq: 4 } });
  await server.asked[0].answer(200, { ...WELCOME, mode: 'resumed' });
  same(query(server.asked[1]), 'connection=1-ab&after=A.4&wait=25');
}));
