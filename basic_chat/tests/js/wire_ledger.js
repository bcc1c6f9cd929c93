// What is promised by `common/wire/ledger.js`, `common/wire/frame_text.js`.

const { Ledger } = await load('/common/wire/ledger.js');
const { readFrame, readLines } = await load('/common/wire/frame_text.js');

const EVENT = '{"type":"line","text":"grüß","seq":7,"at":100,"from":1,"n":2}';
const COMMAND = '{"type":"say","text":"hi","n":2}';
const bytes = (text) => new TextEncoder().encode(text).length;

const soFar = (connection, transport, also = {}) =>
  ({ kind: 'so_far', connection, transport, requests: 0, empty: 0, up: 0, down: 0, useful: 0, ...also });
const exchange = (connection, id, also = {}) =>
  ({ kind: 'exchange', connection, id, method: 'GET', status: 200, began: 0, ended: 1, up: 100, down: 50, held: 0, ...also });
const figures = ({ requests, empty, up, down, useful, overhead }) => [requests, empty, up, down, useful, overhead];

function booked(...records) {
  const ledger = new Ledger();
  for (const record of records) ledger.add(record, 0);
  return ledger;
}

await check('useful is the text of events and commands, in bytes and not in letters', () => {
  const ledger = booked(
    { kind: 'frame', connection: '1', way: 'down', size: bytes(EVENT) + 2, text: EVENT },
    { kind: 'frame', connection: '1', way: 'up', size: bytes(COMMAND) + 6, text: COMMAND },
    { kind: 'frame', connection: '1', way: 'down', size: 40, text: '{"type":"ack","n":2,"seq":7}' },
    { kind: 'frame', connection: '1', way: 'up', size: 30, text: '{"type":"clock","t0":1}' },
    { kind: 'frame', connection: '1', way: 'down', size: 2 },
  );
  const useful = bytes(EVENT) + bytes(COMMAND);
  const [up, down] = [bytes(COMMAND) + 36, bytes(EVENT) + 44];
  same(figures(ledger.of('1', 0)), [0, 0, up, down, useful, up + down - useful]);
  same(bytes(EVENT), EVENT.length + 2);
});

await check('what the opening cost before the watch began is not counted twice', () => {
  const ledger = booked(
    soFar('1', 'websocket', { requests: 1, up: 355, down: 133 }),
    exchange('1', 5, { status: 101, ended: null, up: 355, down: 133, again: true }),
    { kind: 'frame', connection: '1', way: 'down', size: 10, text: '{}' },
  );
  same(figures(ledger.of('1', 0)), [1, 0, 355, 143, 0, 498]);
  same(ledger.of('1', 0).transport, 'websocket');
});

await check('a watch that begins again starts from what the server says', () => {
  const told = [soFar('1', 'poll', { requests: 3, empty: 2, up: 900, down: 300, useful: 40 }), exchange('1', 5, { again: true })];
  const ledger = booked(...told, exchange('1', 9, { status: 204 }));
  same(figures(ledger.of('1', 0)), [4, 3, 1_000, 350, 40, 1_310]);
  for (const record of told) ledger.add(record, 0);
  same(figures(ledger.of('1', 0)), [3, 2, 900, 300, 40, 1_160]);
});

await check('a stream is one request, told when it opens and when it ends', () => {
  const ledger = booked(
    soFar('1', 'sse'),
    exchange('1', 5, { ended: null, up: 400, down: 150 }),
    { kind: 'chunk', connection: '1', exchange: 5, at: 1, size: bytes(EVENT) + 30, texts: [EVENT] },
    exchange('1', 5, { ended: 9, up: 400, down: 155 }),
  );
  same(figures(ledger.of('1', 0)), [1, 0, 400, 185 + bytes(EVENT), bytes(EVENT), 555 + 30]);
});

await check('a stream that runs when the watch begins is told as it opened, and is not in what was counted before', () => {
  const told = [soFar('1', 'sse', { requests: 2, up: 700, down: 400 }), exchange('1', 1, { ended: null, up: 400, down: 150 })];
  const ledger = booked(...told);
  same(figures(ledger.of('1', 0)), [3, 0, 1_100, 550, 0, 1_650]);
  for (const record of told) ledger.add(record, 0);
  ledger.add(exchange('1', 1, { up: 400, down: 155 }), 0);
  same(figures(ledger.of('1', 0)), [3, 0, 1_100, 555, 0, 1_655]);
});

await check('several events in one chunk and several lines in one body are all seen', () => {
  const ledger = booked(
    { kind: 'chunk', connection: '1', exchange: 5, at: 1, size: 300, texts: [EVENT, EVENT] },
    exchange('1', 6, { body_up: `${COMMAND}\n`, body_down: `${EVENT}\n${EVENT}\n{"type":"bye"}\n`, up: 500, down: 600 }),
  );
  same(ledger.of('1', 0).events, 4);
  same(ledger.of('1', 0).useful, 4 * bytes(EVENT) + bytes(COMMAND));
});

await check('the sum is the sum of all connections, and the feed itself is none', () => {
  const ledger = booked(exchange('1', 1), exchange('2', 2, { status: 204 }), { kind: 'dropped', count: 9 });
  same(ledger.connections, ['1', '2']);
  same(figures(ledger.sum(0)), [2, 1, 200, 100, 0, 300]);
  same(figures(ledger.of('3', 0)), [0, 0, 0, 0, 0, 0]);
});

await check('bytes a minute follow the last minute and are no guess from one moment', () => {
  const ledger = new Ledger();
  ledger.add(exchange('1', 1), 0);
  same(ledger.of('1', 0).perMinute, (150 / 5_000) * 60_000);
  for (let second = 1; second <= 120; second += 1) ledger.add(exchange('1', second), second * 1_000);
  same(Math.round(ledger.of('1', 120_000).perMinute), 9_000);
  same(ledger.of('1', 120_000).perSecond, 150);
  same(ledger.of('1', 200_000).perMinute, 0);
});

await check('the plain dialect and broken text are frames without numbers', () => {
  for (const text of ['hello', '12', 'null', '{"type":', '[]']) {
    const { seq, n, type } = readFrame(text);
    same([seq, n, type], [null, null, 'text'], text);
  }
  same(readLines('\n{"type":"a"}\r\n\n').map(({ type }) => type), ['a']);
  same(readFrame('{"type":"snapshot","seq":4}').seq, null);
});
