// The last quotes, newest first, each with where it came from, who asked for it, and its hearts.
// It must never count a heart itself.

import { h } from '../common/dom.js';
import { HeartButton } from './heart_button.js';
import { author } from './quote_view.js';
import { sourceMark } from './source_pill.js';

export class HistoryView {
  element;
  #list = h('ol', { class: 'history-list', reversed: true });
  #rows = new Map();
  #describe;
  #onHeart;

  /**
   * @param {(quote: object) => {time: Date, hearts: object}} describe
   * @param {(seq: number, on: boolean) => void} onHeart
   */
  constructor(describe, onHeart) {
    this.#describe = describe;
    this.#onHeart = onHeart;
    this.element = h('section', { class: 'history', 'aria-label': 'The last quotes' }, h('h2', {}, 'The last quotes'), this.#list);
  }

  /** @param {import('./quotes.js').Quote[]} quotes Oldest first. */
  showAll(quotes) {
    this.#rows.clear();
    this.#list.replaceChildren(...quotes.map((quote) => this.#make(quote)).reverse());
  }

  /** @param {?import('./quotes.js').Quote} gone The oldest makes room. */
  add(quote, gone) {
    this.#list.prepend(this.#make(quote));
    if (!gone) return;
    this.#rows.get(gone.seq)?.row.remove();
    this.#rows.delete(gone.seq);
  }

  showHearts({ seq }, hearts) {
    this.#rows.get(seq)?.heart.show(hearts);
  }

  #make(quote) {
    const { time, hearts } = this.#describe(quote);
    const heart = new HeartButton((on) => this.#onHeart(quote.seq, on));
    heart.show(hearts);
    const clock = time.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
    const about = h('p', { class: 'history-about' }, sourceMark(quote.source), h('time', { class: 'numbers', datetime: time.toISOString() }, clock));
    if (quote.name !== undefined) about.append(h('span', {}, 'asked for by ', author(quote)));
    const row = h('li', { 'data-seq': quote.seq, 'data-source': quote.source },
      h('div', { class: 'history-words' }, h('p', { class: 'history-text' }, quote.text), about), heart.element);
    this.#rows.set(quote.seq, { row, heart });
    return row;
  }
}
