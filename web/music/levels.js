// Small facts about a cell's number that only hands need. Pure.
// It must never know the page.

import { isMelodic, levelOf } from './engine/events.js';

export const OFF = 0;
export const NORMAL = 2;
export const HIGHEST_NOTE = 7;

/** @returns {number} A note that exists. */
export const noteWithin = (note) => Math.min(HIGHEST_NOTE, Math.max(0, note));

/** The same cell as a cell of that track: a drum has no note. */
export const fitTrack = (track, value) => (isMelodic(track) ? value : levelOf(value));
