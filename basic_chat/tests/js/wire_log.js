// What is promised by `common/wire/wire_log.js`, `common/wire/rows.js`, `common/wire/arrivals.js`.

const { WireLog, MOST_ROWS } = await load('/common/wire/wire_log.js');
const { Ledger } = await load('/common/wire/ledger.js');

const bytes = (text) => new TextEncoder().encode(text).length;
const event = (seq, at, also = {}) => JSON.stringify({ type: 'line', text: 'hi', seq, at, from: 1, ...also });
const soFar = (connection, transport) => ({ kind: 'so_far', connection, transport, requests: 0, empty: 0, up: 0, down: 0, useful: 0 });
const frame = (text, at, also = {}) =>
  ({ kind: 'frame', connection: '1', way: 'down', at, head: '817e0100', size: bytes(text) + 4, text, ...also });
const exchange = (also) =>
  ({ kind: 'exchange', connection: '1', id: 5, method: 'GET', target: '/rooms/class/poll', status: 200, began: 10, ended: 20, up: 300, down: 200, held: 0, ...also });

/** The server's clock is 1,000 ms ahead of the page's. */
function made(transport = 'websocket') {
  const log = new WireLog({ serverTime: (page) => page + 1_000, onChange() {} });
  log.add(soFar('1', transport), 0);
  return log;
}
const seen = (log) => log.rows.map(({ verb, way, title, note, bytes: size, seq, latency }) => [verb, way, title, note, size, seq, latency]);

await check('an event counts from when it happened until it was here, whichever of the two is told first', () => {
  for (const pageFirst of [true, false]) {
    const log = made();
    const text = event(7, 1_500);
    const acts = [() => log.heard(JSON.parse(text), 512), () => log.add(frame(text, 1_508), 513)];
    for (const act of pageFirst ? acts : acts.reverse()) act();
    same(seen(log), [['receive', 'down', 'line', '', bytes(text) + 4, 7, 12]]);
  }
});

await check('what goes up counts from when it was said until the server had it', () => {
  const log = made();
  log.sent({ type: 'say', text: 'hi', n: 3 }, 100);
  log.add(frame('{"type":"say","text":"hi","n":3}', 1_104, { way: 'up', head: '8' + '1a0' }), 110);
  same(seen(log)[0], ['send', 'up', 'say', '', 36, null, 4]);
});

await check('what the page never saw has no latency', () => {
  const log = made();
  log.add(frame(event(7, 1_500), 1_508), 0);
  log.heard(JSON.parse(event(8, 1_500)), 512);
  same(log.rows[0].latency, null);
});

await check('two frames of one text cannot be told apart, so neither has a latency', () => {
  const log = made();
  const text = '{"type":"typing","on":true}';
  log.sent(JSON.parse(text), 1);
  log.sent(JSON.parse(text), 2);
  for (const at of [1_003, 1_004]) log.add(frame(text, at, { way: 'up' }), 5);
  same(log.rows.map(({ latency }) => latency), [null, null]);
  log.sent(JSON.parse(text), 50_000);
  log.add(frame(text, 51_003, { way: 'up' }), 50_004);
  same(log.rows.at(-1).latency, 3);
});

await check('what happened before we were let in is a replay, and what comes twice is said to', () => {
  const log = made('poll');
  log.heard({ type: 'welcome', now: 2_000 }, 1_000);
  const [old, fresh] = [event(1, 1_900), event(2, 2_100)];
  log.add(exchange({ body_down: `${old}\n${fresh}\n` }), 0);
  log.add(exchange({ id: 6, body_down: `${fresh}\n` }), 0);
  log.heard(JSON.parse(fresh), 1_130);
  same(log.rows.map(({ note, latency }) => [note, latency]), [['answered at once', null], ['replayed', null], ['', 30], ['answered at once', null], ['again', null]]);
});

await check('the bytes of the rows are the bytes of the ledger, for every kind of record', () => {
  const records = [
    exchange({ id: 1, status: 101, ended: null }),
    frame(event(1, 0), 1), frame('{"type":"clock","t0":1}', 2, { way: 'up' }), frame(undefined, 3, { head: '8a00', size: 2, text: undefined }),
    exchange({ id: 2, ended: null, up: 250, down: 140 }),
    { kind: 'chunk', connection: '1', exchange: 2, at: 5, size: 333, texts: [event(2, 0), event(3, 0), '{"type":"ping","now":1}'] },
    { kind: 'chunk', connection: '1', exchange: 2, at: 6, size: 14, texts: [] },
    exchange({ id: 2, ended: 9, up: 250, down: 145 }),
    exchange({ id: 3, method: 'POST', body_up: '{"type":"say","n":1}', body_down: '{"type":"ack","n":1}\n', up: 400, down: 300 }),
    exchange({ id: 4, method: 'POST', body_up: '{"type":"say","n":2}\n{"type":"say","n":3}\n', status: 204, up: 400, down: 90 }),
    exchange({ id: 5, status: 204, held: 3_200 }),
    exchange({ id: 6, body_down: `${event(4, 0)}\n${event(5, 0)}`, up: 200, down: 900, cut: true }),
  ];
  const log = made();
  const ledger = new Ledger();
  for (const record of records) {
    log.add(record, 0);
    ledger.add(record, 0);
  }
  const { up, down } = ledger.sum(0);
  same(log.rows.reduce((sum, row) => sum + row.bytes, 0), up + down);
});

