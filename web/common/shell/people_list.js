// The list of who is here, with transport and typing dots.
// It must never know where the list comes from; it draws what it is given.

import { button, h, setAttribute, userText } from '../dom.js';
import { avatar } from './avatar.js';
import { icon } from './icons.js';
import { transportBadge } from './transport_badge.js';

/** The same width as in the style sheet. */
const WIDE = matchMedia('(min-width: 1060px)');

export class PeopleList {
  element;
  #list = h('ul', { class: 'people-list' });
  #more = h('p', { class: 'people-more' });
  #onRename;
  #before = null;

  /** @param {{onRename: () => void, onLeave: () => void, onClose: () => void}} on */
  constructor({ onRename, onLeave, onClose }) {
    this.#onRename = onRename;
    const close = button({ class: 'tool people-close', 'aria-label': 'Close the list of people' }, onClose, icon('close'));
    this.element = h('aside', { id: 'people', class: 'people', 'aria-label': 'People' },
      h('div', { class: 'people-head' }, h('h2', {}, 'Here now'), close), this.#list, this.#more,
      button({ id: 'leave', class: 'pill plain people-leave' }, onLeave, 'Leave the room'));
    this.element.addEventListener('keydown', (event) => event.key === 'Escape' && onClose());
  }

  /** On a wide page the list stands beside the demo, on a narrow one it lies over it. */
  get isShown() {
    return WIDE.matches ? !('folded' in this.element.dataset) : 'open' in this.element.dataset;
  }

  toggle(shown = !this.isShown) {
    if (WIDE.matches) this.element.toggleAttribute('data-folded', !shown);
    else this.#lay(shown);
  }

  /** What lies over the page takes the keyboard with it, and gives it back. */
  #lay(over) {
    this.element.toggleAttribute('data-open', over);
    if (over) {
      this.#before = document.activeElement;
      requestAnimationFrame(() => this.element.querySelector('.people-close').focus());
    } else if (this.element.contains(document.activeElement)) {
      this.#before?.focus();
    }
  }

  /** Out of the way, if it is in the way. */
  putAside() {
    this.element.removeAttribute('data-open');
  }

  /**
   * @param {import('../people.js').Person[]} people
   * @param {{count: number, me: ?number, isTyping: (id: number) => boolean}} about
   */
  show(people, { count, me, isTyping }) {
    const hadFocus = this.#list.contains(document.activeElement);
    this.#list.replaceChildren(...people.map((person) => this.#row(person, person.id === me, isTyping(person.id))));
    if (hadFocus) this.#list.querySelector('button')?.focus(); // New nodes, the same place for the keyboard.
    const unseen = count - people.length;
    this.#more.textContent = unseen > 0 ? `and ${unseen} more` : '';
  }

  #row(person, isMe, typing) {
    const name = userText(person.name, { class: 'people-name', 'data-hue': person.hue });
    const row = h('li', { class: 'person', 'data-id': person.id },
      avatar(person),
      isMe ? button({ class: 'people-me', title: 'Change your name' }, this.#onRename, name, icon('pencil', 'Change your name')) : name,
      isMe ? h('span', { class: 'people-you' }, 'you') : null,
      typing ? typingDots() : null,
      transportBadge(person.transport));
    setAttribute(row, 'data-typing', typing);
    return row;
  }
}

function typingDots() {
  const dots = h('span', { class: 'dots', role: 'img', 'aria-label': 'is typing' });
  dots.append(h('i'), h('i'), h('i'));
  return dots;
}
