// What is promised by `kanye/track.js`.

const { Track } = await load('/kanye/track.js');

function made(...samples) {
  const track = new Track();
  const [first, ...rest] = samples;
  track.startAt(...first);
  for (const sample of rest) track.add(...sample);
  return track;
}
const where = (track, time) => {
  const more = track.drawAt(time);
  return [track.x, track.y, more];
};

await check('between two samples a head is on the straight line between them', () => {
  const track = made([1_000, 0, 0], [1_033, 330, 33]);
  same(where(track, 1_010), [100, 10, true]);
  same(where(track, 1_033), [330, 33, false]);
});

await check('a head that has stopped stays where it stopped', () => {
  const track = made([1_000, 0, 0], [1_033, 330, 0], [1_066, 660, 0]);
  for (const time of [1_066, 1_100, 5_000, 1e9]) same(where(track, time), [660, 0, false]);
});

await check('before the first sample a head is at the first sample', () => {
  same(where(made([1_000, 7, 8], [1_033, 9, 9]), 500), [7, 8, true]);
});

await check('a head that stood for long sets out when it did, and not in between', () => {
  const track = made([1_000, 0, 0], [11_000, 3_300, 0]);
  same(where(track, 6_000), [0, 0, true], 'it still stands');
  same(where(track, 10_967), [0, 0, true]);
  same(where(track, 10_977)[0], 1_000, 'it is on its way');
});

await check('whatever comes, in whatever order and rhythm, a head never leaves the way it was seen on', () => {
  for (let seed = 1; seed <= 50; seed += 1) {
    const random = seeded(seed);
    const track = made([0, 1_000, 1_000]);
    const seen = [[1_000, 1_000]];
    for (let at = 0; at < 3_000; ) {
      at += Math.floor(random() * random() * 200) - (random() < 0.1 ? 40 : 0);
      const [x, y] = [random() * 65_535, random() * 65_535];
      seen.push([x, y]);
      track.add(at, x, y);
      track.drawAt(at - 66 - random() * 50);
      const inside = (axis, value) => value >= Math.min(...seen.map((spot) => spot[axis])) && value <= Math.max(...seen.map((spot) => spot[axis]));
      holds(inside(0, track.x) && inside(1, track.y), `seed ${seed} at ${at}`);
    }
    track.drawAt(10_000);
    same([track.x, track.y], seen.at(-1), `seed ${seed}, in the end`);
  }
});

await check('two samples of one millisecond are one, the newer', () => {
  same(where(made([1_000, 0, 0], [1_033, 1, 1], [1_033, 5, 5]), 1_033), [5, 5, false]);
});

await check('a head that moves for hours is remembered no further back than it is drawn', () => {
  const track = made([0, 0, 0]);
  for (let at = 33; at < 100_000; at += 33) track.add(at, at, at);
  same(where(track, 99_000)[0] > 98_000, true);
  holds(where(track, 0)[0] > 98_000, 'the oldest that is kept');
});
