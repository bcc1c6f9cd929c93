// The song in the room as something to take home, and what is to be said of one that comes back. Pure.
// It must never know files or the page.

import { PATTERNS, levelOf } from '../engine/events.js';
import { encodeLink } from '../engine/link.js';
import { toNotation } from '../engine/notation.js';
import { counted, listed } from '../words.js';

/** @typedef {import('../engine/link.js').Song} Song */

const sounds = (cells) => cells.some((value) => levelOf(value) > 0);

/**
 * @param {import('../engine/song.js').Song} song
 * @param {{bpm: number, pattern: number}} now
 * @returns {Song} Empty patterns stay behind, but never all.
 */
export function songToTakeHome({ shown, swing, mute, solo }, { bpm, pattern }) {
  const isEmpty = !shown.some(sounds);
  const patterns = shown.map((cells, index) => (sounds(cells) || (isEmpty && index === pattern) ? cells : null));
  return { bpm, swing, mute: [...mute], solo: [...solo], patterns };
}

/** @returns {string} As a file, readable for people. */
export const toJson = (song) => `${JSON.stringify(toNotation(song), null, 2)}\n`;

/** @param {Song} song @param {string} page The address of the page, without a fragment. @returns {string} */
export const toAddress = (song, page) => `${page}#s=${encodeLink(song)}`;

/** @returns {string} */
export const toMidiAddress = (song) => `/song.mid?s=${encodeLink(song)}`;

/** @returns {string} "120 bpm, swing 20 %, patterns A and B". */
export function describe({ bpm, swing, patterns }) {
  const names = PATTERNS.filter((_, index) => patterns[index]);
  const swinging = swing > 0 ? `, swing ${swing} %` : '';
  return `${bpm} bpm${swinging}, ${counted(names.length, 'pattern').replace(/^\d+ /u, '')} ${listed(names)}`;
}
