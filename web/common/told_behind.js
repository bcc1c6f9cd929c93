// Something that a server tells right behind its welcome, where there is anything to tell, and again whenever it changes.
// It must never know what that is, nor the server or the page.

import { browserTimers } from './timers.js';

/** The network may part the welcome and what is told behind it by this much, in milliseconds. */
const BEHIND_WELCOME = 3_000;

/** @template T */
export class ToldBehind {
  /** What holds. @type {T} */
  value;
  #nothing;
  #listeners = [];
  #timers;
  #forgetting = null;

  /**
   * @param {T} nothing What holds as long as nothing is told.
   * @param {import('./timers.js').Timers} [timers]
   */
  constructor(nothing, timers = browserTimers) {
    this.value = this.#nothing = nothing;
    this.#timers = timers;
  }

  /** @param {(value: T) => void} listener Is told at once, and whenever it changes. */
  listen(listener) {
    this.#listeners.push(listener);
    listener(this.seen);
  }

  /** @param {T} value */
  told(value) {
    this.settle();
    this.value = value;
    this.tell();
  }

  /** A server that says nothing behind its welcome has nothing to say. */
  welcomed() {
    this.settle();
    this.#forgetting = this.#timers.setTimeout(() => this.told(this.#nothing), BEHIND_WELCOME);
  }

  /** As the listeners see it. */
  get seen() {
    return this.value;
  }

  /** What was expected has been told. */
  settle() {
    this.#timers.clearTimeout(this.#forgetting);
  }

  tell() {
    for (const listener of this.#listeners) listener(this.seen);
  }
}
