// The band that says what the lecturer has in force in this room, while anything is.
// It must never change it.

import { h } from '../dom.js';
import { icon } from '../shell/icons.js';
import { handWords } from './hand_words.js';

/**
 * @param {import('./in_hand.js').InForceHere} inForce
 * @returns {HTMLElement} Always there, so that a screen reader hears its words when they come.
 */
export function handBand(inForce) {
  const element = h('div', { class: 'hand-band', role: 'status' });
  let before = '';
  inForce.listen((now) => {
    const said = handWords(now);
    const words = said.map(({ text }) => text).join(' ');
    if (words === before) return; // It would be read aloud again.
    before = words;
    element.replaceChildren(...said.map(({ icon: name, text }) => h('p', {}, icon(name), h('span', {}, text))));
  });
  return element;
}
