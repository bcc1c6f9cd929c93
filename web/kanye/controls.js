// What stands under the stage: the source, "now!", the heart of the current quote, the echo, and what became of a wish.
// It must never decide whether a wish is granted.

import { button, h, setAttribute } from '../common/dom.js';
import { HeartButton } from './heart_button.js';
import { CURRENT } from './quote_view.js';

const NOTE_STAYS = 8_000;

export class Controls {
  element;
  heart;
  #wait = h('span', { class: 'now-wait numbers' });
  #now;
  #note = h('p', { class: 'controls-note', role: 'status' });
  #noteIsAbout = null;
  #fade = null;

  /**
   * @param {{source: HTMLElement, echo: HTMLElement}} parts
   * @param {{onNow: () => void, onHeart: (on: boolean) => void}} on
   */
  constructor({ source, echo }, { onNow, onHeart }) {
    this.heart = new HeartButton(onHeart, CURRENT);
    this.#now = button({ id: 'now', class: 'primary', title: 'A new quote for everybody, at once' }, onNow, h('span', {}, 'now!'), this.#wait);
    this.element = h('footer', { class: 'controls' },
      h('div', { class: 'controls-row' }, this.#now, this.heart.element, echo, source), this.#note);
  }

  /** @param {?number} seconds How long nobody, or I, may ask for one. Zero and null: not at all. */
  showWait(seconds) {
    const waits = Boolean(seconds);
    this.#wait.textContent = waits ? `${seconds} s` : '';
    // It can still be pressed, and then says why it does nothing; a button that is disabled loses the keyboard.
    this.#now.setAttribute('aria-disabled', waits);
  }

  /** A quote was asked for, and the answer is on its way. */
  showAsking(asking) {
    setAttribute(this.#now, 'data-asking', asking);
    this.#now.setAttribute('aria-busy', asking);
  }

  /**
   * @param {string} text What became of a wish, said near where it was made.
   * @param {?string} about The wish's key, if there is something to say only until it is decided.
   */
  note(text, about = null) {
    clearTimeout(this.#fade);
    this.#noteIsAbout = about;
    this.#note.textContent = text;
    this.#fade = setTimeout(() => (this.#note.textContent = ''), NOTE_STAYS);
  }

  /** @param {?string} key Of a wish, about which there is nothing to wait for any more. */
  decided(key) {
    if (key !== null && key === this.#noteIsAbout) this.note('');
  }
}
