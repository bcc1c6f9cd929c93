// What is promised by `music/engine/events.js`, `music/engine/link.js`, `music/engine/notation.js`.

const { eventList } = await load('/music/engine/events.js');
const { decodeLink, encodeLink } = await load('/music/engine/link.js');
const { fromNotation, toNotation } = await load('/music/engine/notation.js');
const { estimate, recent } = await load('/common/clock_estimate.js');

for (const { name, cells, swing, mute, solo, events } of EVENTS) {
  await check(`event list: ${name}`, () => same(eventList({ cells, swing, mute, solo }), events));
}

for (const { name, song, link, problem } of LINKS) {
  if (problem) {
    await check(`a link is refused: ${name}`, () => holds(refusal(() => decodeLink(link)).endsWith('.'), 'a sentence'));
    continue;
  }
  await check(`a song is the same in a link and as JSON: ${name}`, () => {
    same(encodeLink(fromNotation(song)), link);
    same(toNotation(decodeLink(link)), toNotation(fromNotation(song)));
  });
}

await check('a link with one pattern is short enough to be read over the phone', () => {
  const [{ song }] = PRESETS;
  const { A } = song.patterns;
  holds(encodeLink(fromNotation({ ...song, patterns: { A } })).length === 67, 'a link of one pattern');
});

await check('a link that was damaged in any one place is refused, and called damaged', () => {
  const { link } = LINKS[0];
  const random = seeded(4);
  for (let attempt = 0; attempt < 2_000; attempt += 1) {
    const at = Math.floor(random() * link.length);
    const damaged = link.slice(0, at) + String.fromCharCode(33 + random() * 94) + link.slice(at + 1);
    if (damaged === link) continue;
    same(refusal(() => decodeLink(damaged)), 'This link is damaged or not complete.', damaged);
  }
});

await check('a text that is longer than any link is refused before anybody reads it', () => {
  const text = { length: 244, [Symbol.iterator]: () => holds(false, 'it was read') };
  same(refusal(() => decodeLink(text)), 'This link is damaged or not complete.');
});

for (const { name, exchanges, offset, slope_ppm: slope, error } of CLOCK) {
  await check(`clock: ${name}`, () => {
    const guess = estimate(recent(exchanges));
    near(guess.offset, offset, 1e-6, 'offset');
    near(guess.slope * 1e6, slope, 1e-6, 'slope');
    near(guess.error, error, 1e-6, 'error');
  });
}
