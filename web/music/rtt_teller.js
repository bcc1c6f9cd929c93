// Tells the room how slow my connection is, because the slowest decides how far ahead changes are announced. Pure.
// It must never know what the room makes of it.

/** At most once in this many milliseconds, and only if it is another by more than a fifth. */
const EVERY = 1_000;
const NEWS = 0.2;
/** Of the newest exchanges the middle one counts: a single bad moment says little about the next. */
const NEWEST = 8;

export class RttTeller {
  #told = null;
  #toldAt = -Infinity;
  /** When the first exchange of this connection ended; null until there was one. */
  #since = null;
  #tell;

  /** @param {(milliseconds: number) => boolean} tell Says whether it was sent. */
  constructor(tell) {
    this.#tell = tell;
  }

  /** Another connection: the room has to be told anew. */
  again() {
    this.#told = null;
    this.#since = null;
  }

  /**
   * After each exchange.
   * @param {{roundTrip: number, at: number}[]} exchanges Those of earlier connections say nothing about this one.
   * @param {number} now In milliseconds.
   */
  heard(exchanges, now) {
    this.#since ??= exchanges.at(-1)?.at ?? null;
    const own = exchanges.filter(({ at }) => at >= this.#since).slice(-NEWEST);
    const newest = own.map(({ roundTrip }) => roundTrip).sort((one, other) => one - other);
    if (newest.length === 0) return;
    const middle = newest[newest.length >> 1];
    const isNews = this.#told === null || Math.abs(middle - this.#told) > this.#told * NEWS;
    if (!isNews || now - this.#toldAt < EVERY) return;
    if (!this.#tell(Math.max(0, Math.round(middle * 10) / 10))) return; // Not in yet: the next exchange tries again.
    this.#told = middle;
    this.#toldAt = now;
  }
}
