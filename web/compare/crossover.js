// Bytes per minute against events per minute, as they were measured while a rate was held. Pure.
// It must never compute a number from assumed costs, nor know where the counts come from.

/** A rate counts once it was held for so long, in milliseconds, and this many events came by. */
export const LEAST = 6_000;
const EVENTS = 2;
/** Held for longer, it would only get slower to follow. */
const MOST = 120_000;
/** The first moment after a change still has something of what was before. */
const SETTLING = 1_500;

/** @typedef {{rate: number, bytes: Map<string, number>, isDone: boolean}} Point Events and bytes per minute. */

export class Crossover {
  /** @type {Point[]} In order of the rate. */
  points = [];
  #from = null;
  #held = null;

  /** The rate or a setting changes, or the talk ends: what was held so far stays, if it was long enough. */
  change() {
    this.#from = this.#held = null;
  }

  clear() {
    this.points = [];
    this.change();
  }

  /**
   * Looks at the counts while the talk goes on.
   * @param {number} now Local time.
   * @param {{events: number, bytes: Map<string, number>}} counts All that was counted, of each lane that runs.
   * @returns {?Point} What this rate would be by now.
   */
  look(now, counts) {
    this.#from ??= { now: now + SETTLING, counts: null };
    if (now < this.#from.now) return null;
    this.#from.counts ??= { ...counts, bytes: new Map(counts.bytes), now };
    const took = now - this.#from.counts.now;
    const events = counts.events - this.#from.counts.events;
    if (took < LEAST / 2 || events < 1) return null;
    const perMinute = 60_000 / took;
    const bytes = new Map();
    for (const [lane, count] of counts.bytes) {
      const before = this.#from.counts.bytes.get(lane);
      if (before !== undefined && count >= before) bytes.set(lane, (count - before) * perMinute);
    }
    const isDone = took >= LEAST && events >= EVENTS;
    this.#keep({ rate: events * perMinute, bytes, isDone });
    if (took > MOST) this.change();
    return this.#held;
  }

  /** How long this rate has been looked at, from 0 to 1. */
  progress(now) {
    const since = this.#from?.counts?.now;
    return since === undefined ? 0 : Math.min(1, (now - since) / LEAST);
  }

  #keep(point) {
    this.#held ??= point;
    Object.assign(this.#held, point);
    if (point.isDone && !this.points.includes(this.#held)) this.points.push(this.#held);
    this.points.sort((one, other) => one.rate - other.rate);
  }
}

/** A slider from 0 to 1 that multiplies: the same way everywhere makes the same factor. */
export function logScale(least, most) {
  const factor = Math.log(most / least);
  return {
    value: (share) => least * Math.exp(factor * share),
    share: (value) => Math.log(value / least) / factor,
  };
}

/** Events per minute: from one to twenty a second. */
export const RATES = logScale(1, 1_200);
