// The grid: eight rows of a head and sixteen cells, one stop for the Tab key, arrows within.
// It must never know the song: it is told what to show, and tells what a hand or a key wants.

import { h } from '../../common/dom.js';
import { STEPS, TRACKS, cellIndex } from '../engine/events.js';
import { levelWords } from '../words.js';
import { CellView } from './cell_view.js';
import { HEAD, keyMeaning } from './keyboard.js';
import { RowHead } from './row_head.js';

export class GridView {
  element;
  /** What is painted on, and what a playhead moves over. */
  tracks = h('div', { class: 'tracks', role: 'grid', 'aria-label': 'Steps', 'aria-colcount': STEPS + 1 });
  #cells = [];
  #heads = [];
  /** For ears: what became of a cell that was changed without a pointer. */
  #said = h('p', { class: 'visually-hidden', role: 'status' });
  #at = { track: 0, step: 0 };
  #on;

  /**
   * @param {{onSet: (edits: import('./brush.js').Edit[]) => void, onMute: (track: number) => void,
   *   onSolo: (track: number) => void, onMenu: (track: number, opener: HTMLElement) => void,
   *   onGoTo: (step: number) => void, onTouch: (step: number) => void, value: (track: number, step: number) => number}} on
   *   `onTouch` comes before a cell gets the focus, so that it can be brought into view.
   */
  constructor(on) {
    this.#on = on;
    const numbers = Array.from({ length: STEPS }, (_, step) => h('span', { 'data-step': step, title: 'Go on from here' }, String(step + 1)));
    const row = h('div', { class: 'numbers-row numbers', 'aria-hidden': 'true' }, ...numbers);
    row.addEventListener('click', ({ target }) => target.dataset.step && on.onGoTo(Number(target.dataset.step)));
    this.tracks.append(row);
    this.tracks.append(...TRACKS.map((_, track) => this.#row(track)));
    this.element = h('section', { class: 'grid', 'aria-label': 'The pattern' }, this.tracks, this.#said);
    this.tracks.addEventListener('keydown', (event) => this.#key(event));
    this.tracks.addEventListener('click', (event) => this.#clicked(event));
    this.tracks.addEventListener('focusin', ({ target }) => this.#focused(target));
    this.#stop(this.#at).tabIndex = 0;
  }

  /** A whole pattern, at rest. @param {number[]} cells @param {number[]} by 128 each. */
  showAll(cells, by) {
    this.#cells.forEach((cell, index) => cell.rest(cells[index], by[index]));
  }

  /** @returns {CellView} */
  cell(track, step) {
    return this.#cells[cellIndex(track, step)];
  }

  showFlips({ mute, solo }) {
    const anySolo = solo.some(Boolean);
    this.#heads.forEach((head, track) => {
      head.show({ mute: mute[track], solo: solo[track] });
      head.element.parentElement.toggleAttribute('data-silent', mute[track] || (anySolo && !solo[track]));
    });
  }

  /** The note that a new cell of this row gets. */
  freshNote(track) {
    return this.#heads[track].note;
  }

  focus() {
    this.#stop(this.#at).focus({ preventScroll: true });
  }

  #row(track) {
    const { onMute, onSolo, onMenu } = this.#on;
    const head = new RowHead(track, {
      onMute: () => onMute(track),
      onSolo: () => onSolo(track),
      onMenu: (opener) => onMenu(track, opener),
    });
    const cells = Array.from({ length: STEPS }, (_, step) => new CellView(track, step));
    this.#heads.push(head);
    this.#cells.push(...cells);
    const strip = h('div', { class: 'cells', role: 'presentation' }, ...cells.map(({ element }) => element));
    return h('div', { class: 'track', role: 'row', 'data-track': track }, head.element, strip);
  }

  #stop({ track, step }) {
    return step < 0 ? this.#heads[track].part(step) : this.cell(track, step).element;
  }

  #placeOf(element) {
    const track = Number(element.closest('.track')?.dataset.track);
    const step = element.dataset.step ?? this.#heads[track]?.partOf(element);
    return step === undefined || step === null ? null : { track, step: Number(step) };
  }

  /** Wherever the focus goes, by key, hand or screen reader, Tab comes back to there. */
  #focused(element) {
    const place = this.#placeOf(element);
    if (!place) return;
    this.#stop(this.#at).tabIndex = -1;
    this.#at = place;
    element.tabIndex = 0;
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.repeat && event.key === 'Enter') return event.preventDefault(); // A button would click again and again.
    const { track, step } = this.#at;
    // In the chooser of notes, up and down and letters choose.
    if (step === HEAD.note && !['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) return;
    const value = step < 0 ? 0 : this.#on.value(track, step);
    const meaning = keyMeaning(event.key, this.#at, { value, fresh: this.freshNote(track) });
    if (!meaning) return;
    event.preventDefault();
    if (meaning.to) this.#go(meaning.to);
    else if (event.repeat) return; // A key that is held moves on, and does not flicker for the whole room.
    else if (meaning.flip) this.#heads[track].part(HEAD[meaning.flip]).click();
    else this.#set(track, step, value, meaning.value);
  }

  #go(place) {
    if (place.step >= 0) this.#on.onTouch(place.step);
    this.#stop(place).focus();
  }

  #set(track, step, before, value) {
    this.#on.onTouch(step);
    if (value !== before) this.#on.onSet([[track, step, value]]);
    this.#said.textContent = levelWords(track, value);
  }

  /** A screen reader activates a cell by a click that no pointer made; one that a pointer made was a stroke. */
  #clicked({ target, detail }) {
    const place = detail === 0 && target.closest('.cell') ? this.#placeOf(target) : null;
    if (!place) return;
    const value = this.#on.value(place.track, place.step);
    this.#set(place.track, place.step, value, keyMeaning(' ', place, { value, fresh: this.freshNote(place.track) }).value);
  }
}
