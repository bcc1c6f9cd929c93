// The switch between steps 1–8 and 9–16, where there is no room for all.
// It must never know why it changes.

import { button, h } from '../../common/dom.js';

const WORDS = ['1–8', '9–16'];

export class PageSwitch {
  element;
  #buttons;

  /** @param {(page: 0|1) => void} onPage */
  constructor(onPage) {
    this.#buttons = WORDS.map((words, page) =>
      button({ class: 'page-switch numbers', 'data-page': page, 'aria-pressed': 'false', 'aria-label': `Steps ${words}` },
        () => onPage(page), words));
    this.element = h('div', { class: 'pages', role: 'group', 'aria-label': 'Which steps are shown' }, ...this.#buttons);
  }

  show(shown) {
    this.#buttons.forEach((each, page) => each.setAttribute('aria-pressed', page === shown));
  }
}
