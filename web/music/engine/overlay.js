// My edits that the room has not decided yet, lying above what the room has. Pure.
// It must never know what the room has.

import { CELLS, cellIndex } from './events.js';

const place = (pattern, index) => pattern * CELLS + index;

export class Overlay {
  /** By command, oldest first; `seq` once it is known in which event it comes. */
  #edits = new Map();

  /** @param {string} key @param {import('./song.js').Cell[]} cells */
  add(key, cells) {
    const values = new Map(cells.map(([pattern, track, step, value]) => [place(pattern, cellIndex(track, step)), value]));
    this.#edits.set(key, { cells, values, seq: null });
  }

  /** @returns {?number} My newest value of a cell. */
  value(pattern, index) {
    let mine = null;
    for (const { values } of this.#edits.values()) mine = values.get(place(pattern, index)) ?? mine;
    return mine;
  }

  cellsOf(key) {
    return this.#edits.get(key)?.cells ?? [];
  }

  /** The cells of whatever an event with this number uncovers. */
  cellsUpTo(seq, key) {
    const decided = [...this.#edits].filter(([own, edit]) => own === key || (edit.seq !== null && edit.seq <= seq));
    return decided.flatMap(([, { cells }]) => cells);
  }

  /** The room took it as number `seq`, if it became an event at all; it stays until that number was seen, or else the old value would flash up. */
  acknowledge(key, seq, last) {
    const edit = this.#edits.get(key);
    if (edit && seq != null && seq > last) edit.seq = seq;
    else this.drop(key);
  }

  drop(key) {
    this.#edits.delete(key);
  }

  /** A snapshot holds whatever the room took, or what came later. After a restart numbers begin anew, so they do not count. */
  seenAll() {
    for (const [key, { seq }] of this.#edits) if (seq !== null) this.drop(key);
  }

  /** Everything up to this number has been applied. */
  seen(last) {
    for (const [key, { seq }] of this.#edits) if (seq !== null && seq <= last) this.drop(key);
  }
}
