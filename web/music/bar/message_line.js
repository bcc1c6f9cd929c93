// One line for what became of a wish, near where it was made; and a button while this device may not sound yet.
// It must never know why anything is said.

import { button, h } from '../../common/dom.js';
import { icon } from '../../common/shell/icons.js';

const STAYS = 8_000;

export class MessageLine {
  element;
  #words = h('p', { class: 'message', role: 'status' });
  #hear;
  #fade = null;

  /** @param {{onHear: () => void}} on */
  constructor({ onHear }) {
    this.#hear = button({ id: 'hear', class: 'pill', hidden: true }, onHear, icon('silence'), 'Tap to hear');
    this.element = h('div', { class: 'message-line' }, this.#hear, this.#words);
  }

  /** @param {string} text */
  note(text) {
    clearTimeout(this.#fade);
    this.#words.textContent = text;
    this.#fade = setTimeout(() => (this.#words.textContent = ''), STAYS);
  }

  /** A browser keeps a page silent until a hand has been on it. */
  showSilent(silent) {
    this.#hear.hidden = !silent;
  }
}
