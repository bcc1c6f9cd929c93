// How long events took to come: last, median, least, worst. Pure.
// It must never know which way they came, nor what a clock is.

/** The median is that of the newest ones, so that it follows when something changes. */
const KEPT = 200;

export class Latencies {
  #recent = [];
  #count = 0;
  #least = null;
  #worst = null;

  /** @param {number} milliseconds A little less than nothing means as fast as the clocks can tell. */
  add(milliseconds) {
    const took = Math.max(0, milliseconds);
    this.#recent.push(took);
    if (this.#recent.length > KEPT) this.#recent.shift();
    this.#count += 1;
    this.#least = Math.min(this.#least ?? took, took);
    this.#worst = Math.max(this.#worst ?? took, took);
  }

  reset() {
    this.#recent = [];
    this.#count = 0;
    this.#least = this.#worst = null;
  }

  get count() {
    return this.#count;
  }

  /** @returns {?number} */
  get last() {
    return this.#recent.at(-1) ?? null;
  }

  /** @returns {?number} */
  get median() {
    return median(this.#recent);
  }

  get least() {
    return this.#least;
  }

  get worst() {
    return this.#worst;
  }

  /** The newest ones, oldest first. @returns {number[]} */
  get recent() {
    return this.#recent;
  }
}

/** @param {number[]} values @returns {?number} The middle one; of two in the middle, what lies between. */
export function median(values) {
  if (values.length === 0) return null;
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
