// What is promised by `common/wire/sources.js`, `common/wire/source_text.js`.

const { SOURCES, sourcesOf } = await load('/common/wire/sources.js');
const { countOf, cutOut } = await load('/common/wire/source_text.js');

const all = Object.entries(SOURCES).flatMap(([transport, verbs]) =>
  Object.entries(verbs).flatMap(([verb, places]) => places.map((place) => ({ transport, verb, ...place }))));
const texts = new Map();
for (const path of new Set(all.map(({ path }) => path))) {
  const answer = await fetch(path);
  texts.set(path, answer.ok ? await answer.text() : null);
}

for (const [path, text] of texts) {
  await check(`${path} is served as it runs, and each function named is in it exactly once`, () => {
    holds(text !== null, 'no such file');
    for (const { anchor } of all.filter((place) => place.path === path)) {
      same(countOf(text, anchor), 1, anchor);
      const { lines } = cutOut(text, anchor);
      holds(lines.length > 1 && lines.length < 90, `${anchor}: ${lines.length} lines`);
      holds(/^[)\]]*\}/u.test(lines.at(-1)), `${anchor} ends with ${lines.at(-1)}`);
    }
  });
}

await check('each transport says of each of the four words who does it, on both sides', () => {
  for (const [transport, verbs] of Object.entries(SOURCES)) {
    same(Object.keys(verbs).sort(), ['close', 'open', 'receive', 'send'], transport);
    for (const [verb, places] of Object.entries(verbs)) same([...new Set(places.map(({ side }) => side))].sort(), ['page', 'server'], `${transport} ${verb}`);
  }
});

await check('what the page did itself shows the page alone, and the unknown nothing', () => {
  same(sourcesOf({ transport: 'websocket', verb: 'close', kind: 'page' }).every(({ side }) => side === 'page'), true);
  same(sourcesOf({ transport: 'pigeon', verb: 'send', kind: 'frame' }), []);
});

await check('a function is cut out with what is said above it, and nothing else', () => {
  const text = 'a\n\n  // Why.\n  #[inline]\n  fn go(\n      x: u8,\n  ) {\n      if x {\n      }\n  }\n\n  fn other() {\n  }\n';
  same(cutOut(text, 'fn go('), { from: 3, lines: ['// Why.', '#[inline]', 'fn go(', '    x: u8,', ') {', '    if x {', '    }', '}'] });
  same(cutOut(text, 'fn '), null);
  same(cutOut(text, 'fn never'), null);
});
