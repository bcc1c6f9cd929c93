// What a close code asks of us, as one pure table.
// It must never know timers, sockets or the page.

/** A client bug: the same bytes would be refused again, so trying again helps nobody. */
const FAULTS = {
  1002: 'The server could not follow this page (protocol error).',
  1003: 'The server was sent data of a kind it does not take.',
  1007: 'The server was sent text that is not valid UTF-8.',
  1009: 'The server was sent a message that is too big.',
};

const REFUSALS = {
  4001: 'This seat was taken over by another tab.',
  4004: 'This page is older than the server.',
};

const REMOVED = 'The lecturer has sent you away from this room.';

const LOCKED = 4123;

/** Codes that ask for patience, in milliseconds. */
const PATIENCE = { 1008: 30_000, 1012: 2_000, 1013: 2_000, [LOCKED]: 15_000 };

/**
 * @typedef {object} Verdict
 * @property {'retry'|'replaced'|'removed'|'fault'} action
 * @property {number} [atLeast] Wait no less than this many milliseconds.
 * @property {boolean} [soon] Try again without the usual wait.
 * @property {string} [reason] For people to read.
 * @property {boolean} [isLocked] It is the lecturer who keeps us out.
 */

/**
 * @param {number} code
 * @param {string} [said] The server's own words, which are for people in the range of its refusals.
 * @returns {Verdict}
 */
export function verdict(code, said = '') {
  if (FAULTS[code]) return { action: 'fault', reason: FAULTS[code] };
  if (code === 4001) return { action: 'replaced', reason: REFUSALS[4001] };
  if (code === 4003) return { action: 'removed', reason: said || REMOVED };
  if (code >= 4000 && code < 4100) {
    return { action: 'fault', reason: (REFUSALS[code] ?? said) || `The server refused us (code ${code}).` };
  }
  if (code >= 4100 && code < 4200) {
    return { action: 'retry', atLeast: PATIENCE[code], reason: said || undefined, ...(code === LOCKED ? { isLocked: true } : {}) };
  }
  if (code >= 4200 && code < 4300) return { action: 'retry', soon: true };
  if (code === 1008) return { action: 'retry', atLeast: PATIENCE[1008], reason: `The server sent this page away for a while: ${said || 'it sent too much'}.` };
  return { action: 'retry', atLeast: PATIENCE[code] };
}
