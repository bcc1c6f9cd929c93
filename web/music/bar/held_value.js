// A value that a hand and the room both set: while the hand is on it, the hand wins; then it shows what the room has. Pure.
// It must never know what the value is; timers are handed in.

import { browserTimers } from '../../common/timers.js';

/** In milliseconds after the last move of the hand; by then the room has mostly answered. */
const HOLD = 900;

export class HeldValue {
  #room = null;
  #shown = null;
  #timer = null;
  #show;
  #isWished;
  #timers;

  /** @param {(value: number) => void} show @param {() => boolean} isWished Whether the room has still to decide. */
  constructor(show, isWished, timers = browserTimers) {
    this.#show = show;
    this.#isWished = isWished;
    this.#timers = timers;
  }

  /** The hand moves. */
  hold(value) {
    this.#wait();
    this.#write(value);
  }

  /** The hand left something that is no value. */
  again() {
    if (this.#shown !== null) this.#show(this.#shown);
  }

  /** The room says what is so. */
  told(value) {
    this.#room = value;
    if (this.#timer === null) this.#write(value);
  }

  #wait() {
    this.#timers.clearTimeout(this.#timer);
    this.#timer = this.#timers.setTimeout(() => this.#release(), HOLD);
  }

  /** Over a slow connection what the room has may still be what was before the wish. */
  #release() {
    if (this.#isWished()) return this.#wait();
    this.#timer = null;
    if (this.#room !== null) this.#write(this.#room);
  }

  #write(value) {
    this.#shown = value;
    this.#show(value);
  }
}
