// What is promised by `basic_chat/commands.js`, `basic_chat/measure.js`.

const { COMMANDS, howToFinish, parse, readVoice, suggest } = await load('/basic_chat/commands.js');
const { measure } = await load('/basic_chat/measure.js');

const isVoice = (word) => word === 'zarvox';
const wish = (typed) => parse(typed, isVoice);

await check('a line is a line', () => {
  same(wish('hello /nick you'), { kind: 'say', text: 'hello /nick you' });
  same(wish('   '), { kind: 'nothing' });
});

await check('a path or a number after a slash is no command', () => {
  for (const text of ['/etc/passwd', '/ 2', '//', '/2', '1/2']) same(wish(text).kind, 'say', text);
});

await check('an unknown command is not sent to everybody', () => {
  same(wish('/kick Bob'), { kind: 'unknown', word: 'kick' });
  same(wish('/Nick').kind, 'incomplete', 'a capital letter may be a voice of another device');
});

await check('/nick and /me', () => {
  same(wish('/nick  Ada L. '), { kind: 'rename', name: 'Ada L.' });
  same(wish('/me waves'), { kind: 'say', text: 'waves', me: true });
  same([wish('/nick'), wish('/me ')].map(({ kind }) => kind), ['incomplete', 'incomplete']);
  same(wish('/help'), { kind: 'help' });
});

await check('a command without its text is answered with how to go on', () => {
  for (const { word, alone } of COMMANDS) if (!alone) holds(howToFinish(word.slice(1)).includes(word), word);
});

await check('a line for a voice travels whole, so that each device finds its own voice', () => {
  same(wish('/Victoria hello'), { kind: 'say', text: '/Victoria hello' });
  same(wish('/zarvox hello'), { kind: 'say', text: '/zarvox hello' });
  same(wish('/Victoria').kind, 'incomplete');
});

await check('the word for the voice is neither shown nor read', () => {
  same(readVoice('/Victoria hello\nthere'), { voice: 'Victoria', text: 'hello\nthere' });
  same(readVoice('/Google_UK_English hi'), { voice: 'Google UK English', text: 'hi' });
  same(readVoice('hello /Victoria'), { voice: null, text: 'hello /Victoria' });
});

await check('what the menu offers can be typed as it stands', () => {
  const voices = ['Victoria', 'Google UK English Female', 'Amélie (fr-CA)'];
  const offered = suggest('/', voices).map(({ word }) => word);
  same(offered, ['/nick', '/me', '/Victoria', '/help', '/Google_UK_English_Female', '/Amélie_fr-CA_']);
  same(suggest('/GOO', voices).map(({ word }) => word), ['/Google_UK_English_Female']);
  same([suggest('hello', voices), suggest('/me waves', voices)], [[], []]);
});

await check('a character is what a reader calls one', () => {
  const limits = { text: 3, text_bytes: 2_000, text_lines: 5 };
  for (const three of ['abc', '👩‍👩‍👧‍👦👍🏽🇦🇹', 'e\u0301e\u0301e\u0301', 'नमस']) holds(measure(three, limits).fits, three);
  same(measure('👩‍👩‍👧‍👦👍🏽🇦🇹a', limits), { fits: false, notice: '1 too many; a line has at most 3 characters' });
});

await check('bytes and rows are limited as well', () => {
  const limits = { text: 500, text_bytes: 100, text_lines: 2 };
  same([measure('a\nb', limits).fits, measure('a\nb\nc', limits).fits], [true, false]);
  holds(!measure('👩‍👩‍👧‍👦'.repeat(5), limits).fits, 'five characters of 25 bytes');
});

await check('the count is shown once it matters', () => {
  const limits = { text: 500, text_bytes: 2_000, text_lines: 5 };
  same(measure('a'.repeat(399), limits).notice, '');
  same(measure('a'.repeat(400), limits).notice, '100 left');
});
