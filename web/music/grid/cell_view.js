// How one cell looks: as full as it is loud, with its note, and with the colour of whose hand it was.
// It must never know the song, nor who anybody is besides a number.

import { h, setAttribute } from '../../common/dom.js';
import { hueOf } from '../../common/people.js';
import { isMelodic, levelOf, noteOf } from '../engine/events.js';
import { NOTE_NAMES, cellWords } from '../words.js';

/** In milliseconds: how long the ring of a hand stays, and how long my own change counts as just made. */
const RING_STAYS = 2_000;
const JUST_MADE = 1_500;

export class CellView {
  element;
  #track;
  #step;
  #value = null;
  #by = null;
  #ring = null;
  #mineAt = -Infinity;

  constructor(track, step) {
    this.#track = track;
    this.#step = step;
    this.element = h('div', { class: 'cell', role: 'gridcell', tabindex: '-1', 'data-track': track, 'data-step': step, 'aria-colindex': step + 2 });
  }

  /** Shows what is so, without saying that somebody did it just now. */
  rest(value, by) {
    this.#write(value, by);
    this.#endRing();
  }

  /** My own change, before the room has decided. */
  mine(value, by) {
    this.#mineAt = performance.now();
    this.#write(value, by);
    this.#startRing();
  }

  /** A change that the room has decided. */
  change(value, by) {
    const lost = value !== this.#value && by !== this.#by && performance.now() - this.#mineAt < JUST_MADE;
    this.#write(value, by);
    this.#startRing();
    if (lost) this.#snap();
  }

  /** Nothing is written that is there already: a cell is drawn again only when it changes. */
  #write(value, by) {
    if (value !== this.#value) {
      const { dataset } = this.element;
      dataset.level = levelOf(value);
      dataset.note = noteOf(value);
      const letter = isMelodic(this.#track) && levelOf(value) > 0 ? NOTE_NAMES[noteOf(value)] : null;
      setAttribute(this.element, 'data-letter', letter);
      this.element.setAttribute('aria-label', cellWords(this.#track, this.#step, value));
      this.#value = value;
    }
    if (by !== this.#by) {
      this.element.dataset.by = by;
      setAttribute(this.element, 'data-hue', by === 0 ? null : hueOf(by));
      this.#by = by;
    }
  }

  #startRing() {
    clearTimeout(this.#ring);
    setAttribute(this.element, 'data-ring', true);
    this.#ring = setTimeout(() => this.#endRing(), RING_STAYS);
  }

  #endRing() {
    if (this.#ring === null) return;
    clearTimeout(this.#ring);
    this.#ring = null;
    setAttribute(this.element, 'data-ring', null);
    setAttribute(this.element, 'data-snap', null);
  }

  /** I wrote here a moment ago and somebody else came later: say so once, in their colour. */
  #snap() {
    this.#mineAt = -Infinity;
    setAttribute(this.element, 'data-snap', true);
  }
}
