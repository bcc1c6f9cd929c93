// One row in the list of who is here.
// It must never know the others.

import { button, h, setAttribute, userText } from '../dom.js';
import { avatar } from './avatar.js';
import { icon } from './icons.js';
import { transportBadge } from './transport_badge.js';

export class PersonRow {
  element;
  #typing = typingDots();
  #muted = h('span', { class: 'people-muted', title: 'Muted by the lecturer', hidden: true }, icon('silence', 'muted'));
  #tools = null;

  /** @param {import('../people.js').Person} person @param {?() => void} onRename Only for oneself. */
  constructor(person, onRename) {
    const name = userText(person.name, { class: 'people-name', 'data-hue': person.hue });
    this.element = h('li', { class: 'person', 'data-id': person.id },
      avatar(person),
      onRename ? button({ class: 'people-me', title: 'Change your name' }, onRename, name, icon('pencil', 'Change your name')) : name,
      onRename ? h('span', { class: 'people-you' }, 'you') : null,
      this.#muted, this.#typing,
      transportBadge(person.transport));
  }

  /** @param {boolean} isTyping @param {boolean} isMuted @param {?HTMLElement} tools What the lecturer can do. */
  show(isTyping, isMuted, tools) {
    this.#typing.hidden = !isTyping;
    setAttribute(this.element, 'data-typing', isTyping);
    this.#muted.hidden = !isMuted;
    setAttribute(this.element, 'data-muted', isMuted);
    if (tools !== this.#tools) {
      this.#tools?.remove();
      if (tools) this.element.append(tools);
    }
    this.#tools = tools;
  }
}

function typingDots() {
  const dots = h('span', { class: 'dots', role: 'img', 'aria-label': 'is typing', hidden: true });
  dots.append(h('i'), h('i'), h('i'));
  return dots;
}
