// The menu that opens above the field while a command is being typed.
// It must never know what a command does; the focus stays in the field all the time.

import { h, setAttribute } from '../common/dom.js';

export class CommandMenu {
  element = h('ul', { id: 'commands', class: 'menu', role: 'listbox', 'aria-label': 'Commands', hidden: true });
  #field;
  #items = [];
  #selected = 0;
  #onPick;

  /**
   * @param {HTMLElement} field The text field that stays in charge.
   * @param {(command: import('./commands.js').Command) => void} onPick
   */
  constructor(field, onPick) {
    this.#field = field;
    this.#onPick = onPick;
    setAttribute(field, 'aria-controls', 'commands');
    setAttribute(field, 'aria-autocomplete', 'list');
    // A press must not take the focus out of the field, or a phone would fold its keyboard away.
    this.element.addEventListener('pointerdown', (event) => event.preventDefault());
  }

  get isOpen() {
    return !this.element.hidden;
  }

  get selected() {
    return this.#items[this.#selected] ?? null;
  }

  /** @param {import('./commands.js').Command[]} commands An empty list closes the menu. */
  show(commands) {
    this.#items = commands;
    this.#selected = 0;
    this.element.hidden = commands.length === 0;
    this.element.replaceChildren(...commands.map((command, index) => this.#row(command, index)));
    this.#mark();
  }

  close() {
    this.show([]);
  }

  /** @param {1|-1} step */
  move(step) {
    this.#selected = (this.#selected + step + this.#items.length) % this.#items.length;
    this.#mark();
  }

  #row(command, index) {
    const row = h('li', { id: `command-${index}`, class: 'menu-row', role: 'option' },
      h('span', { class: 'menu-word' }, command.word), h('span', { class: 'menu-hint' }, command.hint),
      h('span', { class: 'menu-what' }, command.what));
    row.addEventListener('click', () => this.#onPick(command));
    return row;
  }

  #mark() {
    [...this.element.children].forEach((row, index) => row.setAttribute('aria-selected', index === this.#selected));
    setAttribute(this.#field, 'aria-activedescendant', this.isOpen ? `command-${this.#selected}` : null);
    this.element.children[this.#selected]?.scrollIntoView({ block: 'nearest' });
  }
}
