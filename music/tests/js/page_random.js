// What is promised by `music/random_groove.js`, `music/engine/events.js`, `music/levels.js`.

const { randomGroove } = await load('/music/random_groove.js');
const { cellValue, isMelodic, levelOf, noteOf } = await load('/music/engine/events.js');
const { fitTrack } = await load('/music/levels.js');
const { songToTakeHome, describe } = await load('/music/home/song_file.js');
const { overlap } = await load('/music/home/wav_file.js');

await check('every random groove is one that the room takes, and none is empty or full', () => {
  for (let seed = 0; seed < 200; seed += 1) {
    const groove = randomGroove(seeded(seed));
    same(groove.length, 128);
    groove.forEach((value, index) => {
      const track = index >> 4;
      holds(value === cellValue(levelOf(value), noteOf(value)) && value < 32, `${value} in cell ${index}`);
      holds(isMelodic(track) || noteOf(value) === 0, `a note for drum ${track}`);
    });
    const on = groove.filter((value) => levelOf(value) > 0).length;
    holds(on > 12 && on < 90, `${on} cells are on with seed ${seed}`);
  }
});

await check('a row copied from bass to drum leaves its notes behind', () => same([fitTrack(0, 14), fitTrack(7, 14)], [2, 14]));

await check('empty patterns stay behind, but a song is never without any', () => {
  const empty = new Array(128).fill(0);
  const full = empty.with(3, 2);
  const take = (shown) => songToTakeHome({ shown, swing: 0, mute: [], solo: [] }, { bpm: 100, pattern: 2 }).patterns.map(Boolean);
  same(take([empty, full, empty, full]), [false, true, false, true]);
  same(take([empty, empty, empty, empty]), [false, false, true, false]);
});

await check('a song is described in words', () => {
  same(describe({ bpm: 90, swing: 20, patterns: [[], null, [], null] }), '90 bpm, swing 20 %, patterns A and C');
  same(describe({ bpm: 90, swing: 0, patterns: [[], null, null, null] }), '90 bpm, pattern A');
});

await check('what still rings goes on under the next pattern', () => {
  same([...overlap([Float32Array.of(1, 1, 1), Float32Array.of(2, 2, 2)], 2)], [1, 1, 3, 2, 2]);
});
