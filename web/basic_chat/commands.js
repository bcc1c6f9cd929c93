// What a typed text asks for: a line, a command, or a voice. Pure.
// It must never carry a command out, nor know which voices there are: it asks.

/** @typedef {{word: string, hint: string, what: string, alone?: boolean}} Command */

/** @type {Command[]} Those marked `alone` need nothing after the word. */
export const COMMANDS = [
  { word: '/nick', hint: 'name', what: 'change your name' },
  { word: '/me', hint: 'waves', what: 'say what you do' },
  { word: '/Victoria', hint: 'text', what: 'have it read in that voice, or any other' },
  { word: '/help', hint: '', what: 'list the commands', alone: true },
];

/** A slash and one word. `/etc/passwd` or `/ 2` is not meant as a command. */
const COMMAND = /^\/([\p{L}][\p{L}\p{N}_.-]*)(?:\s+([^]*))?$/u;

/**
 * @typedef {{kind: 'say', text: string, me?: true} | {kind: 'rename', name: string} | {kind: 'help'}
 *   | {kind: 'incomplete', word: string} | {kind: 'unknown', word: string} | {kind: 'nothing'}} Wish
 */

/**
 * @param {string} typed
 * @param {(word: string) => boolean} isVoice Does this device have a voice of that name?
 * @returns {Wish}
 */
export function parse(typed, isVoice) {
  const text = typed.trim();
  if (!text) return { kind: 'nothing' };
  const [, word, rest = ''] = COMMAND.exec(text) ?? [];
  if (!word) return { kind: 'say', text };
  const command = word.toLowerCase(); // A phone begins every line with a capital letter.
  if (command === 'help') return { kind: 'help' };
  if (command === 'nick') return rest ? { kind: 'rename', name: rest } : { kind: 'incomplete', word: command };
  if (command === 'me') return rest ? { kind: 'say', text: rest, me: true } : { kind: 'incomplete', word: command };
  // A name begins with a capital letter, and another device may have the voice that this one lacks.
  if (!/^\p{Lu}/u.test(word) && !isVoice(word)) return { kind: 'unknown', word };
  return rest ? { kind: 'say', text } : { kind: 'incomplete', word };
}

/** What to tell somebody who wrote only the word of a command. */
export function howToFinish(word) {
  const known = { nick: 'Write the new name after /nick.', me: 'Write what you do after /me, such as: /me waves' };
  return known[word] ?? `Write what ${word} shall read after /${word}.`;
}

/**
 * The voice a line asks for; a blank in its name was written as `_`. The word itself is neither shown as text nor read aloud.
 * @param {string} text A line as it was sent.
 * @returns {{voice: ?string, text: string}}
 */
export function readVoice(text) {
  const [, word, rest] = COMMAND.exec(text) ?? [];
  return rest ? { voice: word.replaceAll('_', ' '), text: rest } : { voice: null, text };
}

/**
 * What the menu offers while a command is being typed.
 * @param {string} typed
 * @param {string[]} voices The names of this device's voices.
 * @returns {Command[]}
 */
export function suggest(typed, voices) {
  if (!/^\/\S*$/u.test(typed)) return [];
  const known = COMMANDS.map((command) => command.word.toLowerCase());
  const ofVoices = voices
    .map((voice) => ({ word: `/${voice.replace(/[^\p{L}\p{N}.-]+/gu, '_')}`, hint: 'text', what: `read by ${voice}` }))
    .filter((command) => !known.includes(command.word.toLowerCase()));
  const start = typed.toLowerCase();
  return [...COMMANDS, ...ofVoices].filter((command) => command.word.toLowerCase().startsWith(start)).slice(0, 8);
}
