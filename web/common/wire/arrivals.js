// Brings together what the server noted and what this page saw of the same frame, to know how long it was under way. Pure.
// It must never guess: texts that cannot be told apart are matched with nothing.

/** What found no partner by then never will, in milliseconds. */
const PATIENCE = 40_000;

/**
 * @typedef {object} Sight One side's sight of a frame.
 * @property {'up'|'down'} way
 * @property {?object} frame Parsed; without it there is nothing to compare.
 */

export class Arrivals {
  #onPair;
  /** By way and text: those who wait, all of them of one side. @type {Map<string, {side: string, at: number, what: any}[]>} */
  #waiting = new Map();

  /** @param {(row: any, pageTime: number) => void} onPair `pageTime` is when this page sent or heard it. */
  constructor(onPair) {
    this.#onPair = onPair;
  }

  /** This page sent or heard a frame. @param {'up'|'down'} way @param {object} frame @param {number} at */
  page(way, frame, at) {
    this.#meet('page', way, frame, at, at);
  }

  /** The server noted a frame. @param {'up'|'down'} way @param {?object} frame @param {object} row @param {number} now */
  server(way, frame, row, now) {
    if (frame !== null) this.#meet('server', way, frame, row, now);
  }

  clear() {
    this.#waiting.clear();
  }

  #meet(side, way, frame, what, now) {
    const key = way + JSON.stringify(frame); // Both sides parsed the same text, so this is the same again.
    const others = (this.#waiting.get(key) ?? []).filter(({ at }) => now - at < PATIENCE);
    if (others.length === 0 || others[0].side === side) {
      this.#waiting.set(key, [...others, { side, at: now, what }]);
    } else {
      this.#waiting.delete(key);
      // Two of the same text: nobody can say which of them it was, so none of them is.
      if (others.length === 1) this.#onPair(...(side === 'page' ? [others[0].what, what] : [what, others[0].what]));
    }
    if (this.#waiting.size > 500) this.#forget(now);
  }

  #forget(now) {
    for (const [key, waiting] of this.#waiting) if (now - waiting.at(-1).at >= PATIENCE) this.#waiting.delete(key);
    // Whoever is still here in such numbers is never going to be asked for.
    for (const key of this.#waiting.keys()) if (this.#waiting.size > 2_000) this.#waiting.delete(key);
  }
}
