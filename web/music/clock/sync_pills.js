// Eight pills that fill while the clocks are compared for the first time.
// It must never know clocks; it counts.

import { h } from '../../common/dom.js';

const FIRST = 8;
/** The full row stays for a moment, or nobody would see the last one fill. */
const FULL_STAYS = 700;

export class SyncPills {
  element = h('div', { class: 'sync', role: 'img', 'aria-label': 'Comparing the clocks', hidden: true });
  #isDone = false;

  constructor() {
    this.element.append(...Array.from({ length: FIRST }, () => h('i')), h('span', {}, 'comparing clocks'));
  }

  /** @param {number} count How many exchanges there were. */
  show(count) {
    if (this.#isDone) return;
    this.element.hidden = false;
    [...this.element.querySelectorAll('i')].forEach((pill, index) => pill.toggleAttribute('data-full', index < count));
    if (count < FIRST) return;
    this.#isDone = true;
    setTimeout(() => (this.element.hidden = true), FULL_STAYS);
  }
}
