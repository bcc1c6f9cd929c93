// How far from its place a device plays, in milliseconds. Pure.
// It must never know clocks: times come as server times, to which `AudioClock.serverTime` turns what was scheduled.

/** @typedef {{median: number, p95: number, steps: number}} Spread In milliseconds. */

/**
 * How far from its place each step was played.
 * @param {{at: number, ideal: number}[]} played Both in server time.
 * @returns {Spread}
 */
export function spreadFromIdeal(played) {
  const sorted = played.map(({ at, ideal }) => Math.abs(at - ideal)).sort((one, other) => one - other);
  const quantile = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { median: quantile(0.5), p95: quantile(0.95), steps: sorted.length };
}
