// What happened in one lane, as far back as it may still be seen: questions and answers, frames, arrivals, tubes. Pure.
// It must never know how it is drawn, nor count what is gone.

import { wasOvertaken } from './flight.js';

/** Longer than any axis and the slowest stretched flight. */
const KEPT = 40_000;

/** @typedef {import('./flight.js').Exchange} Exchange */
/** @typedef {{at: number, way: 'up'|'down', took: number, seq: ?number}} Frame `at` is when it left; all in local milliseconds. */

export class Timeline {
  /** @type {Exchange[]} In the order of the questions. */
  exchanges = [];
  /** @type {Frame[]} */
  frames = [];
  /** When an event was here: local time by number. @type {Map<number, number>} */
  arrivals = new Map();
  /** Connections from their opening to their end. @type {{from: number, to: ?number}[]} */
  tubes = [];
  overtaken = 0;
  /** The number of the newest event that is here. @type {?number} */
  newest = null;

  /** A question leaves. @returns {Exchange} */
  ask(now) {
    const exchange = { start: now, end: null, status: null, seqs: [], isOvertaken: false };
    this.exchanges.push(exchange);
    this.#forget(now);
    return exchange;
  }

  /** Its answer is here. @param {Exchange} exchange */
  answer(exchange, now, status, seqs = []) {
    Object.assign(exchange, { end: now, status, seqs });
    if (status === 0 || !wasOvertaken(this.exchanges, exchange)) return;
    exchange.isOvertaken = true;
    this.overtaken += 1;
  }

  /** @param {Frame} frame */
  frame(frame) {
    this.frames.push(frame);
    this.#forget(frame.at + frame.took);
  }

  arrive(seq, now) {
    if (!this.arrivals.has(seq)) this.arrivals.set(seq, now);
    this.newest = seq;
  }

  open(now) {
    this.close(now);
    this.tubes.push({ from: now, to: null });
    this.#forget(now);
  }

  close(now) {
    const last = this.tubes.at(-1);
    if (last && last.to === null) last.to = now;
  }

  /** Numbers begin again: the server was restarted. */
  startOver() {
    this.arrivals.clear();
  }

  #forget(now) {
    const oldest = now - KEPT;
    while (this.exchanges[0]?.end !== null && this.exchanges[0]?.end < oldest) this.exchanges.shift();
    while (this.frames[0]?.at < oldest) this.frames.shift();
    while (this.tubes[0]?.to !== null && this.tubes[0]?.to < oldest) this.tubes.shift();
    for (const [seq, at] of this.arrivals) {
      if (at >= oldest) break;
      this.arrivals.delete(seq);
    }
  }
}
