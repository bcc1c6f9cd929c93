// When to ask the server for its time: a short burst at first, then steadily, because clocks drift.
// It must never know what comes of the answers.

import { browserTimers } from '../timers.js';

/** In milliseconds after the welcome: eight quick ones, so that a few are likely to meet no delay. */
const FIRST = [0, 60, 120, 180, 240, 300, 360, 420];
/**
 * Often enough that the last minute always fills the window of the estimate. Half as often, on a network of
 * 120 ± 60 ms one class in ten would be more than 5 ms apart after 40 s.
 */
const EVERY = 1_250;

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

  start() {
    this.stop();
    this.#burst = FIRST.map((after) => this.#timers.setTimeout(this.#ask, after));
    this.#goOn();
  }

  stop() {
    for (const timer of [...this.#burst, this.#later]) this.#timers.clearTimeout(timer);
  }

  #goOn() {
    this.#later = this.#timers.setTimeout(() => {
      this.#ask(); // A hidden tab asks too, as often as its timers run: it may be playing.
      this.#goOn();
    }, EVERY);
  }
}
