// The song as the room has it, and what of mine is still under way above it. Pure.
// It must never know the page, the connection or sound; server times come with what is handed in.
//
// There are two views of a cell. *Shown* is at once: the server's value, or mine until it is decided, so a
// lost race snaps once. *Sounding* is the server's alone, a moment later, so that all devices change on the same step.

import { CELLS, PATTERNS, TRACKS, cellIndex } from './events.js';
import { Overlay } from './overlay.js';
import { Sounding } from './sounding.js';

/**
 * @typedef {[pattern: number, track: number, step: number, value: number]} Cell
 *
 * @typedef {object} Change A cell that looks otherwise than before.
 * @property {number} pattern
 * @property {number} track
 * @property {number} step
 * @property {number} value
 * @property {number} by Who wrote it, 0 for nobody, `null` for me before the room has decided.
 * @property {boolean} isNews Whether an event wrote it just now; else it was only uncovered.
 *
 * @typedef {object} SongHandlers
 * @property {(changes: Change[]) => void} onCells
 * @property {() => void} onReset Everything may have changed.
 * @property {(what: 'swing'|'mute'|'solo'|'pattern') => void} onSetting
 */

export class Song {
  swing = 0;
  mute = TRACKS.map(() => false);
  solo = TRACKS.map(() => false);
  /** The pattern that plays, or is about to. */
  pattern = 0;
  /** Server time from which `pattern` plays. */
  patternFrom = -Infinity;
  /** What is heard, for the scheduler. */
  sounding = new Sounding();
  #cells = PATTERNS.map(() => new Uint8Array(CELLS));
  #by = PATTERNS.map(() => new Array(CELLS).fill(0));
  #overlay = new Overlay();
  #seq = 0;
  #on;

  /** @param {Partial<SongHandlers>} on */
  constructor(on = {}) {
    this.#on = { onCells() {}, onReset() {}, onSetting() {}, ...on };
  }

  /** @returns {number} What is shown. */
  value(pattern, track, step) {
    return this.#overlay.value(pattern, cellIndex(track, step)) ?? this.#cells[pattern][cellIndex(track, step)];
  }

  /** @returns {number} The last hand the room knows of, 0 for nobody. */
  writer(pattern, track, step) {
    return this.#by[pattern][cellIndex(track, step)];
  }

  /** Whether something of mine in this cell is not decided yet. */
  isPending(pattern, track, step) {
    return this.#overlay.value(pattern, cellIndex(track, step)) !== null;
  }

  /** @returns {number[][]} All patterns as they are shown, to take home. */
  get shown() {
    return this.#cells.map((cells, pattern) => Array.from(cells, (value, index) => this.#overlay.value(pattern, index) ?? value));
  }

  /** A snapshot: what the room has. Mine stays above it until it is decided. @param {number} seq The number of its last event. */
  reset(state, seq) {
    this.#seq = seq;
    this.#cells = state.cells.map((cells) => Uint8Array.from(cells));
    this.#by = state.by.map((by) => [...by]);
    this.swing = state.swing;
    this.mute = [...state.mute];
    this.solo = [...state.solo];
    this.pattern = state.pattern;
    this.patternFrom = state.pattern_from;
    this.sounding.reset(state);
    this.#overlay.seenAll();
    this.#on.onReset();
  }

  /** I edit: shown at once. @param {string} key Of the command that tells the room. @param {Cell[]} cells */
  edit(key, cells) {
    this.#show(cells, () => this.#overlay.add(key, cells), { by: null });
  }

  /** The room took my edit. Its echo, which may be a moment behind, takes over what is shown. */
  acknowledge(key, seq) {
    this.#show(this.#overlay.cellsOf(key), () => this.#overlay.acknowledge(key, seq, this.#seq));
  }

  /** The room refused my edit, so what is below it is shown again. */
  refuse(key) {
    this.#show(this.#overlay.cellsOf(key), () => this.#overlay.drop(key));
  }

  /**
   * A numbered event of the room. Others than those of the song only count.
   * @param {object} event
   * @param {?string} key Of my command, if this is its echo.
   */
  apply(event, key = null) {
    this.#seq = event.seq;
    const uncovered = this.#overlay.cellsUpTo(event.seq, key);
    this.#show(uncovered, () => {
      this.#overlay.drop(key);
      this.#overlay.seen(event.seq);
      if (event.type === 'cells') this.#write(event);
    }, { written: event.type === 'cells' ? event.cells : [] });
    if (['swing', 'mute', 'solo', 'pattern'].includes(event.type)) this.#set(event);
  }

  #write(event) {
    for (const [pattern, track, step, value, by] of event.cells) {
      const index = cellIndex(track, step);
      this.#cells[pattern][index] = value;
      this.#by[pattern][index] = by;
    }
    this.sounding.apply(event);
  }

  #set(event) {
    if (event.type === 'swing') this.swing = event.percent;
    else if (event.type === 'pattern') [this.pattern, this.patternFrom] = [event.pattern, event.pattern_from];
    else this[event.type][event.track] = event.on;
    this.sounding.apply(event);
    this.#on.onSetting(event.type);
  }

  /** Does something to cells that mine covers or the room writes, and tells which look otherwise, each once. */
  #show(covered, act, { written = [], by } = {}) {
    const touched = new Map();
    for (const [cells, isNews] of [[covered, false], [written, true]]) {
      for (const [pattern, track, step] of cells) touched.set(pattern * CELLS + cellIndex(track, step), { pattern, track, step, isNews });
    }
    const look = ({ pattern, track, step }) => [this.value(pattern, track, step), this.writer(pattern, track, step)].join();
    const before = [...touched.values()].map((cell) => ({ cell, looked: look(cell) }));
    act();
    const changes = before
      .filter(({ cell, looked }) => look(cell) !== looked)
      .map(({ cell }) => this.#change(cell, by));
    if (changes.length > 0) this.#on.onCells(changes);
  }

  #change({ pattern, track, step, isNews }, by = this.writer(pattern, track, step)) {
    return { pattern, track, step, value: this.value(pattern, track, step), by, isNews };
  }
}
