// Where my head is, said to the others: not too often, and the last word always. Pure: timers are handed in.
// It must never know the page or the connection.

import { browserTimers } from '../common/timers.js';

/** All heads together may be said to move so often in a second. */
const ALL_TOGETHER = 600;
const [LEAST, MOST] = [8, 30];
/** A tremble is not worth a frame of its own, but where it ends is. In milliseconds. */
const SETTLED = 120;

/** How often a second each of so many people may tell. */
export const rateFor = (people) => Math.min(MOST, Math.max(LEAST, ALL_TOGETHER / Math.max(1, people)));

export class MoveTeller {
  #say;
  #isFar;
  #timers;
  #interval = 1_000 / MOST;
  #wanted = null;
  #said = null;
  #saidAt = -Infinity;
  #timer = null;
  #due = Infinity;

  /**
   * @param {(spot: {x: number, y: number}) => void} say
   * @param {(one: object, other: object) => boolean} isFar Whether anybody can see the difference.
   */
  constructor(say, isFar, timers = browserTimers) {
    this.#say = say;
    this.#isFar = isFar;
    this.#timers = timers;
  }

  /** How many are here: the more, the less often each of them tells. */
  set people(count) {
    this.#interval = 1_000 / rateFor(count);
  }

  /** @param {{x: number, y: number}} spot */
  moved(spot) {
    const now = this.#timers.now();
    this.#wanted = spot;
    const far = !this.#said || this.#isFar(this.#said, spot);
    this.#tellAt(Math.max(far ? now : now + SETTLED, this.#saidAt + this.#interval), now);
  }

  /**
   * What was said on the connection before may be lost, and another server never heard it.
   * @param {?{x: number, y: number}} spot Where my head is, if it is anywhere yet.
   */
  again(spot) {
    this.#said = null;
    if (spot) this.moved({ x: spot.x, y: spot.y });
  }

  /** Whatever is planned earlier will say the newest spot as well. */
  #tellAt(due, now) {
    if (due >= this.#due) return;
    this.#timers.clearTimeout(this.#timer);
    if (due <= now) return this.#tell();
    this.#due = due;
    this.#timer = this.#timers.setTimeout(() => this.#tell(), due - now);
  }

  #tell() {
    const { x, y } = this.#wanted;
    this.#due = Infinity;
    if (this.#said && this.#said.x === x && this.#said.y === y) return;
    this.#said = this.#wanted;
    this.#saidAt = this.#timers.now();
    this.#say(this.#wanted);
  }
}
