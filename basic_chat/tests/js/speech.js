// What is promised by `basic_chat/speech/script.js`, `basic_chat/speech/voices.js`, `basic_chat/speech/caption.js`.

const { pieces, spoken } = await load('/basic_chat/speech/script.js');
const { chooseVoice } = await load('/basic_chat/speech/voices.js');
const { voiceNote } = await load('/basic_chat/speech/caption.js');

await check('no piece is longer than 160, and none of the text is lost', () => {
  const random = seeded(2);
  const words = ['word', 'a', 'sentence.', 'clause,', 'x'.repeat(200), '👩‍🚀', '…'];
  for (let round = 0; round < 300; round += 1) {
    const text = Array.from({ length: Math.floor(random() * 80) }, () => words[Math.floor(random() * words.length)]).join(' ');
    const made = pieces(text);
    same(made.join(''), text);
    holds(made.every((piece) => piece.length > 0 && piece.length <= 160), `lengths ${made.map((piece) => piece.length)}`);
  }
});

await check('a cut falls after a sentence, else after a comma, else between words', () => {
  const word = 'word '.repeat(20); // 100 characters
  same(pieces(`${word}end. ${word}`)[0], `${word}end. `);
  same(pieces(`${word}end, ${word}`)[0], `${word}end, `);
  same(pieces(word.repeat(2))[0], 'word '.repeat(32));
});

await check('no character is cut in two', () => {
  for (const piece of pieces(`a${'👍'.repeat(200)}`)) holds(piece.isWellFormed(), JSON.stringify(piece));
});

await check('links and code are named, not spelled', () => {
  same(spoken('look https://a.example/b?c=d#e\n```\nlet a;\n``` **now** `x`'), 'look link to a.example some code now x');
});

const list = (...names) => names.map(([name, lang, isDefault = false]) => ({ name, lang, default: isDefault }));
const VOICES = list(['Vic', 'de-DE'], ['Victoria Premium', 'en-US'], ['Victoria', 'en-US'], ['Daniel', 'en-GB'],
  ['Anna', 'de_DE', true], ['Google UK English Female', 'en-GB']);
const chosen = (wanted, language = 'en-GB', voices = VOICES) => {
  const { voice, found } = chooseVoice(voices, wanted, language);
  return [voice?.name ?? null, found];
};

await check('the exact name comes before a longer one', () => {
  same(chosen('Victoria'), ['Victoria', true]);
  same(chosen('vic'), ['Vic', true]);
});

await check('the beginning of a name is enough', () => {
  same(chosen('google_uk'), ['Google UK English Female', true]);
  same(chosen('Dan'), ['Daniel', true]);
});

await check('a voice that this device lacks is replaced by one of its language', () => {
  same(chosen('Zarvox', 'en-GB'), ['Daniel', false]);
  same(chosen('Zarvox', 'en-AU'), ['Victoria Premium', false], 'the same language of another country');
  same(chosen('Zarvox', 'de-AT'), ['Anna', false], 'its default, if that speaks the language');
  same(chosen('Zarvox', 'fr-FR'), ['Anna', false], 'and else its default');
});

await check('a device without any voice is not an error', () => {
  same(chosen('Zarvox', 'en', []), [null, false]);
  same(chosen(null, 'en', []), [null, true]);
});

await check('the caption says which voice speaks instead', () => {
  const note = (wanted, voices = VOICES) => voiceNote({ ...chooseVoice(voices, wanted, 'en-GB'), wanted });
  same(note('Zarvox'), 'Zarvox is not on this device – speaking with Daniel');
  same(note('Zarvox', []), 'Zarvox is not on this device – speaking with the voice of this device');
  same([note('Victoria'), note(null)], ['with Victoria', 'with Daniel']);
});
