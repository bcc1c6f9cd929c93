// Says something at a steady rate, so that there is something to carry.
// It must never know what is said, nor who hears it.

import { browserTimers } from '../common/timers.js';

export class Talker {
  /** Events per minute; 0 while it is silent. */
  rate = 0;
  #say;
  #timers;
  #timer = null;
  #due = 0;

  /** @param {() => void} say */
  constructor(say, timers = browserTimers) {
    this.#say = say;
    this.#timers = timers;
  }

  /** @param {number} rate Events per minute. */
  talk(rate) {
    const wasSilent = this.rate === 0;
    this.rate = rate;
    const next = this.#timers.now() + 60_000 / rate;
    this.#due = wasSilent ? this.#timers.now() : Math.min(Math.max(this.#due, this.#timers.now()), next);
    this.#wait();
  }

  stop() {
    this.rate = 0;
    this.#timers.clearTimeout(this.#timer);
  }

  #wait() {
    this.#timers.clearTimeout(this.#timer);
    this.#timer = this.#timers.setTimeout(() => this.#speak(), Math.max(0, this.#due - this.#timers.now()));
  }

  #speak() {
    this.#say();
    // By the clock and not by the timer, or timers that are a little late would slow the talk down. After a long
    // sleep nothing is made up for.
    this.#due = Math.max(this.#due + 60_000 / this.rate, this.#timers.now());
    this.#wait();
  }
}
