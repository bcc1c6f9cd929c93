// The playhead: one element that moves over the grid by a transform, from step to step.
// It must never know what time it is; it is told a position in beats.

import { h } from '../../common/dom.js';
import { STEPS, STEPS_PER_BEAT } from '../engine/events.js';
import { pageOf } from './step_page.js';

export class Playhead {
  element = h('div', { class: 'playhead', 'aria-hidden': 'true', hidden: true });
  #tracks;
  #places = [];
  #step = null;
  #playing = false;
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
    const frame = this.#tracks.getBoundingClientRect();
    const cells = [...this.#tracks.querySelectorAll('.cell')].slice(0, STEPS); // The first row; all others stand under it.
    this.#places = cells.map((cell) => {
      const { left, width } = cell.getBoundingClientRect();
      return { x: left - frame.left, width };
    });
    this.#draw();
  }

  /** Only one half of the steps is there. @param {?(0|1)} page */
  showPage(page) {
    this.#page = page;
    this.measure();
  }

  /**
   * @param {number} beat The position.
   * @param {number} swing In percent of a step, by which every second step is late.
   * @param {boolean} playing At rest it only marks where the music goes on.
   */
  place(beat, swing, playing) {
    const step = stepAt(beat, swing);
    if (step === this.#step && playing === this.#playing) return;
    const moved = step !== this.#step;
    this.#step = step;
    this.#playing = playing;
    this.#draw();
    if (moved && playing) this.#onStep(step);
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
    this.element.toggleAttribute('data-rest', !this.#playing);
  }
}

/** @returns {number} 0 to 15: the step that sounded last. */
export function stepAt(beat, swing) {
  const steps = beat * STEPS_PER_BEAT;
  const step = Math.floor(steps);
  const isEarly = step % 2 !== 0 && steps - step < swing / 100; // The late half of a swinging pair is not due yet.
  return (((isEarly ? step - 1 : step) % STEPS) + STEPS) % STEPS;
}
