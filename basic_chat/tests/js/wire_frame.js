// What is promised by `common/wire/anatomy.js`, `common/wire/row_filter.js`, `common/wire/curl.js`.

const { bytesOf, fieldsOf, parseHead, unmasked } = await load('/common/wire/anatomy.js');
const { EVERYTHING, filterOf, isEverything } = await load('/common/wire/row_filter.js');
const { asCurl, frameAsCurl } = await load('/common/wire/curl.js');

await check('the masked hello of the standard is read to the bit', () => {
  // RFC 6455, section 5.7: 0x81 0x85 0x37 0xfa 0x21 0x3d 0x7f 0x9f 0x4d 0x51 0x58 contains "Hello".
  const head = parseHead('818537fa213d');
  same([head.fin, head.rsv, head.meaning, head.isMasked, head.length, head.lengthBits], [true, 0, 'text', true, 5, 7]);
  same(head.key, [0x37, 0xfa, 0x21, 0x3d]);
  const steps = unmasked(head, [...new TextEncoder().encode('Hello')]);
  same(steps.map(({ masked }) => masked), bytesOf('7f9f4d5158'));
  same(steps.map(({ shown }) => shown).join(''), 'Hello');
});

await check('all three lengths', () => {
  same([parseHead('8a00').length, parseHead('8a00').meaning], [0, 'pong']);
  same([parseHead('827e0100').length, parseHead('827e0100').lengthBits], [256, 16]);
  same([parseHead('827f0000000000010000').length, parseHead('827f0000000000010000').lengthBits], [65_536, 64]);
  same(parseHead('81fe0100a1b2c3d4').key, [0xa1, 0xb2, 0xc3, 0xd4]);
});

await check('the fields are all bits of the head, each once and in order', () => {
  for (const hex of ['8105', '818537fa213d', 'c17e0100', '01ff0000000000010000a1b2c3d4']) {
    const bits = fieldsOf(parseHead(hex)).map((field) => field.bits).join('').replaceAll(' ', '');
    same(bits, bytesOf(hex).map((byte) => byte.toString(2).padStart(8, '0')).join(''), hex);
  }
});

await check('a frame from a server has no mask, and its payload is as it is', () => {
  const head = parseHead('8102');
  same(unmasked(head, [0x68, 0xc3]), [{ masked: 0x68, key: null, plain: 0x68, shown: 'h' }, { masked: 0xc3, key: null, plain: 0xc3, shown: '·' }]);
  same(fieldsOf(head).some(({ name }) => name === 'mask key'), false);
});

const row = (also) => ({ way: 'down', verb: 'receive', title: 'line', note: '', seq: null, n: null, text: '', ...also });

await check('a filter shows what all its parts allow', () => {
  const rows = [row({ seq: 12, text: '{"text":"Grüße"}' }), row({ way: 'up', verb: 'send', title: 'say', n: 4 }), row({ way: 'both', verb: 'open', title: 'GET 101' })];
  const found = (wish) => rows.filter(filterOf({ ...EVERYTHING, ...wish })).map(({ title }) => title);
  same(found({}), ['line', 'say', 'GET 101']);
  same(found({ way: 'up' }), ['say', 'GET 101']);
  same(found({ verb: 'receive' }), ['line']);
  same(found({ events: true }), ['line']);
  same(found({ text: 'GRÜSSE' }), []);
  same(found({ text: ' grüße ' }), ['line']);
  same(found({ text: '#12' }), ['line']);
  same(found({ text: 'n=4', way: 'down' }), []);
  holds(isEverything(EVERYTHING) && !isEverything({ ...EVERYTHING, events: true }), 'everything is everything');
});

await check('a line for the terminal survives quotes and leaves out what curl says itself', () => {
  const request = 'POST /rooms/class/send?connection=1-a HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nContent-Length: 9\r\nSec-Fetch-Mode: cors\r\n\r\n';
  same(asCurl({ method: 'POST', target: '/rooms/class/send?connection=1-a', request, body_up: "it's\n" }, 'http://h'),
    "curl -i -N -H 'Content-Type: text/plain' --data-binary 'it'\\''s\n' 'http://h/rooms/class/send?connection=1-a'");
  same(asCurl({ method: 'GET', target: '/x' }, 'http://h'), "curl -i -N 'http://h/x'");
  same(frameAsCurl('{"type":"say","text":"it\'s"}', 'a b', 'http://h'),
    `curl -d '{"type":"say","text":"it'\\''s"}' 'http://h/rooms/a%20b/send'`);
  same(frameAsCurl('{"type":"say","text":"hi","n":7}', 'a', 'http://h'), `curl -d '{"type":"say","text":"hi"}' 'http://h/rooms/a/send'`);
  same(frameAsCurl('hello', 'a', 'http://h'), "curl -d 'hello' 'http://h/rooms/a/send'");
});

await check('a handshake keeps the headers that make it one', () => {
  const request = 'GET /rooms/class/ws HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: k==\r\n\r\n';
  same(asCurl({ method: 'GET', target: '/rooms/class/ws', request }, 'http://h'),
    "curl -i -N --http1.1 -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Key: k==' 'http://h/rooms/class/ws'");
});
