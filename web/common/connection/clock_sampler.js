// When to ask the server for its time: a short burst at first, then now and then.
// It must never know what comes of the answers.

import { browserTimers } from '../timers.js';

/** In milliseconds after the welcome. */
const FIRST = [0, 60, 120, 180, 400];
const EVERY = 5_000;

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
      if (!globalThis.document?.hidden) this.#ask();
      this.#goOn();
    }, EVERY);
  }
}
