// What is promised by `common/wire/lanes.js`, `common/wire/units.js`.

const { shapesOf } = await load('/common/wire/lanes.js');
const { bytesText, millisecondsText } = await load('/common/wire/units.js');

const SPAN = 10_000;
const NOW = 100_000;
const frame = (transport, at, also) => ({ kind: 'frame', transport, at, way: 'down', seq: null, isEmpty: false, record: {}, ...also });
const request = (transport, began, ended, also) =>
  ({ kind: 'request', verb: 'receive', transport, at: began, way: 'both', seq: null, isEmpty: false, record: { method: 'GET', began, ended }, ...also });
const told = (shapes) => shapes.map(({ shape, from, to, way }) => [shape, from, to, way]);

await check('a WebSocket is a pipe with ticks both ways, and an open one reaches the right edge', () => {
  const rows = [frame('websocket', NOW - 300, { way: 'up' }), frame('websocket', NOW - 100, { seq: 4 })];
  const shapes = shapesOf(rows, [{ transport: 'websocket', from: NOW - 50_000, to: null }], NOW, SPAN);
  same(told(shapes), [['pipe', SPAN, 0, 'both'], ['tick', 300, 300, 'up'], ['tick', 100, 100, 'down']]);
  same(shapes.map(({ isEvent }) => isEvent), [false, false, true]);
});

await check('a poll is a bar from question to answer, and a POST goes up', () => {
  const rows = [request('poll', NOW - 2_010, NOW - 2_000, { isEmpty: true }), request('poll', NOW - 90, NOW - 80, { record: { method: 'POST', began: NOW - 90, ended: NOW - 80 } })];
  const shapes = shapesOf(rows, [{ transport: 'poll', from: NOW - 3_000, to: null }], NOW, SPAN);
  same(told(shapes), [['bar', 2_010, 2_000, 'down'], ['bar', 90, 80, 'up']]);
});

await check('a long poll that is not answered yet is held since the last answer', () => {
  const stretch = { transport: 'long_poll', from: NOW - 8_000, to: null };
  same(told(shapesOf([], [stretch], NOW, SPAN)), [['hold', 8_000, 0, 'both']]);
  const rows = [request('long_poll', NOW - 25_000, NOW - 700)];
  same(told(shapesOf(rows, [{ ...stretch, from: NOW - 60_000 }], NOW, SPAN)), [['hold', 700, 0, 'both'], ['bar', SPAN, 700, 'down']]);
});

await check('what ended has an end, and is forgotten with the time', () => {
  const shapes = shapesOf([], [{ transport: 'sse', from: 0, to: NOW - SPAN - 1 }, { transport: 'sse', from: NOW - 900, to: NOW - 400 }], NOW, SPAN);
  same(told(shapes), [['stream', 900, 400, 'both'], ['end', 400, 400, 'both']]);
});

await check('what is older than the strip is not drawn, however many rows there are', () => {
  const rows = Array.from({ length: 2_000 }, (_, index) => frame('websocket', NOW - 2_000_000 + 1_000 * index));
  same(shapesOf(rows, [], NOW, SPAN).length, 10);
});

await check('numbers have units and no false precision', () => {
  same([0, 59, 1_234, 42_940, 123_456, 7_654_321].map(bytesText), ['0 B', '59 B', '1\u202f234 B', '42.9 kB', '123 kB', '7.7 MB']);
  same([0.04, -0.02, 2.14, 9.96, 480, 31_200, -1.26].map(millisecondsText), ['0.0 ms', '0.0 ms', '2.1 ms', '10 ms', '480 ms', '31.2 s', '−1.3 ms']);
});
