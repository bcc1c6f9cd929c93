// What was scheduled last, kept for the panel that says how even it is, and for whoever compares devices.
// It must never be needed for sound.

import { STEPS_PER_BEAT } from './engine/events.js';
import { spreadFromIdeal } from './engine/spread.js';

const KEPT = 512;
/** What is said about now counts the steps of the last few bars. */
const NEWEST = 64;

export class Probe {
  /** @type {import('./engine/player.js').Played[]} */
  #played = [];

  add(played) {
    this.#played.push(played);
    if (this.#played.length > KEPT) this.#played.shift();
  }

  /** Another way of playing begins. */
  clear() {
    this.#played = [];
  }

  /** @returns {import('./engine/spread.js').Spread} How far from their places the newest steps were played. */
  get spread() {
    return spreadFromIdeal(this.#played.slice(-NEWEST));
  }

  /** @returns {{step: number, beat: number, server: number, ideal: number, when: number, mode: string}[]} Oldest first. */
  get steps() {
    return this.#played.map(({ step, at, ideal, when, mode }) => {
      return { step, beat: step / STEPS_PER_BEAT, server: at, ideal, when, mode };
    });
  }
}
