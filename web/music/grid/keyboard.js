// What a key means in the grid. Pure: a key and a place in, a move or a change out.
// It must never know elements, nor change anything itself.

import { STEPS, TRACKS, cellValue, isMelodic, levelOf, noteOf } from '../engine/events.js';
import { NORMAL, OFF, noteWithin } from '../levels.js';

/** Left of the first step are the parts of the row's head: its menu, its note, mute and solo. */
export const HEAD = { menu: -4, note: -3, mute: -2, solo: -1 };

/**
 * @param {string} key As the browser names it.
 * @param {{track: number, step: number}} place A step below 0 is a part of the head.
 * @param {{value: number, fresh: number}} cell What is there, and the note a new one gets.
 * @returns {{to: object}|{value: number}|{flip: 'mute'|'solo'}|null} Where to go, what to set, or nothing of ours.
 */
export function keyMeaning(key, { track, step }, { value, fresh }) {
  const to = destination(key, track, step);
  if (to) return { to };
  if (key === 'm') return { flip: 'mute' };
  if (key === 's') return { flip: 'solo' };
  if (step < 0) return null; // A button knows its own keys.
  const level = levelOf(value);
  const note = level === OFF ? fresh : noteOf(value);
  if (key === ' ' || key === 'Enter') return { value: cellValue(level === OFF ? NORMAL : OFF, note) };
  if (key === 'Delete' || key === 'Backspace') return { value: 0 };
  if ('0123'.includes(key)) return { value: cellValue(Number(key), note) };
  const turn = { '+': 1, '=': 1, '-': -1 }[key];
  if (!turn || level === OFF || !isMelodic(track)) return null;
  return { value: cellValue(level, noteWithin(note + turn)) };
}

function destination(key, track, step) {
  const last = STEPS - 1;
  const at = {
    ArrowLeft: [track, step - 1],
    ArrowRight: [track, step + 1],
    ArrowUp: [track - 1, step],
    ArrowDown: [track + 1, step],
    Home: [track, 0],
    End: [track, last],
    PageUp: [0, step],
    PageDown: [TRACKS.length - 1, step],
  }[key];
  if (!at) return null;
  const row = Math.min(TRACKS.length - 1, Math.max(0, at[0]));
  return { track: row, step: Math.min(last, headPart(row, Math.max(HEAD.menu, at[1]), step)) };
}

/** A drum has no note to choose, so the way leads past it. */
function headPart(track, step, before) {
  if (isMelodic(track) || step !== HEAD.note) return step;
  return before < step || before === HEAD.menu ? HEAD.mute : HEAD.menu;
}
