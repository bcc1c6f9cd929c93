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
  #tell;

  /** @param {(milliseconds: number) => void} tell */
  constructor(tell) {
    this.#tell = tell;
  }

  /** Another connection: the room has to be told anew. */
  again() {
    this.#told = null;
  }

  /** @param {{roundTrip: number}[]} exchanges @param {number} now In milliseconds. */
  heard(exchanges, now) {
    const newest = exchanges.slice(-NEWEST).map(({ roundTrip }) => roundTrip).sort((one, other) => one - other);
    if (newest.length === 0) return;
    const middle = newest[newest.length >> 1];
    const isNews = this.#told === null || Math.abs(middle - this.#told) > this.#told * NEWS;
    if (!isNews || now - this.#toldAt < EVERY) return;
    this.#told = middle;
    this.#toldAt = now;
    this.#tell(Math.max(0, Math.round(middle * 10) / 10));
  }
}
