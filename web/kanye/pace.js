// How often something may be done: a few times at once, and then so often a second. Pure: timers are handed in.
// It must never know what is done.

import { browserTimers } from '../common/timers.js';

export class Pace {
  #perSecond;
  #burst;
  #timers;
  #left;
  #at;

  /** @param {{perSecond: number, burst: number}} limit As the room has it; what is beyond is not worth a frame. */
  constructor({ perSecond, burst }, timers = browserTimers) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#timers = timers;
    this.#left = burst;
    this.#at = timers.now();
  }

  /** @returns {boolean} Whether it may be done now, which is counted then. */
  take() {
    const now = this.#timers.now();
    this.#left = Math.min(this.#burst, this.#left + ((now - this.#at) / 1_000) * this.#perSecond);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