await check('the framing of a chunk goes to its first event', () => {
  const log = made('sse');
  const [one, two] = [event(1, 0), event(2, 0)];
  log.add({ kind: 'chunk', connection: '1', exchange: 2, at: 5, size: bytes(one) + bytes(two) + 40, texts: [one, two] }, 0);
  same(log.rows.map(({ bytes: size, seq }) => [size, seq]), [[bytes(one) + 40, 1], [bytes(two), 2]]);
});

await check('a held request says how long, and an empty answer that it was empty', () => {
  const log = made('long_poll');
  log.add(exchange({ id: 1, status: 204, held: 24_980 }), 0);
  log.add(exchange({ id: 2, held: 3_240, body_down: `${event(1, 0)}\n` }), 0);
  log.add(exchange({ id: 3, status: 204, held: 0 }), 0);
  const requests = log.rows.filter(({ kind }) => kind === 'request');
  same(requests.map(({ note, isEmpty }) => [note, isEmpty]), [['held 25 s, then empty', true], ['held 3.2 s, then answered', false], ['empty at once', true]]);
});

await check('open and close are the lecture\'s words, with code and reason', () => {
  const log = made();
  log.opening('websocket', 5);
  log.add(exchange({ status: 101, ended: null }), 5);
  log.add(frame(undefined, 6, { head: '8805', size: 7, text: undefined, hex: '0fa1686579' }), 6);
  log.closed({ kind: 'websocket', code: 4001, reason: 'hey' }, 7);
  same(seen(log).map(([verb, , title, note]) => [verb, title, note]), [
    ['open', 'new WebSocket', ''],
    ['open', 'GET 101', 'no HTTP from here on'],
    ['close', 'close frame', '4001 hey'],
    ['close', 'closed', '4001 hey'],
  ]);
});

await check('a stream has a row when it opens and one when it ends; the opening told again has none', () => {
  const log = made('sse');
  const opening = exchange({ ended: null, up: 250, down: 140 });
  log.add(opening, 0);
  log.add(opening, 0);
  log.add(exchange({ ended: 90, up: 250, down: 145 }), 0);
  same(seen(log).map(([verb, way, title, , size]) => [verb, way, title, size]), [['open', 'both', 'GET 200', 390], ['close', 'down', 'GET 200', 5]]);
});

await check('the opening that was not watched is still an opening', () => {
  const log = made('poll');
  log.add(exchange({ id: 1, again: true, body_up: undefined, body_down: undefined }), 0);
  log.add(exchange({ id: 2, status: null, held: null, ended: 20, aborted: true, answer: '' }), 0);
  same(seen(log).map(([verb, , title]) => [verb, title]), [['open', 'GET 200'], ['receive', 'GET cut off']]);
});

await check('a frame of which only a part was seen says so', () => {
  const log = made();
  log.add({ kind: 'frame', connection: '1', way: 'down', at: 1, head: '', size: 70, hex: '7b', torn: true }, 0);
  same(seen(log)[0].slice(0, 5), ['receive', 'down', 'part of a frame', 'the rest did not pass while it was watched', 70]);
});

await check('at most 2,000 rows are kept, and every lost one is counted', () => {
  const log = made();
  for (let seq = 1; seq <= MOST_ROWS + 300; seq += 1) log.add(frame(event(seq, 0), 0), 0);
  log.add({ kind: 'dropped', count: 12 }, 0);
  same([log.rows.length, log.rows[0].seq, log.forgotten, log.missed], [MOST_ROWS, 301, 300, 12]);
});

await check('in a pause rows wait and are counted, and none is lost', () => {
  const log = made();
  log.add(frame(event(1, 0), 0), 0);
  log.pause(true);
  same(log.waiting, 0);
  for (let seq = 2; seq <= 4; seq += 1) log.add(frame(event(seq, 1_000), 0), 0);
  same([log.rows.length, log.waiting], [1, 3]);
  log.heard(JSON.parse(event(3, 1_000)), 9);
  log.pause(false);
  same(log.rows.map(({ seq, latency }) => [seq, latency]), [[1, null], [2, null], [3, 9], [4, null]]);
  same(log.waiting, null);
});

await check('a long pause forgets the oldest that wait, and counts them', () => {
  const log = made();
  log.pause(true);
  for (let seq = 1; seq <= MOST_ROWS + 5; seq += 1) log.add(frame(event(seq, 0), 0), 0);
  same([log.waiting, log.forgotten], [MOST_ROWS, 5]);
});
