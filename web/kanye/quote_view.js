// The current quote, large, behind the heads, and who asked for it.
// It must never know more than this one quote.

import { h, setAttribute, userText } from '../common/dom.js';
import { hueOf } from '../common/people.js';

/** The id of the words, for whatever is about them. */
export const CURRENT = 'quote-now';

/** Up to so many characters; a longer quote is written smaller, so that it stays on the stage. */
const LENGTHS = [[40, 'short'], [90, 'medium'], [160, 'long'], [240, 'longer']];

export class QuoteView {
  element;
  #text = h('p', { id: CURRENT, class: 'quote-text' });
  #asked = h('footer', { class: 'quote-asked' });

  constructor() {
    this.element = h('blockquote', { class: 'quote', 'aria-live': 'polite' }, this.#text, this.#asked);
    this.show(null);
  }

  /** @param {?import('./quotes.js').Quote} quote */
  show(quote) {
    const text = quote?.text ?? 'The first quote is on its way.';
    this.#text.textContent = text;
    this.#asked.replaceChildren(...(quote?.name === undefined ? [] : ['asked for by ', author(quote)]));
    setAttribute(this.element, 'data-seq', quote?.seq);
    setAttribute(this.element, 'data-source', quote?.source);
    setAttribute(this.element, 'data-empty', !quote);
    setAttribute(this.element, 'data-length', LENGTHS.find(([most]) => text.length <= most)?.[1] ?? 'longest');
  }
}

/** Whoever asked for a quote, in their colour, whether they are still here or not. */
export function author({ from, name }) {
  return userText(name, { class: 'asker', 'data-hue': hueOf(from) });
}
