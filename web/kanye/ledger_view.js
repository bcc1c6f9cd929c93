// What the quotes cost: how often the service was asked, and how often somebody was handed a quote.
// It must never count; the server does.

import { h } from '../common/dom.js';

export class LedgerView {
  element;
  #fetches = h('b', { class: 'numbers' });
  #deliveries = h('b', { class: 'numbers' });
  #fetchWord = h('span', {});
  #deliveryWord = h('span');
  #words = h('p', { class: 'ledger-words' });
  #spent = h('i', { class: 'ledger-spent' });

  constructor() {
    this.element = h('section', { class: 'ledger', 'aria-label': 'What the quotes cost' },
      h('p', { class: 'ledger-sum' },
        h('span', { class: 'ledger-side' }, this.#fetches, this.#fetchWord), h('span', { class: 'ledger-colon' }, ':'),
        h('span', { class: 'ledger-side' }, this.#deliveries, this.#deliveryWord)),
      h('div', { class: 'ledger-scale', 'aria-hidden': 'true' }, this.#spent),
      this.#words);
  }

  /** @param {{upstream: {fetches: number, host: string}, deliveries: number}} tally */
  show({ upstream: { fetches, host }, deliveries }) {
    this.#fetches.textContent = grouped(fetches);
    this.#fetchWord.textContent = fetches === 1 ? 'fetch' : 'fetches';
    this.#deliveries.textContent = grouped(deliveries);
    this.#deliveryWord.textContent = deliveries === 1 ? 'delivery' : 'deliveries';
    this.#words.textContent = words(fetches, deliveries, host);
    // Both against a fetch for each viewer, which is what the whole length stands for.
    this.#spent.style.width = `${deliveries > 0 ? Math.min(1, fetches / deliveries) * 100 : 0}%`;
  }
}

function words(fetches, deliveries, host) {
  if (deliveries === 0) return 'Nothing was delivered yet.';
  const naive = `Pages that fetch by themselves would have asked ${host} ${grouped(deliveries)} ${deliveries === 1 ? 'time' : 'times'}.`;
  return deliveries > fetches ? `${naive} That is ${grouped(deliveries - fetches)} more.` : naive;
}

/** @param {number} count From five digits on with thin gaps between thousands, in any language. */
const grouped = (count) => (count < 10_000 ? String(count) : String(count).replace(/\B(?=(\d{3})+$)/gu, '\u202f'));
