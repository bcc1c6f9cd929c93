// The whole song in a link: a few bytes, as base64url, that hold at most four patterns. Pure.
// It must never know where the link stands, or start anything: whoever opens one gets a song and no sound.

import { PATTERNS, STEPS, TRACKS, cellIndex, cellValue, isMelodic, levelOf, noteOf } from './events.js';

/**
 * @typedef {object} Song A song to take home.
 * @property {number} bpm 40 to 240.
 * @property {number} swing 0 to 60.
 * @property {boolean[]} mute
 * @property {boolean[]} solo
 * @property {(?ArrayLike<number>)[]} patterns Four, each of 128 cells, or null if it is not in the song.
 */

/** What stands in front of the link in the fragment of an address. */
export const FRAGMENT = '#s=';

const VERSION = 1;
const HEAD = 5;
const PATTERN_BYTES = 44;
/** Characters of a song with all patterns, checksum included; a longer text is not even read. */
const LONGEST = Math.ceil(((HEAD + PATTERN_BYTES * PATTERNS.length + 1) * 4) / 3);
const SLOWEST = 40;
const FASTEST = 240;
const MOST_SWING = 60;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const BROKEN = 'This link is damaged or not complete.';

/** @param {Song} song @returns {string} The text after `#s=`. */
export function encodeLink({ bpm, swing, mute, solo, patterns }) {
  const bits = new Uint8Array(HEAD + PATTERN_BYTES * patterns.filter(Boolean).length + 1);
  bits.set([(VERSION << 4) | asBits(patterns), bpm - SLOWEST, swing, asBits(mute), asBits(solo)]);
  let at = HEAD * 8;
  for (const cells of patterns.filter(Boolean)) {
    for (const [index, width] of places()) {
      const value = width === 2 ? levelOf(cells[index]) : cells[index];
      for (let bit = width - 1; bit >= 0; bit -= 1, at += 1) bits[at >> 3] |= ((value >> bit) & 1) << (7 - (at & 7));
    }
  }
  bits[bits.length - 1] = crc8(bits.subarray(0, -1));
  return toBase64Url(bits);
}

/**
 * @param {string} text What follows `#s=`.
 * @returns {Song}
 * @throws {Error} In words for people, if this is not exactly what `encodeLink` writes.
 */
export function decodeLink(text) {
  if (text.length > LONGEST) throw new Error(BROKEN);
  const bytes = fromBase64Url(text);
  // First, whether it is what somebody sent: only then its version can be believed.
  if (bytes.length < HEAD + 1 || crc8(bytes.subarray(0, -1)) !== bytes.at(-1)) throw new Error(BROKEN);
  if (bytes[0] >> 4 !== VERSION) throw new Error('This link was made by another version of this page.');
  const present = fromBits(bytes[0] & 15, PATTERNS.length);
  const count = present.filter(Boolean).length;
  if (count === 0 || bytes.length !== HEAD + PATTERN_BYTES * count + 1) throw new Error(BROKEN);
  const [bpm, swing] = [bytes[1] + SLOWEST, bytes[2]];
  if (bpm > FASTEST || swing > MOST_SWING) throw new Error(BROKEN);
  let start = HEAD;
  const patterns = present.map((isHere) => (isHere ? readPattern(bytes, (start += PATTERN_BYTES) - PATTERN_BYTES) : null));
  return { bpm, swing, mute: fromBits(bytes[3], TRACKS.length), solo: fromBits(bytes[4], TRACKS.length), patterns };
}

function readPattern(bytes, start) {
  const cells = new Uint8Array(TRACKS.length * STEPS);
  let at = start * 8;
  for (const [index, width] of places()) {
    let value = 0;
    for (let bit = 0; bit < width; bit += 1, at += 1) value = (value << 1) | ((bytes[at >> 3] >> (7 - (at & 7))) & 1);
    if (value !== cellValue(levelOf(value), noteOf(value))) throw new Error(BROKEN); // A note that is off.
    cells[index] = value;
  }
  return cells;
}

/** Where the cells of a pattern stand, and how many bits each has. @returns {[index: number, width: number][]} */
function places() {
  return TRACKS.flatMap((_, track) => Array.from({ length: STEPS }, (__, step) => [cellIndex(track, step), isMelodic(track) ? 5 : 2]));
}

const asBits = (flags) => flags.reduce((bits, flag, index) => bits | (flag ? 1 << index : 0), 0);
const fromBits = (bits, count) => Array.from({ length: count }, (_, index) => ((bits >> index) & 1) === 1);

/** Tells a song from a typing error: polynomial 0x07, from 0. */
function crc8(bytes) {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80 ? ((crc << 1) ^ 0x07) & 0xff : (crc << 1) & 0xff;
  }
  return crc;
}

/** Three bytes are four characters; what is missing at the end is not written. */
function toBase64Url(bytes) {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const word = (bytes[at] << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const characters = [18, 12, 6, 0].map((shift) => ALPHABET[(word >> shift) & 63]).join('');
    text += characters.slice(0, 1 + Math.min(3, bytes.length - at));
  }
  return text;
}

function fromBase64Url(text) {
  const values = Array.from(text, (character) => ALPHABET.indexOf(character));
  if (values.includes(-1) || values.length % 4 === 1) throw new Error(BROKEN);
  const bytes = [];
  for (let at = 0; at < values.length; at += 4) {
    const word = [0, 1, 2, 3].reduce((sum, place) => (sum << 6) | (values[at + place] ?? 0), 0);
    bytes.push(...[16, 8, 0].map((shift) => (word >> shift) & 255).slice(0, Math.min(4, values.length - at) - 1));
  }
  const read = Uint8Array.from(bytes);
  if (toBase64Url(read) !== text) throw new Error(BROKEN); // Bits that no byte needs must be zero.
  return read;
}
