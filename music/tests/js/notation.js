// What is promised by `music/engine/link.js`, `music/engine/notation.js`.

const { decodeLink, encodeLink } = await load('/music/engine/link.js');
const { fromNotation, parseSong, toNotation } = await load('/music/engine/notation.js');

const song = () => ({ format: 'websockets-notes.song', version: 1, bpm: 110, swing: 20, mute: ['clap'], solo: [], patterns: { A: { kick: 'X...x...X...x...', bass: 'x...............', bass_notes: '5000000000000000' } } });
/** The sentence that a song is refused with, once something in it was changed. */
const refused = (change) => {
  const changed = song();
  change(changed);
  return refusal(() => fromNotation(changed));
};

await check('what is written is read again, and every preset is a song', () => {
  for (const preset of PRESETS) {
    const read = fromNotation(preset.song);
    same(toNotation(fromNotation(toNotation(read))), toNotation(read), preset.name);
    same(toNotation(decodeLink(encodeLink(read))), toNotation(read), preset.name);
  }
});

await check('a missing track is empty, a missing pattern is not there', () => {
  const { patterns, mute } = fromNotation(song());
  same(patterns.map((cells) => cells && Array.from(cells).filter(Boolean)), [[3, 2, 3, 2, 22], null, null, null]);
  same(mute.indexOf(true), 4);
});

await check('whatever is wrong is told with its field and with what is wanted', () => {
  const told = [
    [() => parseSong('{'), 'This is not JSON.'],
    [() => fromNotation([]), 'object'],
    [() => fromNotation(null), 'object'],
  ].map(([attempt, word]) => [refusal(attempt), word]);
  told.push(
    [refused((s) => (s.format = 'midi')), '"format"'],
    [refused((s) => (s.version = 2)), '"version"'],
    [refused((s) => (s.bpm = 39)), '"bpm" must be a whole number from 40 to 240'],
    [refused((s) => (s.bpm = 110.5)), '"bpm"'],
    [refused((s) => (s.bpm = '110')), '"bpm"'],
    [refused((s) => delete s.swing), '"swing" must be a whole number from 0 to 60'],
    [refused((s) => (s.mute = ['cowbell'])), '"mute" names "cowbell"'],
    [refused((s) => (s.solo = 'kick')), '"solo" must be a list'],
    [refused((s) => (s.patterns = {})), 'at least one'],
    [refused((s) => (s.patterns.E = {})), '"E"'],
    [refused((s) => (s.patterns.B = 'x')), 'Pattern B'],
    [refused((s) => (s.patterns.A.cowbell = 'x')), '"cowbell"'],
    [refused((s) => (s.patterns.A.kick = 'X')), '"kick" of pattern A must be 16 characters'],
    [refused((s) => (s.patterns.A.kick = 'X...y...X...x...')), '"y" at step 5'],
    [refused((s) => (s.patterns.A.bass_notes = '8000000000000000')), '"8" at step 1'],
    [refused((s) => (s.patterns.A.bass_notes = '5700000000000000')), '"bass_notes" of pattern A must be 0 at step 2'],
    [refused((s) => delete s.mute), '"mute" must be a list'],
    [refused((s) => (s.colour = 'red')), '"colour"'],
  );
  for (const [sentence, word] of told) holds(sentence.includes(word), `${sentence} (${word})`);
});
