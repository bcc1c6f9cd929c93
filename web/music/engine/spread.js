// How far apart devices play, in milliseconds. Pure.
// It must never know clocks: times come as server times, to which `AudioClock.serverTime` turns what was scheduled.

/** @typedef {{median: number, p95: number, steps: number}} Spread In milliseconds. */

/**
 * What one device scheduled, turned back into server times.
 * @param {{step: number, when: number}[]} played `when` in seconds of the audio device.
 * @param {(audioTime: number) => number} toServer
 * @returns {Map<number, number>} Server time by step.
 */
export function serverTimes(played, toServer) {
  return new Map(played.map(({ step, when }) => [step, toServer(when)]));
}

/**
 * Between devices: for each step that all of them have, the latest minus the earliest.
 * @param {Map<number, number>[]} devices Server time by step.
 * @returns {Spread}
 */
export function spreadAcross(devices) {
  const [first, ...others] = devices;
  const common = [...first.keys()].filter((step) => others.every((times) => times.has(step)));
  return summary(common.map((step) => {
    const times = devices.map((device) => device.get(step));
    return Math.max(...times) - Math.min(...times);
  }));
}

/**
 * On one device: how far from its place each step was played.
 * @param {{at: number, ideal: number}[]} played Both in server time.
 * @returns {Spread}
 */
export function spreadFromIdeal(played) {
  return summary(played.map(({ at, ideal }) => Math.abs(at - ideal)));
}

/** @returns {Spread} */
export function summary(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const quantile = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { median: quantile(0.5), p95: quantile(0.95), steps: sorted.length };
}
