// The band under the top rule that says what the lecturer does to the network, while it is done.
// It must never turn the knob.

import { inForce } from '../conditions/in_force.js';
import { h } from '../dom.js';
import { conditionsWords } from './conditions_words.js';
import { icon } from './icons.js';

/** @returns {HTMLElement} Always there, so that a screen reader hears its words when they come. */
export function conditionsBand() {
  const element = h('div', { class: 'conditions-band', role: 'status' });
  let said = '';
  inForce.listen((transports) => {
    const words = conditionsWords(transports);
    if (words === said) return; // It would be read aloud again.
    said = words;
    element.replaceChildren(...(words ? [h('p', {}, icon('clock'), words)] : []));
  });
  return element;
}
