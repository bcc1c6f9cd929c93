// Counts down until something may be done again, and says in how many seconds.
// It must never know what is done, nor how the wait is drawn.

import { browserTimers } from '../timers.js';

/** Seconds are told this often, in milliseconds. */
const TELL_EVERY = 250;

export class Slower {
  #until = 0;
  #timer = null;
  #timers;
  #onLeft;

  /** @param {(seconds: number) => void} onLeft Whole seconds, each once; 0 when it is over. */
  constructor(onLeft, timers = browserTimers) {
    this.#onLeft = onLeft;
    this.#timers = timers;
  }

  get isWaiting() {
    return this.#timers.now() < this.#until;
  }

  /** @param {number} milliseconds Waits so long from now on, and no less than it did before. */
  waitFor(milliseconds) {
    this.#until = Math.max(this.#until, this.#timers.now() + milliseconds);
    this.#timers.clearTimeout(this.#timer);
    this.#tell(null);
  }

  /** There is nothing to wait for any more. */
  over() {
    if (!this.isWaiting) return;
    this.#until = 0;
    this.waitFor(0);
  }

  #tell(said) {
    const left = Math.max(0, this.#until - this.#timers.now());
    const seconds = Math.ceil(left / 1_000);
    if (seconds !== said) this.#onLeft(seconds);
    if (left > 0) this.#timer = this.#timers.setTimeout(() => this.#tell(seconds), Math.min(left, TELL_EVERY));
  }
}
