// What is promised by `music/engine/wav.js`.

const { encodeWav } = await load('/music/engine/wav.js');

await check('a WAV file says what it is, and holds its samples in turn', () => {
  const view = new DataView(encodeWav([Float32Array.of(0, 1, -1, 0.5), Float32Array.of(0, -0.5, 2, -2)], 44_100));
  const text = (at) => String.fromCharCode(...[0, 1, 2, 3].map((index) => view.getUint8(at + index)));
  same([text(0), text(8), text(12), text(36)], ['RIFF', 'WAVE', 'fmt ', 'data']);
  same([view.getUint32(4, true), view.byteLength], [52, 60]);
  same([view.getUint16(20, true), view.getUint16(22, true), view.getUint32(24, true), view.getUint32(28, true)], [1, 2, 44_100, 176_400]);
  same([view.getUint16(32, true), view.getUint16(34, true), view.getUint32(40, true)], [4, 16, 16]);
  const samples = Array.from({ length: 8 }, (_, index) => view.getInt16(44 + 2 * index, true));
  same(samples, [0, 0, 32_767, -16_383, -32_767, 32_767, 16_384, -32_767]);
});
