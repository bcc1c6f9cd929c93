// What the lecturer has in force in this room, as far as this page was told, and what of it is about this person.
// It must never know the server or the page.

import { browserTimers } from '../timers.js';

/** What is in force is told right behind a welcome. The network may part the two by this much, in milliseconds. */
const BEHIND_WELCOME = 3_000;

/** @type {import('./lecturer.js').InHand} */
export const NOTHING = { locked: false, slow_ms: 0, muted: [] };

export class InForceHere {
  #inHand = NOTHING;
  #me = null;
  #listeners = [];
  #timers;
  #forgetting = null;

  /** @param {import('../timers.js').Timers} [timers] */
  constructor(timers = browserTimers) {
    this.#timers = timers;
  }

  /** @returns {import('./lecturer.js').InHand & {isMuted: boolean}} */
  get now() {
    return { ...this.#inHand, isMuted: this.isMuted(this.#me) };
  }

  /** @param {?number} id */
  isMuted(id) {
    return this.#inHand.muted.includes(id);
  }

  /** @param {(now: InForceHere['now']) => void} listener Is told at once, and whenever it changes. */
  listen(listener) {
    this.#listeners.push(listener);
    listener(this.now);
  }

  /** @param {import('./lecturer.js').InHand} inHand */
  told(inHand) {
    this.#timers.clearTimeout(this.#forgetting);
    this.#inHand = inHand;
    this.#tell();
  }

  /** A server that says nothing behind its welcome has nothing in force. */
  welcomed() {
    this.#timers.clearTimeout(this.#forgetting);
    this.#forgetting = this.#timers.setTimeout(() => this.told(NOTHING), BEHIND_WELCOME);
  }

  /** @param {?number} id Who this person is. */
  isMe(id) {
    if (id === this.#me) return;
    this.#me = id;
    this.#tell();
  }

  #tell() {
    for (const listener of this.#listeners) listener(this.now);
  }
}
