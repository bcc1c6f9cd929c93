// One of the last quotes: its words, where it came from, who asked for it, and its heart.
// It must never know its place in the list.

import { h } from '../common/dom.js';
import { HeartButton } from './heart_button.js';
import { author } from './quote_view.js';
import { sourceMark } from './source_pill.js';

export class HistoryRow {
  element;
  heart;
  #quote;

  /**
   * @param {import('./quotes.js').Quote} quote
   * @param {Date} time
   * @param {(on: boolean) => void} onHeart
   */
  constructor(quote, time, onHeart) {
    const id = `quote-${quote.seq}`;
    this.#quote = quote;
    this.heart = new HeartButton(onHeart, id);
    const clock = time.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
    const about = h('p', { class: 'history-about' }, sourceMark(quote.source), h('time', { class: 'numbers', datetime: time.toISOString() }, clock));
    if (quote.name !== undefined) about.append(h('span', {}, 'asked for by ', author(quote)));
    this.element = h('li', { 'data-seq': quote.seq, 'data-source': quote.source },
      h('div', { class: 'history-words' }, h('p', { id, class: 'history-text' }, quote.text), about), this.heart.element);
  }

  /** A restarted server gives the same numbers to other quotes. */
  shows({ at, text }) {
    return at === this.#quote.at && text === this.#quote.text;
  }
}
