// When to ask the server for its time: a short burst at first, then now and then.
// It must never know what comes of the answers.

/** In milliseconds after the welcome. */
const FIRST = [0, 60, 120, 180, 400];
const EVERY = 5_000;

export class ClockSampler {
  #ask;
  #timers = [];

  /** @param {() => void} ask Sends one clock frame. */
  constructor(ask) {
    this.#ask = ask;
  }

  start() {
    this.stop();
    this.#timers = FIRST.map((after) => setTimeout(this.#ask, after));
    this.#timers.push(setInterval(() => globalThis.document?.hidden || this.#ask(), EVERY));
  }

  stop() {
    this.#timers.forEach((timer) => clearTimeout(timer));
    this.#timers = [];
  }
}
