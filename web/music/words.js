// What tracks, levels and notes are called on the page. Pure.
// It must never know how anything sounds; the numbers it names are explained in engine/events.js.

import { isMelodic, levelOf, noteOf } from './engine/events.js';

export const TRACK_NAMES = ['Kick', 'Snare', 'Closed hat', 'Open hat', 'Clap', 'Tom', 'Bass', 'Lead'];
export const LEVEL_NAMES = ['off', 'soft', 'normal', 'accent'];
/** The scale, a minor pentatonic on A; the stroke stands for the octave above. */
export const NOTE_NAMES = ['A', 'C', 'D', 'E', 'G', 'A′', 'C′', 'D′'];

/** @returns {string} */
export const noteWords = (note) => (NOTE_NAMES[note].length > 1 ? `high ${NOTE_NAMES[note][0]}` : NOTE_NAMES[note]);

/** @returns {string} What a screen reader says of a cell. */
export function cellWords(track, step, value) {
  return `${TRACK_NAMES[track]}, step ${step + 1}, ${levelWords(track, value)}`;
}

/** @returns {string} "accent", "normal, high C". */
export function levelWords(track, value) {
  const note = isMelodic(track) && levelOf(value) > 0 ? `, ${noteWords(noteOf(value))}` : '';
  return `${LEVEL_NAMES[levelOf(value)]}${note}`;
}

/** @returns {string} "1 cell", "2 cells". */
export const counted = (count, thing) => `${count} ${thing}${count === 1 ? '' : 's'}`;

/** @returns {string} "Ada", "Ada and Bob", "Ada, Bob and Cid". */
export function listed(names) {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
