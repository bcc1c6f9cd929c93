// The numbered events of the room, from the moment the server numbered them, for all lanes alike. Pure.
// It must never know a lane; which of them carry their number in writing is the same in all.

const KEPT = 40_000;

/** @typedef {{seq: number, at: number, text: string, isLabelled: boolean}} Told `at` is local time. */

export class Events {
  /** In order of the numbers. @type {Told[]} */
  list = [];
  #newest = 0;
  #labelled = -Infinity;

  /**
   * Somebody heard of it first.
   * @param {number} seq @param {number} at Local time at which the server numbered it.
   * @param {number} gap Two numbers in writing are at least so many milliseconds apart.
   */
  tell(seq, at, text, gap) {
    if (seq <= this.#newest) return;
    this.#newest = seq;
    const isLabelled = at - this.#labelled >= gap;
    if (isLabelled) this.#labelled = at;
    this.list.push({ seq, at, text, isLabelled });
    while (this.list[0].at < at - KEPT) this.list.shift();
  }

  /** Numbers begin again. */
  startOver() {
    this.list = [];
    this.#newest = 0;
    this.#labelled = -Infinity;
  }
}
