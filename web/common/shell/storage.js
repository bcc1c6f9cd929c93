// Whether the server can write down what it is told, as far as this page was told. One for the page.
// It must never know the server or the page.

import { browserTimers } from '../timers.js';

/** Trouble is told right behind a welcome. The network may part the two by this much, in milliseconds. */
const BEHIND_WELCOME = 3_000;

export class Storage {
  trouble = false;
  #listeners = [];
  #timers;
  #forgetting = null;

  /** @param {import('../timers.js').Timers} [timers] */
  constructor(timers = browserTimers) {
    this.#timers = timers;
  }

  /** @param {(trouble: boolean) => void} listener Is told at once, and whenever it changes. */
  listen(listener) {
    this.#listeners.push(listener);
    listener(this.trouble);
  }

  /** @param {boolean} trouble */
  told(trouble) {
    this.#timers.clearTimeout(this.#forgetting);
    if (trouble === this.trouble) return;
    this.trouble = trouble;
    for (const listener of this.#listeners) listener(trouble);
  }

  /** A server that says nothing behind its welcome has no trouble. */
  welcomed() {
    this.#timers.clearTimeout(this.#forgetting);
    this.#forgetting = this.#timers.setTimeout(() => this.told(false), BEHIND_WELCOME);
  }
}

export const storage = new Storage();
