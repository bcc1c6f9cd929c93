const { Transport, beatAt, timeOfBeat } = await load('/music/engine/transport.js');

const vector = (version, at, beat, playing = true, bpm = 120) => ({ version, at, beat, bpm, playing });

await check('before anything is known, nothing plays', () => {
  const transport = new Transport();
  same([transport.isPlaying(0), transport.position(5_000), transport.nextStep(0)], [false, 0, null]);
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

await check('the next step is on the grid, and that of the vector which is then in force', () => {
  const transport = new Transport();
  transport.reset(vector(1, 0, 0));
  transport.apply(vector(2, 1_000, 2, true, 60));
  same([transport.nextStep(0), transport.nextStep(1), transport.nextStep(990), transport.nextStep(1_001)], [
    { step: 0, at: 0 }, { step: 1, at: 125 }, { step: 8, at: 1_000 }, { step: 9, at: 1_250 },
  ]);
});

await check('a position and its time are each other\'s inverse at any tempo', () => {
  for (let bpm = 40; bpm <= 240; bpm += 7) {
    const playing = vector(1, 123_456.789, 3.5, true, bpm);
    near(beatAt(playing, timeOfBeat(playing, 1_000.25)), 1_000.25, 1e-9, `${bpm}`);
  }
});
