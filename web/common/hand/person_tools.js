// What the lecturer can do to one person: a small menu in their row of the list.
// It must never know the server, nor the rest of the row.

import { button, h } from '../dom.js';
import { icon } from '../shell/icons.js';
import { askTwice } from './ask_twice.js';

export class PersonTools {
  element;
  #name;
  #open;
  #menu;
  #mute;
  #isMuted = false;

  /**
   * @param {{id: number, name: string}} person
   * @param {(wish: import('./lecturer.js').Wish) => void} onWish
   */
  constructor({ id, name }, onWish) {
    this.#name = name;
    this.#mute = button({ class: 'pill person-mute' }, () => onWish({ mute: id, on: !this.#isMuted }));
    const remove = askTwice({ class: 'person-remove', label: 'Remove …', question: 'Send away?', yes: 'Remove' }, () => onWish({ remove: id }));
    const menu = `person-menu-${id}`;
    this.#open = button({ class: 'tool person-more', 'aria-expanded': 'false', 'aria-controls': menu }, () => this.#toggle(), icon('more'));
    this.#menu = h('div', { id: menu, class: 'person-menu', role: 'group', hidden: true }, this.#mute, remove);
    this.element = h('div', { class: 'person-tools' }, this.#open, this.#menu);
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || this.#menu.hidden) return;
      event.stopPropagation(); // The list stays open.
      this.#toggle(false);
      this.#open.focus();
    });
    this.show({ name, isMuted: false });
  }

  /** @param {{name: string, isMuted: boolean}} person */
  show({ name, isMuted }) {
    this.#name = name;
    this.#isMuted = isMuted;
    this.#mute.textContent = isMuted ? 'Let speak' : 'Mute';
    this.#open.setAttribute('aria-label', `What to do about ${this.#name}`);
    this.#menu.setAttribute('aria-label', this.#name);
  }

  #toggle(open = this.#menu.hidden) {
    this.#menu.hidden = !open;
    this.#open.setAttribute('aria-expanded', open);
  }
}
