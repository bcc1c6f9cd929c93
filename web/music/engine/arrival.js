// "Play on arrival", to hear why the scheduler exists: what most pages do first, kept as simple as that.
// It must never be used for anything but the comparison.
//
// The clock is not used: music starts when the message comes, so a slow network starts late. And a step is played
// when a timer notices that it is due, so it is late by up to a look, by a second in a hidden tab.

import { browserTimers } from '../../common/timers.js';
import { STEPS, STEPS_PER_BEAT, beatOf, stepEvents } from './events.js';
import { beatAt } from './transport.js';

const EVERY = 25;

export class Arrival {
  #vector = null;
  #position = 0;
  #timer = null;
  #parts;

  /**
   * @param {object} parts
   * @param {() => number} parts.now Server time; only differences count, and what is reported.
   * @param {{at: Function, settle: Function}} parts.sounding As `song.sounding`.
   * @param {(hit: import('./scheduler.js').Hit) => void} parts.play Plays a step at once.
   * @param {object} [parts.timers]
   */
  constructor(parts) {
    this.#parts = { timers: browserTimers, ...parts };
  }

  /** A message says what the transport does: do it now. @param {import('./transport.js').Vector} vector */
  received(vector) {
    this.#vector = { ...vector, at: this.#parts.now() };
    this.#position = vector.beat - 1 / STEPS; // Just before, so that the first step is still to come.
  }

  /** A snapshot: what has begun goes on from where it is; what is still to come begins as the message does. */
  caughtUp(vector) {
    const now = this.#parts.now();
    if (vector.at > now) return this.received(vector);
    this.#vector = vector;
    this.#position = beatAt(vector, now);
  }

  start() {
    this.stop();
    if (this.#vector) this.#position = Math.max(this.#position, beatAt(this.#vector, this.#parts.now()));
    this.#goOn();
  }

  stop() {
    this.#parts.timers.clearTimeout(this.#timer);
  }

  #goOn() {
    this.#timer = this.#parts.timers.setTimeout(() => this.#goOn(), EVERY);
    if (!this.#vector?.playing) return;
    const now = this.#parts.now();
    this.#parts.sounding.settle(now);
    const position = beatAt(this.#vector, now);
    const hit = this.#newest(position, now);
    this.#position = position;
    if (hit) this.#parts.play(hit);
  }

  /** The last step that became due since the last look; after a long pause the others are lost. */
  #newest(position, now) {
    const sounding = this.#parts.sounding.at(now);
    for (let step = Math.floor(position * STEPS_PER_BEAT); step >= 0; step -= 1) {
      const inPattern = step % STEPS;
      const due = (step - inPattern) / STEPS_PER_BEAT + beatOf(inPattern, sounding.swing);
      if (due <= this.#position) return null;
      if (due <= position) return { step, at: now, version: this.#vector.version, bpm: this.#vector.bpm, events: stepEvents(sounding, inPattern) };
    }
    return null;
  }
}
