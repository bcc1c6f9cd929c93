// The totals as one bar and a few numbers, and what is not in them. It must never count.

import { h } from '../dom.js';
import { bytesText } from './units.js';

const NUMBERS = [
  ['requests', 'requests', ({ requests }) => requests.toLocaleString('en')],
  ['empty', 'empty', ({ empty }) => empty.toLocaleString('en')],
  ['useful', 'useful', ({ useful }) => bytesText(useful)],
  ['overhead', 'overhead', ({ overhead }) => bytesText(overhead)],
  ['rate', 'a minute', ({ perMinute }) => bytesText(perMinute)],
];

export class TotalsView {
  element;
  #useful = h('i', { class: 'wire-useful' });
  #values = new Map();

  constructor() {
    const bar = h('div', { class: 'wire-share', 'aria-hidden': 'true' }, this.#useful);
    const list = h('dl', { class: 'wire-numbers' });
    for (const [key, name] of NUMBERS) {
      this.#values.set(key, h('dd', { 'data-total': key }, '0'));
      list.append(h('div', {}, h('dt', {}, name), this.#values.get(key)));
    }
    this.element = h('div', { class: 'wire-totals' }, list, bar);
  }

  /** @param {import('./ledger.js').Totals} totals */
  show(totals) {
    for (const [key, , text] of NUMBERS) {
      const node = this.#values.get(key);
      const value = text(totals);
      if (node.textContent !== value) node.textContent = value;
      if (key === 'useful' || key === 'overhead') node.title = `${totals[key].toLocaleString('en')} bytes`;
    }
    const all = totals.up + totals.down;
    this.#useful.style.width = `${all > 0 ? (100 * totals.useful) / all : 0}%`;
  }
}
