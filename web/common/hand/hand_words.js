// What the lecturer has in force, in words for everybody. Pure.
// It must never know the page, nor who may change it.

/** The steps of slow mode that are offered, in milliseconds. */
export const SLOW_STEPS = [0, 2_000, 5_000, 10_000, 30_000];

/** @param {number} milliseconds */
export const secondsWords = (milliseconds) => `${milliseconds / 1000} s`;

/**
 * @param {{locked: boolean, slow_ms: number, isMuted: boolean}} now
 * @returns {{icon: 'silence'|'clock'|'lock', text: string}[]} A sentence each, the most pressing first.
 */
export function handWords({ locked, slow_ms: slowMs, isMuted }) {
  const said = [];
  if (isMuted) said.push({ icon: 'silence', text: 'You are muted by the lecturer: what you do stays here.' });
  else if (slowMs > 0) said.push({ icon: 'clock', text: `Slow mode: everybody once in ${secondsWords(slowMs)}.` });
  if (locked) said.push({ icon: 'lock', text: 'The room is locked: nobody new comes in.' });
  return said;
}
