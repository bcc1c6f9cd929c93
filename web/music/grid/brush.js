// What one stroke over the cells does: the first cell decides whether it switches on, off, or turns a note. Pure.
// It must never know pointers or elements; it is told which cell the pointer is on.

import { cellValue, isMelodic, levelOf, noteOf } from '../engine/events.js';
import { NORMAL, OFF, noteWithin } from '../levels.js';

/** A further tap goes round: what was switched on gets louder, then soft, then off. */
const NEXT_LEVEL = [2, 0, 3, 1];
/** In pixels: from here on a press is a drag up or down; and how far one note is. */
const SLACK = 10;
const NOTE_HEIGHT = 12;

/** @typedef {{track: number, step: number}} Place @typedef {[track: number, step: number, value: number]} Edit */

export class Brush {
  #mode = null;
  #start = null;
  #at = null;
  #value;
  #fresh;
  #note = 0;

  /**
   * @param {(track: number, step: number) => number} value What a cell is now.
   * @param {(track: number) => number} fresh The note a new cell gets.
   */
  constructor(value, fresh) {
    this.#value = value;
    this.#fresh = fresh;
  }

  /** @param {Place} place @returns {Edit[]} */
  press(place) {
    this.#start = this.#at = place;
    this.#mode = this.#levelAt(place) === OFF ? 'on' : 'open';
    return this.#paint(place);
  }

  /**
   * @param {?Place} place Where the pointer is; null beside all cells.
   * @param {number} rise How many pixels it is above the place of the press.
   * @returns {Edit[]}
   */
  move(place, rise) {
    if (this.#mode === 'open') this.#decide(place, rise);
    if (this.#mode === 'note') return this.#turn(rise);
    if (!place || this.#mode === 'open' || isSame(place, this.#at)) return [];
    // A quick pointer jumps; what lies on its way was meant, too.
    const edits = between(this.#at, place).flatMap((each) => this.#paint(each));
    this.#at = place;
    return edits;
  }

  /** @returns {Edit[]} */
  release() {
    if (this.#mode !== 'open') return [];
    const { track, step } = this.#start;
    const value = this.#value(track, step);
    return [[track, step, cellValue(NEXT_LEVEL[levelOf(value)], noteOf(value))]];
  }

  /** Nothing is known of a stroke over something that is on, until it leaves its first cell or goes up or down in it. */
  #decide(place, rise) {
    if (isMelodic(this.#start.track) && Math.abs(rise) >= SLACK && place?.step === this.#start.step) {
      this.#mode = 'note';
      this.#note = noteOf(this.#value(this.#start.track, this.#start.step));
    } else if (place && !isSame(place, this.#start)) {
      this.#mode = 'off';
    }
  }

  #turn(rise) {
    const { track, step } = this.#start;
    const now = this.#value(track, step);
    const note = noteWithin(this.#note + Math.trunc(rise / NOTE_HEIGHT));
    if (levelOf(now) === OFF || note === noteOf(now)) return []; // Somebody else may have switched it off meanwhile.
    return [[track, step, cellValue(levelOf(now), note)]];
  }

  /** Switching on leaves alone what is on, as loud and as high as somebody made it. */
  #paint({ track, step }) {
    const isOn = this.#levelAt({ track, step }) !== OFF;
    if (this.#mode === 'on' && !isOn) return [[track, step, cellValue(NORMAL, this.#fresh(track))]];
    if (this.#mode === 'off' && isOn) return [[track, step, 0]];
    return [];
  }

  #levelAt({ track, step }) {
    return levelOf(this.#value(track, step));
  }
}

const isSame = (one, other) => one.track === other.track && one.step === other.step;

/** @returns {Place[]} All cells on the straight way, both ends included. */
export function between(from, to) {
  const [over, down] = [to.step - from.step, to.track - from.track];
  const length = Math.max(Math.abs(over), Math.abs(down));
  if (length === 0) return [from];
  return Array.from({ length: length + 1 }, (_, index) => ({
    track: from.track + Math.round((down * index) / length),
    step: from.step + Math.round((over * index) / length),
  }));
}
