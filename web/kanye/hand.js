// The hand that leads my own head: a mouse, a finger, a pen, or the keys.
// It must never know what comes of it; it says where to, and that there was a tap.

import { step, toSpot } from './stage.js';

/** A finger is never quite still. In pixels. */
const TREMBLE = 6;
/** Tenths of a percent of the stage's width. */
const STEP = 20;
const BIG_STEP = 100;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Hand {
  #stage;
  #on;
  /** Where the pointer is, until a frame takes it. */
  #point = null;
  #pressed = null;

  /**
   * @param {HTMLElement} stage
   * @param {{onReach: () => void, onStep: (go: (from: object) => object) => void, onTap: () => void}} on
   *   `onReach`: there is something to `take` in the next frame. `onStep` gets how to go on from a spot.
   */
  constructor(stage, on) {
    this.#stage = stage;
    this.#on = on;
    stage.addEventListener('pointerdown', (event) => this.#press(event));
    stage.addEventListener('pointermove', (event) => this.#move(event));
    stage.addEventListener('pointerup', (event) => this.#release(event));
    stage.addEventListener('pointercancel', () => (this.#pressed = null));
    stage.addEventListener('keydown', (event) => this.#key(event));
  }

  /**
   * Where the pointer has gone since the last frame. A mouse tells far more often than a screen shows, and the
   * page is measured only here, before anything is drawn.
   * @returns {?{x: number, y: number}} A spot of the stage.
   */
  take() {
    if (!this.#point) return null;
    const spot = toSpot(this.#stage.getBoundingClientRect(), ...this.#point);
    this.#point = null;
    return spot;
  }

  #press(event) {
    if (!event.isPrimary || event.button !== 0) return;
    this.#pressed = { left: event.clientX, top: event.clientY, still: true };
    this.#stage.setPointerCapture(event.pointerId); // A way that leads over the edge still ends at the edge.
    this.#reach(event);
  }

  #move(event) {
    if (!event.isPrimary) return;
    const { left, top } = this.#pressed ?? {};
    if (Math.hypot(event.clientX - left, event.clientY - top) > TREMBLE) this.#pressed.still = false;
    this.#reach(event);
  }

  #release(event) {
    if (!event.isPrimary || !this.#pressed) return;
    const { still } = this.#pressed;
    this.#pressed = null;
    this.#reach(event); // The last word of a quick finger may come with its leaving.
    if (still) this.#on.onTap();
  }

  #reach({ clientX, clientY }) {
    this.#point = [clientX, clientY];
    this.#on.onReach();
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    const taps = (event.key === ' ' || event.key === 'Enter') && !event.repeat;
    if (!arrow && event.key !== ' ' && event.key !== 'Enter') return;
    event.preventDefault(); // The page must not scroll under the stage.
    if (taps) this.#on.onTap();
    if (!arrow) return;
    const [right, down] = arrow.map((way) => way * (event.shiftKey ? BIG_STEP : STEP));
    this.#on.onStep((from) => step(from, right, down));
  }
}
