// A value that a hand and the room both set: while the hand is on it, the hand wins; then it shows what the room has. Pure.
// It must never know what the value is; timers are handed in.

import { browserTimers } from '../../common/timers.js';

/** In milliseconds after the last move of the hand; by then the room has answered. */
const HOLD = 900;

export class HeldValue {
  #room = null;
  #timer = null;
  #show;
  #timers;

  /** @param {(value: number) => void} show */
  constructor(show, timers = browserTimers) {
    this.#show = show;
    this.#timers = timers;
  }

  /** The hand moves. */
  hold(value) {
    this.#timers.clearTimeout(this.#timer);
    this.#timer = this.#timers.setTimeout(() => this.#release(), HOLD);
    this.#show(value);
  }

  /** The room says what is so. */
  told(value) {
    this.#room = value;
    if (this.#timer === null) this.#show(value);
  }

  #release() {
    this.#timer = null;
    if (this.#room !== null) this.#show(this.#room);
  }
}
