// What is said of a fallback and of the way back from it. Pure: the time is handed in.
// It must never know the page, nor decide when to try.

import { NAMES } from './transport_badge.js';

/** @param {string} kind What goes on meanwhile. @param {boolean} isRefused The lecturer does it. */
export function fallbackWords(kind, isRefused) {
  // Who keeps them out stands in the band above.
  const why = isRefused ? ' while new WebSockets are kept out.' : ': a WebSocket does not get through here.';
  return `Fallen back to ${NAMES[kind]}${why}`;
}

/** @param {?number} returnAt When a WebSocket is tried again, in the past while that is under way. @param {number} now */
export function returnWords(returnAt, now) {
  if (returnAt === null) return '';
  const seconds = Math.ceil((returnAt - now) / 1_000);
  if (seconds <= 0) return 'Trying a WebSocket …';
  return seconds < 120 ? `WebSocket again in ${seconds} s` : `WebSocket again in ${Math.round(seconds / 60)} min`;
}
