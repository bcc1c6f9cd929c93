// The one time axis of all lanes: now is at the right edge, and what was moves to the left. Pure.
// It must never know what is drawn on it.

/** What a finger's breadth of the screen may take, in milliseconds, so that a phone shows less and not smaller. */
const PER_PIXEL = 12;
const LONGEST = 15_000;

export class Axis {
  #now;
  #width;
  #left;
  /** How much time fits, in milliseconds. */
  span;

  /** @param {number} now Local time at the right edge. @param {number} width In pixels. @param {number} [left] Where it ends. */
  constructor(now, width, left = 0) {
    this.#now = now;
    this.#width = width;
    this.#left = left;
    this.span = Math.min(LONGEST, (width - left) * PER_PIXEL);
  }

  get now() {
    return this.#now;
  }

  /** The time at the left edge. */
  get oldest() {
    return this.#now - this.span;
  }

  /** @returns {number} Pixels from the left; never beyond the right edge. */
  x(time) {
    const share = (Math.min(time, this.#now) - this.oldest) / this.span;
    return this.#left + share * (this.#width - this.#left);
  }

  /** How many milliseconds lie in so many pixels. */
  milliseconds(pixels) {
    return (pixels / (this.#width - this.#left)) * this.span;
  }

  /** The full seconds in view. @returns {number[]} Local times. */
  get seconds() {
    const first = Math.ceil(this.oldest / 1_000);
    const count = Math.floor(this.#now / 1_000) - first + 1;
    return Array.from({ length: Math.max(0, count) }, (_, index) => (first + index) * 1_000);
  }
}
