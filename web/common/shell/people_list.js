// The list of who is here, with transport and typing dots.
// It must never know where the list comes from; it draws what it is given.

import { button, h } from '../dom.js';
import { icon } from './icons.js';
import { PersonRow } from './person_row.js';

/** The same width as in the style sheet. */
const WIDE = matchMedia('(min-width: 1060px)');

export class PeopleList {
  element;
  #list = h('ul', { class: 'people-list' });
  #more = h('p', { class: 'people-more' });
  #onRename;
  #before = null;
  /** By a person's number, with all that each is made of. @type {Map<number, {made: string, row: PersonRow}>} */
  #rows = new Map();

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

  /** Puts something above the names. @param {HTMLElement} element */
  place(element) {
    this.#list.before(element);
  }

  /**
   * Rows that stay are changed in place, so that the keyboard and a press that is under way do not lose them.
   * @param {import('../people.js').Person[]} people
   * @param {{count: number, me: ?number, isTyping: (id: number) => boolean, isMuted?: (id: number) => boolean,
   *   toolsFor?: (person: object) => ?HTMLElement}} about
   */
  show(people, { count, me, isTyping, isMuted = () => false, toolsFor = () => null }) {
    const rows = people.map((person) => {
      const isMe = person.id === me;
      const row = this.#rowOf(person, isMe);
      row.show(isTyping(person.id), isMuted(person.id), isMe ? null : toolsFor(person));
      return row.element;
    });
    const hadFocus = this.#list.contains(document.activeElement);
    const gone = [...this.#list.children].filter((row) => !rows.includes(row));
    for (const row of gone) row.remove();
    rows.forEach((row, index) => this.#list.children[index] !== row && this.#list.insertBefore(row, this.#list.children[index] ?? null));
    this.#forget(rows);
    if (hadFocus && !this.#list.contains(document.activeElement)) this.#list.querySelector('button')?.focus();
    const unseen = count - people.length;
    this.#more.textContent = unseen > 0 ? `and ${unseen} more` : '';
  }

  /** The row of before, unless something has changed that it is made of. */
  #rowOf(person, isMe) {
    const made = JSON.stringify([person, isMe]);
    const known = this.#rows.get(person.id);
    if (known?.made === made) return known.row;
    const row = new PersonRow(person, isMe ? this.#onRename : null);
    this.#rows.set(person.id, { made, row });
    return row;
  }

  #forget(rows) {
    for (const [id, { row }] of this.#rows) if (!rows.includes(row.element)) this.#rows.delete(id);
  }
}
