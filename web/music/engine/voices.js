// The eight instruments, made of oscillators and one second of noise.
// It must never know patterns, the time of the room, or volume: a voice is struck once, at a time of the context.

import { Strike } from './strike.js';

/** @typedef {(strike: Strike, level: number, frequency: number, length: number) => void} Voice `level` 1 to 3. */

/** Softer is not only less loud but also duller and shorter; by level. */
const LOUD = [0, 0.38, 0.7, 1];
const BRIGHT = [0, 0.6, 0.85, 1.15];

/** @type {Voice} A sine that falls from a slap to a thump, and the click of the beater. */
function kick(strike, level) {
  strike.play(strike.tone('sine', 165 * BRIGHT[level], 48, 0.09), [strike.fade(LOUD[level], 0.48, { hold: 0.03 })]);
  strike.play(strike.noise(), [strike.filter('lowpass', 2_400 * BRIGHT[level]), strike.fade(0.32 * LOUD[level], 0.012)]);
}

/** @type {Voice} Two modes of the skin, and the wires below it. */
function snare(strike, level) {
  strike.play(strike.tone('triangle', 245, 185, 0.04), [strike.fade(0.42 * LOUD[level], 0.16)]);
  strike.play(strike.tone('sine', 410, 330, 0.03), [strike.fade(0.18 * LOUD[level], 0.07)]);
  const wires = [strike.filter('highpass', 1_300), strike.filter('lowpass', 8_500 * BRIGHT[level])];
  strike.play(strike.noise(), [...wires, strike.fade(0.62 * LOUD[level], 0.19 + 0.03 * level)]);
}

/** Six squares in no harmony are metal; the hats differ only in how long it rings. */
const METAL = [263, 400, 421, 474, 587, 845];

function hat(strike, level, decay) {
  const end = [strike.filter('bandpass', 10_000, 0.6), strike.filter('highpass', 7_000 * (1.6 - 0.5 * BRIGHT[level])), strike.fade(1.7 * LOUD[level], decay)];
  for (const frequency of METAL) strike.play(strike.tone('square', frequency * 1.4), [strike.fixed(0.16), ...end]);
  strike.play(strike.noise(), [strike.fixed(0.55), ...end]);
}

/** @type {Voice} */
const closedHat = (strike, level) => hat(strike, level, 0.075 + 0.02 * level);
/** @type {Voice} */
const openHat = (strike, level) => hat(strike, level, 0.5);

/** @type {Voice} Hands never meet all at once: three short bursts, then the room. */
function clap(strike, level) {
  const colour = () => [strike.filter('bandpass', 1_250 * BRIGHT[level], 1.4), strike.filter('highpass', 500)];
  const hands = [0, 0.011, 0.023];
  for (const late of hands) strike.play(strike.noise(), [...colour(), strike.fade(2.2 * LOUD[level], 0.012, { late })]);
  strike.play(strike.noise(), [...colour(), strike.fade(2 * LOUD[level], 0.26, { late: 0.033 })]);
}

/** @type {Voice} */
function tom(strike, level) {
  strike.play(strike.tone('sine', 190 * BRIGHT[level], 92, 0.16), [strike.fade(0.8 * LOUD[level], 0.42, { hold: 0.02 })]);
  strike.play(strike.tone('triangle', 290, 150, 0.1), [strike.fade(0.16 * LOUD[level], 0.12)]);
  strike.play(strike.noise(), [strike.filter('bandpass', 700), strike.fade(0.25 * LOUD[level], 0.03)]);
}

/** @type {Voice} A saw through a filter that closes, over a sine that carries the note. */
function bass(strike, level, frequency, length) {
  const filter = strike.filter('lowpass', frequency * 3, 5);
  strike.sweep(filter.frequency, frequency * (5 + 9 * BRIGHT[level]), frequency * 2.2, 0.16);
  const body = strike.fade(0.4 * LOUD[level], 0.09, { attack: 0.004, hold: length });
  strike.play(strike.tone('sawtooth', frequency), [filter, body]);
  strike.play(strike.tone('square', frequency * 1.004), [strike.fixed(0.35), filter, body]);
  strike.play(strike.tone('sine', frequency), [strike.fade(0.42 * LOUD[level], 0.09, { attack: 0.004, hold: length })]);
}

/** @type {Voice} Two triangles a hair apart, with a bright edge that goes first, and a long end. */
function lead(strike, level, frequency, length) {
  const body = strike.fade(0.27 * LOUD[level], 0.28, { attack: 0.003, hold: length });
  strike.play(strike.tone('triangle', frequency * 1.002), [body]);
  strike.play(strike.tone('triangle', frequency * 0.998), [body]);
  const edge = strike.filter('lowpass', frequency * 2, 1);
  strike.sweep(edge.frequency, frequency * (3 + 4 * BRIGHT[level]), frequency * 1.2, 0.12);
  strike.play(strike.tone('sawtooth', frequency), [edge, strike.fade(0.18 * LOUD[level], 0.12, { attack: 0.003, hold: length / 2 })]);
  strike.play(strike.tone('sine', frequency * 2), [strike.fade(0.05 * LOUD[level], 0.5)]);
}

/** In the order of the tracks. @type {Voice[]} */
export const VOICES = [kick, snare, closedHat, openHat, clap, tom, bass, lead];
