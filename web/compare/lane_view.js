// One lane as it is seen: its name, its numbers, and the picture on the time axis.
// It must never change the lane; what somebody wants is told to the owner.

import { h, setAttribute } from '../common/dom.js';
import { icon } from '../common/shell/icons.js';
import { Axis } from './axis.js';
import { NAMES } from './lane.js';
import { drawHeldLine } from './pictures/held_line.js';
import { drawGuides, drawNumbers } from './pictures/numbers.js';
import { Pen } from './pictures/pen.js';
import { drawPlanes } from './pictures/planes.js';
import { drawTube } from './pictures/tube.js';
import { Sheet } from './sheet.js';
import { counted, size, time } from './words.js';

const PICTURES = { poll: drawPlanes, long_poll: drawHeldLine, sse: drawTube, websocket: drawTube };
const TOKENS = { poll: '--poll', long_poll: '--long-poll', sse: '--sse', websocket: '--websocket' };
const MANNERS = { poll: 'paper planes', long_poll: 'a line that is held', sse: 'a tube, one way', websocket: 'a tube, both ways' };
/** What one of them is called. */
const REQUESTS = { poll: 'request', long_poll: 'request', sse: 'request', websocket: 'handshake' };

export class LaneView {
  element;
  #lane;
  #sheet;
  #manner = h('span', { class: 'lane-manner' });
  #last = h('b', { class: 'lane-last numbers' });
  #median = h('b', { class: 'lane-median numbers' });
  #extremes = h('span', { class: 'lane-extremes numbers' });
  #latency;
  #useful = h('i', { class: 'bar-useful' });
  #usefulBytes = h('b', { class: 'lane-useful numbers' });
  #overhead = h('b', { class: 'lane-overhead numbers' });
  #requests = h('b', { class: 'lane-requests numbers' });
  #requestsWord = h('span');
  #empty = h('b', { class: 'lane-empty numbers' });
  #perMinute = h('b', { class: 'lane-per-minute numbers' });

  /** @param {import('./lane.js').Lane} lane @param {?HTMLElement} control What can be set in this lane. */
  constructor(lane, control = null) {
    const { kind } = lane;
    this.#lane = lane;
    this.#sheet = new Sheet({ ink: '--ink', muted: '--muted', rule: '--rule', card: '--card', guide: '--guide', own: TOKENS[kind] }, { class: 'lane-picture' });
    this.#latency = h('div', { class: 'figure lane-latency', tabindex: '0' },
      h('span', {}, 'last ', this.#last), h('span', {}, 'median ', this.#median), this.#extremes);
    this.element = h('section', { class: 'lane', 'data-kind': kind, 'aria-label': NAMES[kind] },
      h('div', { class: 'lane-name' }, icon(kind), h('h2', {}, NAMES[kind]), this.#manner, control),
      h('div', { class: 'lane-figures' },
        this.#latency,
        h('div', { class: 'figure lane-cost' }, h('span', { class: 'bar', 'aria-hidden': 'true' }, this.#useful),
          h('span', {}, this.#usefulBytes, ' useful + ', this.#overhead)),
        h('span', { class: 'figure' }, this.#perMinute, ' a minute'),
        h('span', { class: 'figure' }, this.#requests, this.#requestsWord, ' · ', this.#empty, ' empty')),
      this.#sheet.element);
  }

  /** The numbers, a few times a second. */
  show(now) {
    const { kind, latencies, account, timeline, state } = this.#lane;
    setAttribute(this.#manner, 'data-overtaken', timeline.overtaken || null);
    this.#last.textContent = time(latencies.last);
    this.#median.textContent = time(latencies.median);
    const extremes = latencies.count > 0 ? `least ${time(latencies.least)} · worst ${time(latencies.worst)} · of ${latencies.count}` : 'nothing has come yet';
    this.#extremes.textContent = extremes;
    this.#usefulBytes.textContent = size(account.useful);
    this.#overhead.textContent = size(account.overhead);
    this.#useful.style.width = `${share(account)}%`;
    this.#requests.textContent = counted(account.requests, REQUESTS[kind]);
    this.#empty.textContent = account.empty;
    this.#perMinute.textContent = size(account.perMinute(now));
    setAttribute(this.element, 'data-state', state.phase);
    setAttribute(this.element, 'data-newest', timeline.newest);
    this.#manner.textContent = state.phase === 'online' ? this.#mannerNow : STATES[state.phase];
  }

  /** @param {import('./events.js').Told[]} events @param {{motion: object, moves: boolean}} how */
  draw(now, events, { motion, moves }) {
    const sheet = this.#sheet.begin(now);
    if (!sheet) return;
    const axis = new Axis(now, sheet.width - Pen.margin);
    const pen = new Pen(sheet.context, { ...sheet, axis, moves });
    drawGuides(pen, events);
    pen.rails();
    PICTURES[this.#lane.kind](pen, this.#lane, motion);
    drawNumbers(pen, this.#lane, events, motion);
  }

  get #mannerNow() {
    const { kind, timeline } = this.#lane;
    return timeline.overtaken > 0 ? `${counted(timeline.overtaken, 'answer')} overtaken` : MANNERS[kind];
  }

  /** How much time so many pixels are. */
  milliseconds(pixels) {
    const width = this.#sheet.width - Pen.margin;
    return width > 0 ? new Axis(0, width).milliseconds(pixels) : 0;
  }
}

const STATES = { connecting: 'opens …', waiting: 'is gone; comes back by itself', stopped: 'is not open' };

function share({ useful, overhead }) {
  const all = useful + overhead;
  return all > 0 ? ((100 * useful) / all).toFixed(1) : 0;
}
