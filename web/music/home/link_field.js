// An address that is to be copied: to the clipboard where there is one, else it is selected.
// It must never know what it leads to.

import { button, h } from '../../common/dom.js';

export class LinkField {
  element;
  #field = h('input', { id: 'song-link', class: 'numbers', readonly: true, 'aria-label': 'Link to this song' });
  #copy;

  constructor() {
    this.#copy = button({ id: 'copy-link', class: 'pill' }, () => this.#copyAddress(), 'Copy');
    this.#field.addEventListener('focus', () => this.#field.select());
    this.element = h('div', { class: 'link-field' }, this.#field, this.#copy);
  }

  show(address) {
    this.#field.value = address;
    this.#copy.textContent = 'Copy';
  }

  /** Outside a secure context, which is every page on a LAN, there is no clipboard. */
  async #copyAddress() {
    try {
      await navigator.clipboard.writeText(this.#field.value);
      this.#copy.textContent = 'Copied';
    } catch {
      this.#field.focus();
      this.#field.select();
      this.#copy.textContent = 'Selected: copy it';
    }
  }
}
