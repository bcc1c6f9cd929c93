// What is promised by `music/engine/transport.js`.

const { Transport, beatAt, timeOfBeat } = await load('/music/engine/transport.js');

const vector = (version, at, beat, playing = true, bpm = 120) => ({ version, at, beat, bpm, playing });

await check('before anything is known, nothing plays', () => {
  const transport = new Transport();
  same([transport.isPlaying(0), transport.position(5_000), transport.pending(0)], [false, 0, null]);
});

await check('whoever joins late computes the position', () => {
  const transport = new Transport();
  transport.reset(vector(3, 1_000, 4));
  same([transport.position(2_000), transport.position(61_000)], [6, 124]);
});

await check('a change that is announced is not in force before its time', () => {
  const transport = new Transport();
  transport.reset(vector(1, 0, 0, false));
  same(transport.apply(vector(2, 1_000, 8)), true);
  same([transport.isPlaying(999), transport.position(999), transport.pending(999).version], [false, 0, 2]);
  same([transport.isPlaying(1_000), transport.position(1_500), transport.pending(1_000)], [true, 9, null]);
});

await check('a change of tempo goes on from where the music was', () => {
  const transport = new Transport();
  transport.reset(vector(1, 0, 0));
  transport.apply(vector(2, 1_000, 2, true, 240));
  same([transport.position(500), transport.position(1_000), transport.position(1_500)], [1, 2, 4]);
});

await check('whoever joins while a change is announced has what is in force until then', () => {
  const transport = new Transport();
  transport.reset(vector(4, 3_000, 8, false), [vector(2, 0, 0), vector(3, 1_000, 2, true, 240)]);
  same([500, 1_500, 3_000].map((time) => transport.position(time)), [1, 4, 8]);
  same([2_999, 3_000].map((time) => transport.isPlaying(time)), [true, false]);
});

await check('many quick changes do not push out the vector that is in force', () => {
  const transport = new Transport();
  transport.reset(vector(1, 0, 0));
  for (let version = 2; version < 100; version += 1) transport.apply(vector(version, 1_500 + version, 0), 1_000);
  same([transport.inForce(1_000).version, transport.position(1_000)], [1, 2]);
  same(transport.spans(0, 5_000).length, 99);
});

await check('what was long ago is forgotten, however often somebody changes the tempo', () => {
  const transport = new Transport();
  for (let version = 1; version < 1_000; version += 1) transport.apply(vector(version, version * 300, version), version * 300 - 200);
  holds(transport.spans(-Infinity, Infinity).length < 40, 'a bounded past');
  same(transport.inForce(999 * 300 - 200).version, 998);
});

await check('an old vector that comes again is no news', () => {
  const transport = new Transport();
  transport.reset(vector(5, 0, 0));
  same([transport.apply(vector(5, 100, 7)), transport.apply(vector(4, 100, 7)), transport.position(0)], [false, false, 0]);
});

await check('whoever changes their mind before it began replaces what was announced', () => {
  const transport = new Transport();
  transport.reset(vector(1, 0, 0, false));
  transport.apply(vector(2, 1_000, 0));
  transport.apply(vector(3, 1_000, 16));
  same(transport.spans(0, 3_000).map(({ vector: { version }, from, to }) => [version, from, to]), [[1, 0, 1_000], [3, 1_000, 3_000]]);
});

await check('a position and its time are each other\'s inverse at any tempo', () => {
  for (let bpm = 40; bpm <= 240; bpm += 7) {
    const playing = vector(1, 123_456.789, 3.5, true, bpm);
    near(beatAt(playing, timeOfBeat(playing, 1_000.25)), 1_000.25, 1e-9, `${bpm}`);
  }
});
