// The time until something, on the server's clock, so that it is the same on all screens. Pure: time is handed in.
// It must never know what happens then, nor how the wait is drawn.

import { browserTimers } from '../common/timers.js';

/**
 * When the wait that ends at `at` began, on the local clock of `performance.now()`, which the browser's own
 * animations share.
 * @param {import('../common/clock.js').Clock} clock
 * @param {number} every How long it is, in milliseconds.
 * @param {number} now From the local clock. The two clocks are compared at this moment, because the estimate of the
 *   server's holds best for now.
 */
export const beganAt = (clock, at, every, now) => now + (at - every - clock.serverTime(now));

/** Seconds as people count down: 1 until it is over, and then 0. */
export const secondsLeft = (now, at) => Math.max(0, Math.ceil((at - now) / 1_000));

export class Countdown {
  #onSecond;
  #serverNow;
  #timers;
  #timer = null;
  #at = null;

  /**
   * @param {(left: ?number) => void} onSecond Once a second until 0; null if nothing is waited for.
   * @param {() => number} serverNow
   */
  constructor(onSecond, serverNow, timers = browserTimers) {
    this.#onSecond = onSecond;
    this.#serverNow = serverNow;
    this.#timers = timers;
  }

  /** @param {?number} at When it is over, on the server's clock. Safe to say again whenever that clock is known better. */
  waitFor(at) {
    this.#at = at;
    this.#timers.clearTimeout(this.#timer);
    if (at === null) this.#onSecond(null);
    else this.#tick();
  }

  /** The server's clock is known better now. */
  correct() {
    this.waitFor(this.#at);
  }

  #tick() {
    const left = this.#at - this.#serverNow();
    const seconds = secondsLeft(0, left);
    this.#onSecond(seconds);
    if (seconds > 0) this.#timer = this.#timers.setTimeout(() => this.#tick(), Math.max(1, left - (seconds - 1) * 1_000));
  }
}
