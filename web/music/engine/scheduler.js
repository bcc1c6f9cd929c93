// Look-ahead: a coarse timer that puts every step at its own absolute time, a little before it is due.
// It must never know audio; whatever plays a step is handed in, and gives back a way to take it back.
//
// A timer is late by milliseconds, by a second in a hidden tab. So it never says *when* something sounds, only
// when to look. At each look the plan for the next moments is made anew from what is known now, and compared with
// what is scheduled already: what is missing is scheduled, what is no longer so is taken back. Nothing accumulates,
// a change counts from its very moment, and the past is not in the plan, so it is dropped and never comes in a burst.

import { browserTimers } from '../../common/timers.js';
import { BEATS_PER_BAR, STEPS, STEPS_PER_BEAT, beatOf, stepEvents } from './events.js';
import { STEP_AT_MOST } from './sounding.js';
import { SAME_MOMENT, firstStep, timeOfBeat } from './transport.js';

const EVERY = 25;
const HORIZON = 120;
/** Timers of a hidden tab come once a second. */
const HIDDEN_HORIZON = 1_500;
/** What was played is remembered this long, in case the clock is set back. */
const REMEMBERED = 5_000;

/**
 * @typedef {object} Hit One step at its time.
 * @property {number} step Counted from beat 0; the pattern is looped under it.
 * @property {number} at Server time in milliseconds.
 * @property {number} version Of the vector that put it there.
 * @property {number} bpm
 * @property {import('./events.js').SongEvent[]} events Of this step; none is a rest, which counts as a step all the same.
 */

export class Scheduler {
  /** By vector and step. @type {Map<string, {hit: Hit, content: string, cancel: () => void}>} */
  #scheduled = new Map();
  #timer = null;
  /** How far ahead has been planned: what a hidden tab has scheduled is not taken back when it is shown again. */
  #reach = -Infinity;
  #bar = null;
  #parts;

  /**
   * @param {object} parts
   * @param {() => number} parts.now Server time.
   * @param {import('./transport.js').Transport} parts.transport
   * @param {{at: Function, settle: Function}} parts.sounding As `song.sounding`.
   * @param {(hit: Hit) => () => void} parts.play Plays a step at its time; the answer takes it back.
   * @param {() => number} [parts.latency] How much earlier than heard a sound must be handed over, in milliseconds.
   * @param {() => boolean} [parts.isHidden]
   * @param {() => boolean} [parts.hasStood] Whether the device stood still, and what it was given is therefore late.
   * @param {() => void} [parts.onStood] Then: everything was taken back, and nothing is scheduled until the next `start`.
   * @param {() => void} [parts.onBar] A bar has begun, or nothing plays: the moment for whatever may not fall into a bar.
   * @param {object} [parts.timers]
   */
  constructor(parts) {
    this.#parts = { latency: () => 0, isHidden: () => Boolean(globalThis.document?.hidden), hasStood: () => false, onStood() {}, onBar() {}, timers: browserTimers, ...parts };
  }

  start() {
    this.stop();
    this.#goOn();
  }

  /** Silence from now on. @param {number} [from] Server time; what was due before it may sound on. */
  stop(from = this.#parts.now()) {
    this.#parts.timers.clearTimeout(this.#timer);
    this.#timer = null;
    for (const { hit, cancel } of this.#scheduled.values()) if (hit.at > from) cancel();
    this.#scheduled.clear();
    this.#reach = -Infinity;
  }

  /** Looks now: something has changed, or the page was hidden or shown. */
  look() {
    if (this.#parts.hasStood()) {
      this.stop(-Infinity);
      return this.#parts.onStood();
    }
    const now = this.#parts.now();
    this.#parts.sounding.settle(now);
    this.#markBar(now);
    const horizon = (this.#parts.isHidden() ? HIDDEN_HORIZON : HORIZON) + this.#parts.latency();
    // A server that starts again sets its clock back by hours: nothing is planned further than anybody may look.
    this.#reach = Math.min(Math.max(this.#reach, now + horizon), now + HIDDEN_HORIZON + this.#parts.latency());
    this.#follow(this.#plan(now, this.#reach), now);
  }

  #goOn() {
    const timer = this.#timer;
    this.look();
    if (this.#timer !== timer) return; // It was stopped meanwhile, and perhaps started again.
    this.#timer = this.#parts.timers.setTimeout(() => this.#goOn(), EVERY);
  }

  /** Every step that is due in a stretch of time, as things are known now. @returns {Map<string, Hit>} */
  #plan(from, to) {
    const plan = new Map();
    for (const span of this.#parts.transport.spans(from - STEP_AT_MOST, Infinity)) {
      if (!span.vector.playing) continue;
      const last = Math.min(to, span.to - SAME_MOMENT);
      for (let step = firstStep(span.vector, span.from); ; step += 1) {
        const nominal = timeOfBeat(span.vector, step / STEPS_PER_BEAT);
        if (nominal >= last) break;
        const hit = this.#hit(span.vector, step, nominal);
        // Swing may carry a step out of its stretch: then somebody stopped or moved before it was due.
        if (hit.at > from && hit.at <= to && hit.at < span.to) plan.set(`${span.vector.version}:${step}`, hit);
      }
    }
    return plan;
  }

  #hit(vector, step, nominal) {
    const sounding = this.#parts.sounding.at(nominal);
    const inPattern = ((step % STEPS) + STEPS) % STEPS;
    const late = beatOf(inPattern, sounding.swing) - inPattern / STEPS_PER_BEAT;
    const at = timeOfBeat(vector, step / STEPS_PER_BEAT + late);
    return { step, at, version: vector.version, bpm: vector.bpm, events: stepEvents(sounding, inPattern) };
  }

  /** Makes what is scheduled what is planned. What is past has been heard and stays as it was. */
  #follow(plan, now) {
    for (const [key, { hit, content, cancel }] of this.#scheduled) {
      if (hit.at <= now - REMEMBERED) this.#scheduled.delete(key);
      if (hit.at <= now || contentOf(plan.get(key)) === content) continue;
      cancel();
      this.#scheduled.delete(key);
    }
    for (const [key, hit] of plan) {
      if (this.#scheduled.has(key)) continue;
      this.#scheduled.set(key, { hit, content: contentOf(hit), cancel: this.#parts.play(hit) });
    }
  }

  #markBar(now) {
    const { transport, onBar } = this.#parts;
    const bar = transport.isPlaying(now) ? Math.floor(transport.position(now) / BEATS_PER_BAR) : null;
    if (bar === null || bar !== this.#bar) onBar();
    this.#bar = bar;
  }
}

const contentOf = (hit) => JSON.stringify(hit && [hit.at, hit.events]);
