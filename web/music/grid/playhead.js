// The playhead: one element that moves over the grid by a transform, from step to step.
// It must never know what time it is; it is told a position in beats.

import { h } from '../../common/dom.js';
import { STEPS, STEPS_PER_BEAT } from '../engine/events.js';
import { pageOf } from './step_page.js';

const LESS_MOTION = matchMedia('(prefers-reduced-motion: reduce)');

export class Playhead {
  element = h('div', { class: 'playhead', 'aria-hidden': 'true', hidden: true });
  #tracks;
  #places = [];
  #step = null;
  #page = null;
  #onStep;

  /**
   * @param {HTMLElement} tracks What it moves over.
   * @param {(step: number) => void} onStep Whenever it reaches a step.
   */
  constructor(tracks, onStep) {
    this.#tracks = tracks;
    this.#onStep = onStep;
    tracks.append(this.element);
    new ResizeObserver(() => this.measure()).observe(tracks);
  }

  /** Where the steps are is asked when it changes, and not in each frame. */
  measure() {
    const cells = [...this.#tracks.querySelectorAll('.track:first-of-type .cell')];
    const first = this.#tracks.querySelectorAll('.cell');
    this.#places = Array.from({ length: STEPS }, (_, step) => (cells[step] ?? first[step]).getBoundingClientRect());
    const frame = this.#tracks.getBoundingClientRect();
    this.#places = this.#places.map(({ left, width }) => ({ x: left - frame.left, width }));
    this.#draw();
  }

  /** Only one half of the steps is there. @param {?(0|1)} page */
  showPage(page) {
    this.#page = page;
    this.measure();
  }

  /**
   * @param {?number} beat Null while nothing plays.
   */
  place(beat) {
    const step = beat === null || beat < 0 ? null : Math.floor(beat * STEPS_PER_BEAT) % STEPS;
    if (step === this.#step) return;
    this.#step = step;
    this.#draw();
    if (step !== null) this.#onStep(step);
  }

  #draw() {
    const step = this.#step;
    const isThere = step !== null && (this.#page === null || pageOf(step) === this.#page);
    this.element.hidden = !isThere;
    if (!isThere) return delete this.element.dataset.step;
    const { x, width } = this.#places[step];
    this.element.dataset.step = step;
    this.element.style.width = `${width}px`;
    this.element.style.transform = `translateX(${x}px)`;
    this.element.toggleAttribute('data-beat', step % STEPS_PER_BEAT === 0);
    this.element.toggleAttribute('data-still', LESS_MOTION.matches);
  }
}
