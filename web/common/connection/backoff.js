// How long to wait before the next try to connect. Pure: time and chance are handed in.
// It must never know what is being connected, or why the last try failed.

/** No wait is longer than this, in milliseconds. */
const LONGEST = 10_000;
/** The first window; it doubles with each failed try. */
const FIRST_WINDOW = 500;
/** No wait is shorter than this, so that a broken server is not hammered. */
const SHORTEST = 200;
/** Only a connection that lasted this long counts as a success. */
const STABLE = 10_000;

export class Backoff {
  #failures = 0;
  #welcomedAt = null;
  #random;

  /** @param {() => number} random A number from 0 up to 1. */
  constructor(random = Math.random) {
    this.#random = random;
  }

  /** The number of the try that comes next, counted from 1. */
  get attempt() {
    return this.#failures + 1;
  }

  /** @param {number} now The server has let us in. */
  welcomed(now) {
    this.#welcomedAt = now;
  }

  /**
   * The connection ended, or never began.
   * Thirty laptops that lost the same server must not come back in the same instant: the first wait is anywhere in
   * its window. Those after it are in the later half of theirs: the windows have spread them already, and whoever
   * comes back early from a long outage tries in vain, or waits all the longer the next time.
   * @param {number} now
   * @param {{retryMs?: number, atLeast?: number}} wish What the server asked for; its `retryMs` wins.
   * @returns {number} Milliseconds to wait.
   */
  next(now, { retryMs, atLeast = SHORTEST } = {}) {
    // A server that accepts and drops us at once would otherwise reset the count for ever.
    if (this.#welcomedAt !== null && now - this.#welcomedAt >= STABLE) this.#failures = 0;
    this.#welcomedAt = null;
    const window = Math.min(LONGEST, FIRST_WINDOW * 2 ** this.#failures);
    const from = this.#failures === 0 ? 0 : window / 2;
    this.#failures += 1;
    return retryMs ?? Math.max(atLeast, SHORTEST, from + this.#random() * (window - from));
  }

  /** The person asked for a fresh start. */
  reset() {
    this.#failures = 0;
    this.#welcomedAt = null;
  }
}
