// A canvas as large as its place, sharp on every screen, in the colours of the page.
// It must never know what is drawn on it.

import { h } from '../common/dom.js';

/** The colours may change with the theme; looking them up for each frame would cost more than the drawing. */
const LOOK_AGAIN = 400;

export class Sheet {
  element;
  width = 0;
  height = 0;
  #canvas = h('canvas', { 'aria-hidden': 'true' });
  #names;
  #colours = null;
  #lookedAt = -Infinity;

  /** @param {Object<string, string>} names What a colour is for, and the token that has it. */
  constructor(names, attributes = {}) {
    this.#names = names;
    this.element = h('div', { ...attributes, class: `sheet ${attributes.class ?? ''}` }, this.#canvas);
    new ResizeObserver(() => this.#resize()).observe(this.element);
  }

  /** @returns {?{context: CanvasRenderingContext2D, width: number, height: number, colours: object}} Null without a place. */
  begin(now) {
    if (this.width === 0 || this.height === 0) return null;
    if (now - this.#lookedAt > LOOK_AGAIN) this.#look(now);
    const context = this.#canvas.getContext('2d');
    const scale = this.#canvas.width / this.width;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    return { context, width: this.width, height: this.height, colours: this.#colours };
  }

  #resize() {
    this.width = this.element.clientWidth;
    this.height = this.element.clientHeight;
    const scale = globalThis.devicePixelRatio || 1;
    this.#canvas.width = Math.round(this.width * scale);
    this.#canvas.height = Math.round(this.height * scale);
  }

  #look(now) {
    this.#lookedAt = now;
    const style = getComputedStyle(this.element);
    this.#colours = Object.fromEntries(Object.entries(this.#names).map(([use, token]) => [use, style.getPropertyValue(token).trim()]));
    this.#colours.font = `600 ${Math.max(14, 0.021 * innerHeight).toFixed(1)}px ${style.getPropertyValue('--mono')}`;
  }
}
