// The talker's sliders, and the chart of what each rate cost each lane.
// It must never measure; it shows what was measured and tells what somebody wants.

import { button, h, setAttribute } from '../common/dom.js';
import { icon } from '../common/shell/icons.js';
import { drawChart } from './chart.js';
import { RATES } from './crossover.js';
import { KINDS, NAMES } from './lane.js';
import { Sheet } from './sheet.js';
import { rate as inWords, size } from './words.js';

const COLOURS = { ink: '--ink', muted: '--muted', rule: '--rule', card: '--card', poll: '--poll', long_poll: '--long-poll', sse: '--sse', websocket: '--websocket' };
export const MANY = 10_000;

export class CrossoverView {
  element;
  #model;
  #sheet = new Sheet(COLOURS, { class: 'chart' });
  #talk;
  #rate = h('input', { type: 'range', id: 'rate', min: 0, max: 1, step: 0.005, value: RATES.share(60) });
  #rateWords = h('output', { class: 'numbers', for: 'rate' });
  #batch = h('input', { type: 'range', id: 'batch', min: 0, max: 250, step: 10, value: 0 });
  #batchWords = h('output', { class: 'numbers', for: 'batch' });
  #many;
  #progress = h('i', { class: 'hold-progress' });
  #words = h('p', { class: 'hold-words', role: 'status' });
  #table = h('table', { class: 'visually-hidden', 'aria-label': 'Bytes per minute by rate' });

  /** @param {import('./crossover.js').Crossover} model @param {{onTalk: () => void, onRate: (rate: number) => void, onBatch: (ms: number) => void, onClear: () => void}} on */
  constructor(model, on) {
    this.#model = model;
    this.#talk = button({ class: 'primary', id: 'talk', 'aria-pressed': 'false' }, on.onTalk, 'Talk');
    this.#many = button({ class: 'pill', id: 'many', 'aria-pressed': 'false' }, () => this.#toggleMany(), '× 10\u202f000 users');
    this.#rate.addEventListener('input', () => this.#showRate());
    this.#rate.addEventListener('change', () => on.onRate(this.rate));
    this.#batch.addEventListener('input', () => this.#showBatch());
    this.#batch.addEventListener('change', () => on.onBatch(Number(this.#batch.value)));
    this.element = h('section', { class: 'panel crossover', 'aria-label': 'Crossover' },
      h('header', { class: 'panel-head' }, h('h2', {}, 'Crossover'), h('p', {}, 'bytes a minute, as counted'), this.#talk, this.#many,
        button({ class: 'tool', id: 'crossover-clear', 'aria-label': 'Clear the chart', title: 'Clear' }, on.onClear, icon('undo'))),
      h('div', { class: 'sliders' },
        h('label', { class: 'slider' }, h('span', {}, 'events'), this.#rate, this.#rateWords),
        h('label', { class: 'slider' }, h('span', {}, 'long poll waits'), this.#batch, this.#batchWords)),
      this.#sheet.element,
      h('div', { class: 'hold' }, h('span', { class: 'hold-bar', 'aria-hidden': 'true' }, this.#progress), this.#words),
      this.#table);
    this.#showRate();
    this.#showBatch();
  }

  /** Events per minute. */
  get rate() {
    return RATES.value(Number(this.#rate.value));
  }

  get #users() {
    return this.#many.getAttribute('aria-pressed') === 'true' ? MANY : 1;
  }

  /** @param {{isTalking: boolean, current: ?import('./crossover.js').Point, progress: number}} state */
  show(now, { isTalking, current, progress }) {
    setAttribute(this.#talk, 'aria-pressed', String(isTalking));
    this.#talk.textContent = isTalking ? 'Stop' : 'Talk';
    this.#progress.style.width = `${100 * progress}%`;
    this.#words.textContent = isTalking ? this.#said(current) : 'Let the talker talk, hold a rate for some seconds, then try another.';
    const sheet = this.#sheet.begin(now);
    if (sheet) drawChart(sheet, this.#model.points, current, this.#users);
    const rows = this.#model.points.map(({ rate, bytes }) => h('tr', {}, h('th', { scope: 'row' }, inWords(rate)),
      ...KINDS.map((kind) => h('td', {}, size(bytes.get(kind))))));
    if (rows.length !== this.#table.rows.length - 1) {
      this.#table.replaceChildren(h('tr', {}, h('th', {}, 'rate'), ...KINDS.map((kind) => h('th', {}, NAMES[kind]))), ...rows);
    }
  }

  #said(current) {
    if (!current) return 'listening …';
    const isPassed = (current.bytes.get('long_poll') ?? 0) > (current.bytes.get('poll') ?? Infinity);
    return `measured: ${inWords(current.rate)}${isPassed ? ' · long poll costs more than poll' : ''}`;
  }

  #showRate() {
    this.#rateWords.textContent = inWords(this.rate);
    this.#rate.setAttribute('aria-valuetext', inWords(this.rate));
  }

  #showBatch() {
    this.#batchWords.textContent = `${this.#batch.value} ms`;
  }

  #toggleMany() {
    setAttribute(this.#many, 'aria-pressed', String(this.#users === 1));
  }
}
