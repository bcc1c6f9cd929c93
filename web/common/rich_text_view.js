// Turns the tokens of a line into DOM nodes. What people typed only ever becomes text.
// It must never parse anything, and never set HTML.

import { tokenize } from './rich_text.js';

const BUILD = {
  text: (token) => document.createTextNode(token.text),
  code: (token) => element('code', token.text),
  bold: (token) => element('strong', token.text),
  fence: (token) => {
    const block = document.createElement('pre');
    block.tabIndex = 0; // It scrolls sideways, so the keyboard must be able to reach it.
    block.append(element('code', token.text));
    return block;
  },
  link: (token) => {
    const link = element('a', token.text);
    link.href = token.href;
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
    return link;
  },
};

/**
 * @param {string} text What somebody typed.
 * @returns {HTMLElement} One `bdi`, so that its writing direction cannot reach anything around it.
 */
export function richText(text) {
  const all = document.createElement('bdi');
  all.className = 'rich-text';
  all.append(...tokenize(text).map((token) => BUILD[token.type](token)));
  return all;
}

function element(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}
