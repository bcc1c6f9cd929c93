// The last quotes, newest first. A row stays the same node for as long as its quote is there, because the keyboard may be on it.
// It must never count a heart itself.

import { h } from '../common/dom.js';
import { HistoryRow } from './history_row.js';

export class HistoryView {
  element;
  #list = h('ol', { class: 'history-list', reversed: true });
  /** @type {Map<number, HistoryRow>} */
  #rows = new Map();
  /** How long no heart is taken from me, in seconds. */
  #wait = 0;
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
    const before = new Set(this.#rows.values());
    let older = null;
    for (const quote of quotes) {
      const row = this.#keep(quote) ?? this.#make(quote);
      if (!before.delete(row)) this.#list.insertBefore(row.element, older);
      older = row.element;
    }
    // Only now, so that the keyboard has somewhere to go.
    for (const row of before) this.#remove(row);
    this.#rows = new Map(quotes.map(({ seq }) => [seq, this.#rows.get(seq)]));
  }

  /** @param {?import('./quotes.js').Quote} gone The oldest makes room. */
  add(quote, gone) {
    this.#list.prepend(this.#make(quote).element);
    if (!gone) return;
    this.#remove(this.#rows.get(gone.seq));
    this.#rows.delete(gone.seq);
  }

  showHearts({ seq }, hearts) {
    this.#rows.get(seq)?.heart.show(hearts);
  }

  /** @param {number} seconds How long no heart is taken from me. */
  showWait(seconds) {
    this.#wait = seconds;
    for (const row of this.#rows.values()) row.heart.showWait(seconds);
  }

  #keep(quote) {
    const row = this.#rows.get(quote.seq);
    if (!row?.shows(quote)) return null;
    row.heart.show(this.#describe(quote).hearts);
    return row;
  }

  #make(quote) {
    const { time, hearts } = this.#describe(quote);
    const row = new HistoryRow(quote, time, (on) => this.#onHeart(quote.seq, on));
    row.heart.show(hearts);
    row.heart.showWait(this.#wait);
    this.#rows.set(quote.seq, row);
    return row;
  }

  /** Whoever was on it with the keyboard is on its neighbour then, and not at the top of the page. */
  #remove({ element }) {
    if (element.contains(document.activeElement)) {
      const neighbour = element.nextElementSibling ?? element.previousElementSibling;
      neighbour?.querySelector('.heart').focus();
    }
    element.remove();
  }
}
