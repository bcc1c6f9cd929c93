// What was scheduled last, kept for the panel that says how even it is, and for whoever compares devices.
// It must never be needed for sound.

import { STEPS_PER_BEAT } from './engine/events.js';
import { spreadFromIdeal } from './engine/spread.js';

const KEPT = 512;
/** What is said about now counts the steps of the last few bars. */
const NEWEST = 64;

export class Probe {
  /** @type {(import('./engine/player.js').Played & {wall: number})[]} */
  #played = [];
  #clock;

  /** @param {import('../common/clock.js').Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /**
   * Turned back by the clock that scheduled it, each step is where it belongs, however wrong that clock is. So the
   * device's own time is kept, too: devices that share one can be compared without asking any of them to be right.
   */
  add(played) {
    this.#played.push(Object.assign(played, { wall: performance.timeOrigin + this.#clock.localTime(played.at) }));
    if (this.#played.length > KEPT) this.#played.shift();
  }

  /** It was scheduled and will not be heard. */
  takeBack(played) {
    this.#played = this.#played.filter((other) => other !== played);
  }

  /** Another way of playing begins. */
  clear() {
    this.#played = [];
  }

  /** @returns {import('./engine/spread.js').Spread} How far from their places the newest steps were played. */
  get spread() {
    return spreadFromIdeal(this.#played.slice(-NEWEST));
  }

  /**
   * @returns {{step: number, beat: number, server: number, wall: number, ideal: number, when: number,
   *   mode: string}[]} Oldest first.
   */
  get steps() {
    return this.#played.map(({ step, at, wall, ideal, when, mode }) => {
      return { step, beat: step / STEPS_PER_BEAT, server: at, wall, ideal, when, mode };
    });
  }
}
