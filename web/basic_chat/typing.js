// "Somebody is typing": when to say so, and how long to believe it. Pure: timers are handed in.
// It must never know the page or the connection.

import { browserTimers } from '../common/timers.js';

/** Said at most this often, however one types and deletes; well within what the others believe. */
const SAY_EVERY = 2_000;
const IDLE = 3_000;
/** A word of mouth is forgotten after this; whoever vanished cannot take it back. */
const BELIEVE = 5_000;

/** My own typing, said to the others. */
export class TypingTeller {
  #isSaid = false;
  #saidAt = -Infinity;
  #idle = null;
  #say;
  #timers;

  /** @param {(on: boolean) => void} say */
  constructor(say, timers = browserTimers) {
    this.#say = say;
    this.#timers = timers;
  }

  /** @param {boolean} empty Whether nothing is left in the field. */
  typed(empty) {
    if (empty) return this.stop();
    this.#timers.clearTimeout(this.#idle);
    this.#idle = this.#timers.setTimeout(() => this.stop(), IDLE);
    const now = this.#timers.now();
    if (now - this.#saidAt < SAY_EVERY) return;
    this.#saidAt = now;
    this.#isSaid = true;
    this.#say(true);
  }

  stop() {
    this.#timers.clearTimeout(this.#idle);
    if (!this.#isSaid) return;
    this.#isSaid = false;
    this.#say(false);
  }

  /** A line has left, and whoever types on at once begins another. How often lines leave is limited elsewhere. */
  sent() {
    this.stop();
    this.#saidAt = -Infinity;
  }
}

/** The typing of the others, believed for a while. */
export class TypingWatch {
  #expiry = new Map();
  #onChange;
  #timers;

  /** @param {() => void} onChange */
  constructor(onChange, timers = browserTimers) {
    this.#onChange = onChange;
    this.#timers = timers;
  }

  /** @returns {number[]} Who is typing, in the order in which they began. */
  get ids() {
    return [...this.#expiry.keys()];
  }

  isTyping = (id) => this.#expiry.has(id);

  heard(id, typing) {
    if (!typing) return this.#forget(id);
    const news = !this.#expiry.has(id);
    this.#timers.clearTimeout(this.#expiry.get(id));
    this.#expiry.set(id, this.#timers.setTimeout(() => this.#forget(id), BELIEVE));
    if (news) this.#onChange();
  }

  /** Their line is here, so the waiting is over. The room took their typing back with the line. */
  spoke(id) {
    this.#forget(id);
  }

  /** After a lost connection nothing of it is certain. */
  clear() {
    for (const id of this.ids) this.#forget(id);
  }

  #forget(id) {
    if (!this.#expiry.has(id)) return;
    this.#timers.clearTimeout(this.#expiry.get(id));
    this.#expiry.delete(id);
    this.#onChange();
  }
}
