// A panel at the side, over the list of people: a title, what is in it, and a way to close it.
// It must never know what it holds.

import { button, h } from '../common/dom.js';
import { icon } from '../common/shell/icons.js';

/** There is room for one at a time. @type {?Panel} */
let shown = null;

export class Panel {
  element;
  #opener = null;
  #close;
  #onOpen;

  /** @param {string} id @param {string} title @param {() => void} onOpen Fills it. @param {...Node} children */
  constructor(id, title, onOpen, ...children) {
    this.#onOpen = onOpen;
    this.#close = button({ class: 'tool', 'aria-label': `Close: ${title}` }, () => this.close(), icon('close'));
    this.element = h('aside', { id, class: 'panel', 'aria-label': title, hidden: true },
      h('div', { class: 'panel-head' }, h('h2', {}, title), this.#close), ...children);
    this.element.addEventListener('keydown', (event) => event.key === 'Escape' && this.close());
  }

  get isOpen() {
    return !this.element.hidden;
  }

  open() {
    shown?.close();
    shown = this;
    this.#opener = document.activeElement;
    this.element.hidden = false;
    this.#onOpen();
    this.#close.focus();
  }

  close() {
    if (!this.isOpen) return;
    const hadFocus = this.element.contains(document.activeElement);
    this.element.hidden = true;
    if (hadFocus) this.#opener?.focus();
  }

  toggle() {
    if (this.isOpen) this.close();
    else this.open();
  }
}
