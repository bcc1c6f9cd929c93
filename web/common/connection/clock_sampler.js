// When to ask the server for its time: a short burst at first, then steadily, because clocks drift.
// It must never know what comes of the answers.

import { browserTimers } from '../timers.js';

/** At first eight quick ones, so that a few are likely to meet no delay. */
const FIRST = 8;

/**
 * In milliseconds. On an open line a question is a frame of some bytes, so it is asked often enough that the last minute
 * always fills the window of the estimate. Half as often, on a network of 120 ± 60 ms one class in ten would be more
 * than 5 ms apart after 40 s. Over HTTP each question is a request of its own, and costs ten times as much.
 */
export const PACES = { line: { apart: 60, every: 1_250 }, requests: { apart: 150, every: 15_000 } };

export class ClockSampler {
  #ask;
  #timers;
  #burst = [];
  #later = null;

  /** @param {() => void} ask Sends one clock frame. */
  constructor(ask, timers = browserTimers) {
    this.#ask = ask;
    this.#timers = timers;
  }

  /** @param {{apart: number, every: number}} pace One of `PACES`. */
  start({ apart, every } = PACES.line) {
    this.stop();
    this.#burst = Array.from({ length: FIRST }, (_, index) => this.#timers.setTimeout(this.#ask, index * apart));
    this.#goOn(every);
  }

  stop() {
    for (const timer of [...this.#burst, this.#later]) this.#timers.clearTimeout(timer);
  }

  #goOn(every) {
    this.#later = this.#timers.setTimeout(() => {
      this.#ask(); // A hidden tab asks too, as often as its timers run: it may be playing.
      this.#goOn(every);
    }, every);
  }
}
