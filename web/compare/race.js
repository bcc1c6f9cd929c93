// The race: one mark is sent, and each lane says when it had it. Pure, but for the timers that are handed in.
// It must never know a connection; it is told what was sent and what has come.

import { browserTimers } from '../common/timers.js';
import { Latencies } from './latencies.js';

/** @typedef {import('./latencies.js').Latencies} Latencies */

export class Race {
  /** The newest run: what each lane took, in milliseconds; absent while it is on its way. @type {Map<string, number>} */
  current = new Map();
  runs = 0;
  /** How often it is run by itself, in runs a second; 0 = not. */
  rate = 0;
  #lanes;
  #results;
  #start;
  #timers;
  #timer = null;
  #name = '';
  #names = new Set();
  #token = Math.random().toString(36).slice(2, 6);

  /**
   * @param {string[]} lanes
   * @param {(text: string) => boolean} start Sends one mark; false if it cannot be sent now.
   */
  constructor(lanes, start, timers = browserTimers) {
    this.#lanes = lanes;
    this.#start = start;
    this.#timers = timers;
    this.#results = new Map(lanes.map((lane) => [lane, new Latencies()]));
  }

  /** One press. */
  run() {
    const name = `race ${this.#token}-${this.runs + 1}`;
    if (!this.#start(name)) return;
    this.runs += 1;
    this.current = new Map();
    this.#name = name;
    this.#names.add(name);
  }

  /** @param {number} rate Runs a second. */
  repeat(rate) {
    this.stop();
    this.rate = rate;
    const again = () => {
      this.run();
      this.#timer = this.#timers.setTimeout(again, 1_000 / rate);
    };
    again();
  }

  stop() {
    this.#timers.clearTimeout(this.#timer);
    this.rate = 0;
  }

  reset() {
    this.current = new Map();
    this.runs = 0;
    this.#token = Math.random().toString(36).slice(2, 6); // What is still on its way belongs to no run any more.
    this.#names.clear();
    for (const result of this.#results.values()) result.reset();
  }

  /** A lane has a mark. @returns {boolean} Whether it is one of ours. */
  arrived(lane, text, took) {
    if (!this.#names.has(text)) return false;
    this.#results.get(lane).add(took);
    if (text === this.#name) this.current.set(lane, Math.max(0, took));
    return true;
  }

  /** @returns {Latencies} Of all runs. */
  of(lane) {
    return this.#results.get(lane);
  }

  /** Where the picture ends: a round number, beyond everybody. @returns {number} Milliseconds. */
  get finish() {
    const all = this.#lanes.flatMap((lane) => [...this.of(lane).recent.slice(-SHOWN), this.current.get(lane) ?? 0]);
    return roundUp(Math.max(10, ...all));
  }
}

/** How many earlier runs the picture shows. */
export const SHOWN = 40;

/** 1, 2 or 5, and zeros. @param {number} value */
export function roundUp(value) {
  const ten = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].find((step) => step * ten >= value) * ten;
}
