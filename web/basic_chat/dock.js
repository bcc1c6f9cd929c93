// What stands below the log: who is typing, the caption, the field, one's own name, the voice.
// It must never know more of these parts than where they stand.

import { button, h, setAttribute, userText } from '../common/dom.js';
import { icon } from '../common/shell/icons.js';

export class Dock {
  element;
  #typing = h('p', { class: 'typing' });
  #name = userText('');
  #me;

  /**
   * @param {{caption: HTMLElement, composer: HTMLElement, voice: HTMLElement}} parts
   * @param {{onRename: () => void}} on
   */
  constructor({ caption, composer, voice }, { onRename }) {
    const pencil = icon('pencil', 'Change your name');
    this.#me = button({ id: 'me', class: 'tool', title: 'Change your name', hidden: true }, onRename,
      h('i', { class: 'me-dot' }), this.#name, pencil);
    this.element = h('footer', { class: 'dock' },
      h('div', { class: 'column' }, this.#typing, caption, composer, h('div', { class: 'dock-tools' }, this.#me, voice)));
  }

  showMe({ name, hue }) {
    this.#name.textContent = name;
    setAttribute(this.#me, 'data-hue', hue);
    this.#me.hidden = false;
  }

  /** @param {string[]} names Of those who are typing. */
  showTyping(names) {
    const people = names.slice(0, 2).flatMap((name, index) => [index ? ' and ' : '', userText(name)]);
    const words = { 0: [], 1: [...people, ' is typing …'], 2: [...people, ' are typing …'] };
    this.#typing.replaceChildren(...(words[names.length] ?? [`${names.length} people are typing …`]));
  }
}
