// What is promised by `common/rich_text.js`, `common/rich_text_view.js`.

const { tokenize } = await load('/common/rich_text.js');
const { richText } = await load('/common/rich_text_view.js');

/** `link:https://a.example/ text:!` and so on. */
const cut = (text) => tokenize(text).map((token) => `${token.type}:${token.text}`);

await check('plain text stays one piece', () => {
  same(cut('hello there'), ['text:hello there']);
  same(cut(''), []);
});

await check('only http and https are links', () => {
  for (const text of ['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,<b>', 'file:///etc/passwd', 'vbscript:x', 'blob:https:x']) {
    holds(tokenize(text).every(({ type }) => type !== 'link'), text);
  }
});

await check('a link inside another scheme leads only where it says', () => {
  const [link] = tokenize('javascript:alert(1)//https://a.example').filter(({ type }) => type === 'link');
  same([link.text, link.href], ['https://a.example', 'https://a.example/']);
});

await check('the sentence around a link is no part of it', () => {
  same(cut('see https://a.example/b, or (https://a.example/c_(d)).'), [
    'text:see ', 'link:https://a.example/b', 'text:, or (', 'link:https://a.example/c_(d)', 'text:).',
  ]);
});

await check('what only looks like a link is text', () => {
  same(cut('http:// and https://'), ['text:http:// and https://']);
});

await check('markers without a partner are text', () => {
  for (const text of ['**', '** a **', '`', '``', 'a ` b', '**a', 'a**', '****', '2 ** 3 ** 4']) same(cut(text), [`text:${text}`], text);
});

await check('nothing nests', () => {
  same(cut('`**a**`'), ['code:**a**']);
  same(cut('**`a`**'), ['bold:`a`']);
  same(cut('`https://a.example`'), ['code:https://a.example']);
});

await check('a fence keeps its rows, drops its language, and may stay open', () => {
  same(cut('so:\n```rust\nfn a() {\n}\n```'), ['text:so:\n', 'fence:fn a() {\n}']);
  same(cut('```\n**a** `b`'), ['fence:**a** `b`']);
});

await check('what a reader sees is what was written, but for the markers', () => {
  const random = seeded(11);
  const bits = ['a', ' ', '*', '**', '`', '```', '\n', 'https://a.example', '(', ')', '.', '<b>', '👩‍🚀', '\u202e'];
  const bare = (text) => text.replace(/[*`\n]/gu, '');
  for (let round = 0; round < 500; round += 1) {
    const text = Array.from({ length: 1 + Math.floor(random() * 12) }, () => bits[Math.floor(random() * bits.length)]).join('');
    same(bare(tokenize(text).map((token) => token.text).join('')), bare(text), JSON.stringify(text));
  }
});

await check('ten thousand markers take no time', () => {
  const begun = performance.now();
  for (const marker of ['*', '`', '**a', '```a', '(', 'http://', 'https://a(']) tokenize(marker.repeat(10_000));
  const took = performance.now() - begun;
  holds(took < 2_000, `${took} ms`);
});

await check('an attack becomes text and nothing else', () => {
  const attack = '<img src=x onerror=alert(1)> **<script>alert(2)</script>** `<b>` https://a.example/"onmouseover="alert(3)';
  const view = richText(attack);
  same([...view.querySelectorAll('*')].map(({ localName }) => localName), ['strong', 'code', 'a']);
  same(view.textContent, attack.replaceAll('**', '').replaceAll('`', ''));
  same(view.querySelector('a').getAttributeNames().sort(), ['href', 'rel', 'target']);
});
