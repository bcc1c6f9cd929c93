// A groove by chance, but as a drummer would: each track has its own places and density. Pure: chance is handed in.
// It must never know the song as it is.

import { STEPS, TRACKS, cellIndex, cellValue, isMelodic } from './engine/events.js';
import { HIGHEST_NOTE, NORMAL } from './levels.js';

/** How likely each of the four steps of a beat is, by track; then the same for the second and fourth beat. */
const CHANCES = [
  [[0.95, 0.04, 0.2, 0.1], [0.45, 0.04, 0.25, 0.12]], // kick: the beat
  [[0.03, 0.04, 0.05, 0.1], [0.95, 0.06, 0.06, 0.14]], // snare: two and four
  [[0.8, 0.35, 0.85, 0.35], [0.8, 0.35, 0.85, 0.35]], // closed hat: nearly everywhere
  [[0.02, 0.02, 0.3, 0.05], [0.02, 0.02, 0.3, 0.05]], // open hat: off the beat
  [[0.02, 0.02, 0.04, 0.05], [0.4, 0.02, 0.04, 0.08]], // clap: with the snare, if at all
  [[0.03, 0.05, 0.06, 0.08], [0.03, 0.05, 0.1, 0.18]], // tom: towards the end of a beat
  [[0.85, 0.15, 0.4, 0.25], [0.5, 0.15, 0.45, 0.25]], // bass
  [[0.35, 0.15, 0.35, 0.2], [0.25, 0.15, 0.35, 0.25]], // lead
];
/** The notes that a tune comes back to are there more than once. */
const BASS_NOTES = [0, 0, 0, 0, 3, 3, 1, 5];
const STEPS_OF_TUNE = [-2, -1, -1, 1, 1, 2];

/**
 * @param {number} track
 * @param {() => number} random From 0 up to 1.
 * @returns {number[]} Sixteen values.
 */
export function randomRow(track, random = Math.random) {
  let tune = 3;
  return Array.from({ length: STEPS }, (_, step) => {
    const chance = CHANCES[track][Math.floor(step / 4) % 2][step % 4];
    if (random() >= chance) return 0;
    if (track === 7) tune = Math.min(HIGHEST_NOTE, Math.max(0, tune + pick(STEPS_OF_TUNE, random)));
    const note = track === 7 ? tune : pick(BASS_NOTES, random);
    return cellValue(loudness(step, random), isMelodic(track) ? note : 0);
  });
}

/** @returns {number[]} A whole pattern, 128 values. */
export function randomGroove(random = Math.random) {
  const cells = Array(TRACKS.length * STEPS).fill(0);
  TRACKS.forEach((_, track) => randomRow(track, random).forEach((v, step) => (cells[cellIndex(track, step)] = v)));
  return cells;
}

/** The first of a beat is stressed, what lies between two eighths is soft. */
function loudness(step, random) {
  const chance = random();
  if (step % 4 === 0) return chance < 0.35 ? 3 : NORMAL;
  if (step % 2 === 1) return chance < 0.6 ? 1 : NORMAL;
  return chance < 0.2 ? 1 : NORMAL;
}

const pick = (list, random) => list[Math.floor(random() * list.length)];
