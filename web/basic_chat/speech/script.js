// Turns a written line into what can be spoken, in pieces that a voice survives. Pure.
// It must never know voices or the page.

import { tokenize } from '../../common/rich_text.js';

/** Voices that live in the network fall silent after some 15 s, so no piece is longer than this. */
const LONGEST = 160;

/** What nobody wants to hear letter by letter is named instead. */
const AS_WORDS = {
  link: (token) => `link to ${new URL(token.href).hostname}`,
  fence: () => 'some code',
};

/**
 * @param {string} text
 * @returns {string}
 */
export function spoken(text) {
  return tokenize(text).map((token) => AS_WORDS[token.type]?.(token) ?? token.text).join('').replace(/\s+/gu, ' ').trim();
}

/**
 * Cuts at the end of a sentence if there is one, else after a comma, else between words, else anywhere.
 * @param {string} text
 * @returns {string[]} Their concatenation is the text.
 */
export function pieces(text, longest = LONGEST) {
  const made = [];
  let rest = text;
  while (rest.length > longest) {
    const end = cut(rest.slice(0, longest));
    made.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return rest ? [...made, rest] : made;
}

function cut(head) {
  for (const boundary of [/[.!?…]\s/gu, /[,;:]\s/gu, /\s/gu]) {
    const last = [...head.matchAll(boundary)].at(-1);
    // A boundary near the start would only make many small pieces.
    if (last && last.index > head.length / 3) return last.index + last[0].length;
  }
  // Between the two halves of a character outside the basic plane there is no place to cut.
  return /[\uD800-\uDBFF]$/u.test(head) ? head.length - 1 : head.length;
}
