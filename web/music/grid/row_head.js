// The head of a row: its name, which opens its menu; the note of new cells; mute and solo.
// It must never know what a press does to the song.

import { button, h } from '../../common/dom.js';
import { isMelodic } from '../engine/events.js';
import { NOTE_NAMES, TRACK_NAMES, noteWords } from '../words.js';
import { HEAD } from './keyboard.js';

export class RowHead {
  element;
  /** The note a new cell of this row gets. */
  note = 0;
  #name;
  #mute;
  #solo;
  #parts;

  /**
   * @param {number} track
   * @param {{onMute: () => void, onSolo: () => void, onMenu: (opener: HTMLElement) => void}} on
   */
  constructor(track, { onMute, onSolo, onMenu }) {
    const name = TRACK_NAMES[track];
    this.#name = button({ class: 'row-name', tabindex: '-1', 'aria-haspopup': 'dialog', title: 'Volume, copy, paste, random, clear' },
      () => onMenu(this.#name), name);
    this.#mute = flip('mute', 'M', `Mute ${name}`, onMute);
    this.#solo = flip('solo', 'S', `Solo ${name}`, onSolo);
    const note = isMelodic(track) ? this.#noteChooser(name) : null;
    this.element = h('div', { class: 'row-head', role: 'rowheader', 'aria-label': name, 'aria-colindex': 1 },
      this.#name, note, h('span', { class: 'row-flips' }, this.#mute, this.#solo));
    this.#parts = new Map([[HEAD.menu, this.#name], [HEAD.note, note], [HEAD.mute, this.#mute], [HEAD.solo, this.#solo]]);
  }

  /** @param {number} step One of `HEAD`. @returns {?HTMLElement} */
  part(step) {
    return this.#parts.get(step) ?? null;
  }

  /** @returns {?number} Which part of the head this is. */
  partOf(element) {
    return [...this.#parts].find(([, part]) => part === element)?.[0] ?? null;
  }

  show({ mute, solo }) {
    this.#mute.setAttribute('aria-pressed', mute);
    this.#solo.setAttribute('aria-pressed', solo);
  }

  #noteChooser(name) {
    const options = NOTE_NAMES.map((note, index) => h('option', { value: index, 'aria-label': noteWords(index) }, note));
    const about = { 'aria-label': `Note of new cells, ${name}`, title: 'Note of new cells' };
    const chooser = h('select', { class: 'row-note', tabindex: '-1', ...about }, ...options);
    chooser.addEventListener('change', () => (this.note = Number(chooser.value)));
    return chooser;
  }
}

function flip(kind, letter, label, onFlip) {
  return button({ class: `flip ${kind}`, tabindex: '-1', 'aria-pressed': 'false', 'aria-label': label, title: label },
    onFlip, letter);
}
