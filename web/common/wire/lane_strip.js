// Draws the last seconds of the wire, the newest at the right edge. Above is the server, below is this page.
// Its public methods but for `draw` are named after the shapes. It must never know where they come from.

import { h } from '../dom.js';

const COLOURS = { websocket: '--websocket', sse: '--sse', long_poll: '--long-poll', poll: '--poll' };
/** Colours follow the theme, which is asked for now and then only. */
const LOOK_EVERY = 500;
/** Time between two marks on the axis. */
const MARK = 2_000;

export class LaneStrip {
  element = h('canvas', { class: 'wire-lanes', 'aria-hidden': 'true' });
  #context = this.element.getContext('2d');
  #colours = {};
  #lookedAt = -Infinity;
  #span;

  /** @param {number} span How many milliseconds it is wide. */
  constructor(span) {
    this.#span = span;
  }

  /** @param {import('./lanes.js').Shape[]} shapes @param {number} now Of the server, for the marks of the seconds. */
  draw(shapes, now) {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (width === 0) return;
    this.#fit(width, height);
    const context = this.#context;
    context.clearRect(0, 0, width, height);
    const place = { x: (ago) => width - 6 - (ago / this.#span) * (width - 6), middle: Math.round(height / 2), half: Math.min(13, height / 4) };
    this.#seconds(place, now, height);
    for (const shape of shapes) {
      context.strokeStyle = context.fillStyle = this.#colours[shape.transport] ?? this.#colours.ink;
      this[shape.shape](shape, place);
      context.globalAlpha = 1;
    }
    context.fillStyle = this.#colours.ink;
    context.fillRect(place.x(0), 4, 1, height - 8);
  }

  #fit(width, height) {
    const ratio = devicePixelRatio || 1;
    if (this.element.width !== Math.round(width * ratio) || this.element.height !== Math.round(height * ratio)) {
      this.element.width = Math.round(width * ratio);
      this.element.height = Math.round(height * ratio);
      this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
    }
    if (performance.now() - this.#lookedAt < LOOK_EVERY) return;
    this.#lookedAt = performance.now();
    const style = getComputedStyle(this.element);
    this.#colours = Object.fromEntries(Object.entries(COLOURS).map(([name, token]) => [name, style.getPropertyValue(token)]));
    Object.assign(this.#colours, { ink: style.getPropertyValue('--ink'), rule: style.getPropertyValue('--rule'), page: style.getPropertyValue('--page') });
  }

  #seconds({ x }, now, height) {
    this.#context.fillStyle = this.#colours.rule;
    for (let ago = now % MARK; ago < this.#span; ago += MARK) this.#context.fillRect(Math.round(x(ago)), 4, 1, height - 8);
  }

  pipe({ from, to }, { x, middle, half }) {
    this.#tube(x(from), x(to), middle - half, middle + half);
    this.#context.fillRect(x(from), middle - half - 1, x(to) - x(from), 2);
    this.#context.fillRect(x(from), middle + half - 1, x(to) - x(from), 2);
  }

  /** One way: only the server's side is a wall. */
  stream({ from, to }, { x, middle, half }) {
    this.#tube(x(from), x(to), middle - half, middle + 2);
    this.#context.fillRect(x(from), middle - half - 1, x(to) - x(from), 3);
  }

  #tube(left, right, top, bottom) {
    this.#context.globalAlpha = 0.12;
    this.#context.fillRect(left, top, right - left, bottom - top);
    this.#context.globalAlpha = 1;
  }

  /** Answered: solid at its right end. Empty: only an outline. A POST stands lower. */
  bar({ from, to, way, isEmpty }, { x, middle, half }) {
    const width = Math.max(5, x(to) - x(from));
    const [top, height] = way === 'up' ? [middle + 6, half - 4] : [middle - half + 2, half];
    const context = this.#context;
    context.beginPath();
    context.roundRect(x(to) - width, top, width, height, 3);
    context.globalAlpha = isEmpty ? 0 : width > 14 ? 0.3 : 1;
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = 1.5;
    context.stroke();
    if (width > 14) context.fillRect(x(to) - 3, top - 2, 3, height + 4);
  }

  hold({ from }, { x, middle, half }) {
    const context = this.#context;
    const left = Math.max(0, x(from));
    context.globalAlpha = 0.16;
    context.fillRect(left, middle - half + 2, x(0) - left, half);
    context.globalAlpha = 1;
    context.fillRect(left, middle - half + 2, x(0) - left, 1.5);
    context.fillRect(left, middle + 1, x(0) - left, 1.5);
    context.fillRect(left, middle - half + 2, 2, half);
  }

  /** From its sender's side to the other; an event has a head. */
  tick({ from, way, isEvent }, { x, middle, half }) {
    const left = Math.round(x(from));
    const end = way === 'up' ? middle - half + 5 : middle + half - 5;
    const start = way === 'up' ? middle + half : middle - half;
    this.#context.globalAlpha = isEvent || way === 'up' ? 1 : 0.55;
    this.#context.fillRect(left - 0.75, Math.min(start, end), 1.5, Math.abs(start - end));
    this.#context.beginPath();
    this.#context.arc(left, end, isEvent ? 3 : 2, 0, 2 * Math.PI);
    this.#context.fill();
  }

  end({ from }, { x, middle, half }) {
    const left = Math.round(x(from));
    this.#context.lineWidth = 2;
    this.#context.beginPath();
    for (const slope of [-1, 1]) {
      this.#context.moveTo(left - 4, middle - 4 * slope);
      this.#context.lineTo(left + 4, middle + 4 * slope);
    }
    this.#context.stroke();
    this.#context.fillRect(left - 1, middle - half - 2, 2, 4);
  }
}
