// The stage as it stands in the page: a sheet of paper in the form of the stage, with the quote behind the heads.
// It must never know what the quote is, nor who has a head.

import { h } from '../common/dom.js';
import { letterbox } from './stage.js';

const HOW_TO = 'Stage. The arrow keys move your head, with Shift further; Space makes it bounce.';

export class SceneView {
  element;
  /** What the pointer and the keys act upon, and where the heads are. */
  stage = h('div', { class: 'stage', tabindex: '0', role: 'application', 'aria-label': HOW_TO });
  /** @type {import('./stage.js').Box} The stage within the scene, in pixels. */
  box = letterbox(16, 9);
  #paper;

  /**
   * @param {HTMLElement} quote
   * @param {(box: import('./stage.js').Box) => void} onSize
   */
  constructor(quote, onSize) {
    this.#paper = h('div', { class: 'paper' }, quote, this.stage);
    this.element = h('section', { class: 'scene', 'aria-label': 'Quote and heads' }, this.#paper);
    new ResizeObserver(([{ contentRect }]) => {
      this.#fit(contentRect);
      onSize(this.box);
    }).observe(this.element);
  }

  #fit({ width, height }) {
    this.box = letterbox(width, height);
    for (const side of ['left', 'top', 'width', 'height']) this.#paper.style[side] = `${this.box[side]}px`;
  }
}
