// How far the server's clock is ahead of ours, from exchanges of four timestamps as in NTP. Pure.
// It must never know how the timestamps travel. `music/src/clock.rs` does the same in the same order.
//
// Waiting only ever adds time. So seen on its own, the way up says "ahead by at most t1 − t0", the way down "by at
// least t2 − t3", and the truth, a line over time, runs in the corridor between both. For a given slope the corridor
// is as wide as its two tightest exchanges leave it, which need not be the same one, and its middle is the best guess.
//
// The slope is the drift of two quartz crystals. It is searched among all that crystals have: the right one leaves
// the widest corridor. But chance widens it too when delays are long and few, so a slope must earn its place: each
// ppm costs a fraction of the noise. Trying all 201 is slower than following the hull, and cannot go wrong.

/** @typedef {[t0: number, t1: number, t2: number, t3: number]} Exchange Sent, received, answered, received; t0 and t3 local. */

/**
 * @typedef {object} Estimate The server's time minus the local one is `offset + slope * (local - at)`.
 * @property {number} at The local time of the newest answer.
 * @property {number} offset In milliseconds.
 * @property {number} slope Milliseconds per millisecond.
 * @property {number} error How wrong it may be, in milliseconds, unless one way is always slower than the other.
 * @property {number} up Which exchange was the tightest on the way up, by its place in the list.
 * @property {number} down And on the way down.
 */

/** Enough exchanges that a few delayed ones do not matter, and none that is stale. */
export const WINDOW = 48;
export const OLDEST = 60_000;
/** Shorter than this, in milliseconds, even a bad crystal drifts by less than the noise. */
const LONG_ENOUGH = 10_000;
const PPM = 1e-6;
const MOST_PPM = 100;
/** So many delays tell how noisy they are. */
const ENOUGH = 4;
/** What each ppm of slope costs, in units of the noise: 50 ppm must widen the corridor by one. */
const COST = 0.02;
/** What may be left of the drift, for the error. */
const DOUBT = 20 * PPM;
/** A corridor narrower than nothing by this many milliseconds: a clock has jumped. */
const JUMP = -5;

/** @param {Exchange[]} exchanges In order. @returns {Exchange[]} Those that count. */
export function recent(exchanges) {
  const newest = exchanges.at(-1)[3];
  return exchanges.slice(-WINDOW).filter(([, , , t3]) => newest - t3 <= OLDEST);
}

/** @param {Exchange[]} exchanges At least one, in order, all recent. @returns {Estimate} */
export function estimate(exchanges) {
  const at = exchanges.at(-1)[3];
  const ups = exchanges.map(([t0, t1]) => ({ x: t0 - at, delay: t1 - t0 }));
  const downs = exchanges.map(([, , t2, t3]) => ({ x: t3 - at, delay: t3 - t2 }));
  const corridor = (slope) => {
    const [up, down] = [tightest(ups, -slope), tightest(downs, slope)];
    return { slope, up, down, width: up.delay + down.delay };
  };
  const noise = (noiseOf(ups, 0) + noiseOf(downs, 0)) / 2;
  let best = corridor(0);
  let bestGain = best.width;
  const most = at - exchanges[0][3] > LONG_ENOUGH ? MOST_PPM : 0;
  for (let ppm = 1; ppm <= most; ppm += 1) {
    for (const slope of [ppm * PPM, -ppm * PPM]) {
      const tried = corridor(slope);
      const gain = tried.width - COST * noise * ppm;
      if (gain > bestGain) [best, bestGain] = [tried, gain];
    }
  }
  const { slope, up, down, width } = best;
  if (width < JUMP && exchanges.length > 1) return withoutTheOldest(exchanges);
  const bound = Math.max(0, width) / 2;
  const age = -(ups[up.index].x + downs[down.index].x) / 2;
  const likely = (noiseOf(ups, -slope) + noiseOf(downs, slope)) / 2 + DOUBT * age;
  const error = exchanges.length < ENOUGH ? bound : Math.min(bound, likely);
  return { at, offset: (up.delay - down.delay) / 2, slope, error, up: up.index, down: down.index };
}

/** No line explains all of them, so the device slept or its clock was set, and what was before says nothing. */
function withoutTheOldest(exchanges) {
  const later = estimate(exchanges.slice(1));
  return { ...later, up: later.up + 1, down: later.down + 1 };
}

/** The smallest delay, once the drift since is taken out. The first of equal ones. */
function tightest(ways, slope) {
  let best = { index: 0, delay: Infinity };
  for (const [index, { x, delay }] of ways.entries()) {
    if (delay + slope * x < best.delay) best = { index, delay: delay + slope * x };
  }
  return best;
}

/** The mean distance between the four smallest delays: about as far does the smallest lie above the true floor. */
function noiseOf(ways, slope) {
  const smallest = ways.map(({ x, delay }) => delay + slope * x).sort((one, other) => one - other).slice(0, ENOUGH);
  return (smallest.at(-1) - smallest[0]) / Math.max(1, smallest.length - 1);
}
