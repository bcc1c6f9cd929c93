// Tempo from taps, and the limits of a tempo. Pure: the time is handed in.
// It must never know the page.

export const SLOWEST = 40;
export const FASTEST = 240;

/** More than this between two taps, in milliseconds, begins a new count. It is slower than the slowest beat. */
const PAUSE = 2_000;
const TAPS = 6;
/** From two taps alone nobody can tell how even they were. */
const ENOUGH = 3;

export class TapTempo {
  #taps = [];

  /**
   * @param {number} now In milliseconds.
   * @returns {?number} Beats a minute, once there are enough taps.
   */
  tap(now) {
    if (now - (this.#taps.at(-1) ?? -Infinity) > PAUSE) this.#taps = [];
    this.#taps = [...this.#taps, now].slice(-TAPS);
    if (this.#taps.length < ENOUGH) return null;
    // The median of the gaps: one late finger does not matter.
    const gaps = this.#taps.slice(1).map((at, index) => at - this.#taps[index]).sort((one, other) => one - other);
    const middle = (gaps[Math.floor((gaps.length - 1) / 2)] + gaps[Math.ceil((gaps.length - 1) / 2)]) / 2;
    return withinLimits(60_000 / middle);
  }
}

/** @returns {number} A whole number that the room takes. */
export function withinLimits(bpm) {
  return Math.min(FASTEST, Math.max(SLOWEST, Math.round(bpm)));
}
