// The top rule, the same in every demo: demo · room · transport · round trip · people · share.
// It must never know the connection or the list of people; it shows what it is told.

import { button, h, userText } from '../dom.js';
import { icon } from './icons.js';

export class TopRule {
  element;
  #transport = h('span', { class: 'top-transport' });
  #roundTrip = h('span', { class: 'top-rtt numbers', title: 'Round trip to the server', hidden: true });
  #count = h('span', { class: 'numbers' }, '0');
  #people;

  /**
   * @param {{demo: string, room: string}} where
   * @param {{onPeople: () => void, onShare: () => void}} on
   */
  constructor({ demo, room }, on) {
    this.#people = button(
      { class: 'tool', 'aria-label': 'People', 'aria-expanded': 'false', 'aria-controls': 'people' },
      on.onPeople, icon('people'), this.#count,
    );
    const share = button({ class: 'tool tool-strong', title: 'Share this room (Q)' }, on.onShare, icon('share'), h('span', {}, 'Share'));
    this.element = h('header', { class: 'top' },
      h('h1', { class: 'top-demo' }, demo),
      h('span', { class: 'top-room' }, h('span', { class: 'visually-hidden' }, 'Room '), userText(room)),
      this.#transport, this.#roundTrip, this.#people, share);
  }

  /** Another tool, before those that are always there. @param {HTMLElement} tool */
  addTool(tool) {
    this.#people.before(tool);
  }

  /** @param {Node} element How we are connected, and the way to change it. */
  placeTransport(element) {
    this.#transport.replaceChildren(element);
  }

  /** @param {?number} milliseconds `null` when there is no connection. */
  showRoundTrip(milliseconds) {
    this.#roundTrip.hidden = milliseconds === null;
    if (milliseconds === null) return;
    this.#roundTrip.textContent = `${milliseconds.toFixed(milliseconds < 9.95 ? 1 : 0)} ms`;
  }

  showCount(count) {
    this.#count.textContent = count;
    this.#people.setAttribute('aria-label', `People: ${count}`);
  }

  showPeopleOpen(open) {
    this.#people.setAttribute('aria-expanded', open);
  }
}
