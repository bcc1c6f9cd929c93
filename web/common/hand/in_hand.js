// What the lecturer has in force in this room, as far as this page was told, and what of it is about this person.
// It must never know the server or the page.

import { ToldBehind } from '../told_behind.js';

/** @type {import('./lecturer.js').InHand} */
export const NOTHING = { locked: false, slow_ms: 0, muted: [] };

/** @extends {ToldBehind<import('./lecturer.js').InHand>} */
export class InForceHere extends ToldBehind {
  #me = null;

  /** @param {import('../timers.js').Timers} [timers] */
  constructor(timers) {
    super(NOTHING, timers);
  }

  /** @returns {import('./lecturer.js').InHand & {isMuted: boolean}} */
  get seen() {
    return { ...this.value, isMuted: this.isMuted(this.#me) };
  }

  /** @param {?number} id */
  isMuted(id) {
    return this.value.muted.includes(id);
  }

  /** @param {?number} id Who this person is. */
  isMe(id) {
    if (id === this.#me) return;
    this.#me = id;
    this.tell();
  }
}
