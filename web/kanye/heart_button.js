// A heart with its count: give it or take it back.
// It must never know whether the wish is granted; it shows what it is told.

import { button, h, setAttribute } from '../common/dom.js';
import { icon } from '../common/shell/icons.js';

export class HeartButton {
  element;
  #count = h('span', { class: 'heart-count numbers' }, '0');
  #wait = h('span', { class: 'heart-wait numbers', hidden: true });
  #mine = false;

  /**
   * @param {(on: boolean) => void} onWish
   * @param {string} about The id of what it is for, because there are many on a page.
   */
  constructor(onWish, about) {
    this.element = button({ class: 'heart', 'aria-label': 'Heart', 'aria-describedby': about }, () => onWish(!this.#mine), icon('heart'), this.#count, this.#wait);
  }

  /** @param {number} seconds How long none is taken from me; it can be pressed, and then it is said why. */
  showWait(seconds) {
    const waits = seconds > 0;
    this.#wait.hidden = !waits;
    this.#wait.textContent = waits ? `${seconds} s` : '';
    this.element.setAttribute('aria-disabled', waits);
  }

  /** @param {{count: number, mine: boolean, pending: boolean}} hearts */
  show({ count, mine, pending }) {
    this.#mine = mine;
    const words = String(count);
    if (this.#count.textContent !== words) this.#count.textContent = words;
    this.element.setAttribute('aria-pressed', mine);
    this.element.setAttribute('aria-label', `Heart, ${count} given`);
    setAttribute(this.element, 'data-pending', pending);
  }
}
