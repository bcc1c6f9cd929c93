// Time as the page keeps it, behind a few plain functions, so that a test can hand in a time of its own.
// It must never know what anybody waits for.

/**
 * @typedef {{now: () => number, setTimeout: Function, clearTimeout: Function,
 *   setInterval: Function, clearInterval: Function}} Timers In milliseconds.
 */

/** @type {Timers} Called through small functions, because a browser's own refuse to be called as methods. */
export const browserTimers = {
  now: () => performance.now(),
  setTimeout: (call, milliseconds) => setTimeout(call, milliseconds),
  clearTimeout: (timer) => clearTimeout(timer),
  setInterval: (call, milliseconds) => setInterval(call, milliseconds),
  clearInterval: (timer) => clearInterval(timer),
};
