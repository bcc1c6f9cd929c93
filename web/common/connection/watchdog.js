// Notices that a connection is dead although nobody said so, by comparing timestamps.
// It must never know sockets or frames: it asks for a probe, and it reports silence.

import { browserTimers } from '../timers.js';

/** Where the server says something at least every 10 s: two lost pings and some slack. */
const SILENCE = 25_000;
const LOOK_EVERY = 5_000;
/** A timer this late means that the device slept. */
const LATE = 5_000;
const PROBE_LIMIT = 3_000;
/** Opening and being welcomed; some browsers hang here without any event. */
const CONNECT_LIMIT = 5_000;

export class Watchdog {
  /** Longer than this, in milliseconds, a connection is not silent. Each transport has its own measure. */
  silence = SILENCE;
  #heardAt = 0;
  #lookedAt = 0;
  #looker = null;
  #deadline = null;
  #on;
  #timers;
  #slack;

  /**
   * @param {{onProbe: () => void, onDead: (why: string) => void}} on
   * @param {import('../timers.js').Timers} timers
   * @param {() => number} slack How much longer than usual an answer is known to take, in milliseconds. It may change.
   */
  constructor(on, timers = browserTimers, slack = () => 0) {
    this.#on = on;
    this.#timers = timers;
    this.#slack = slack;
  }

  /** A try to connect begins. */
  connecting() {
    this.stop();
    this.#giveUpIn(CONNECT_LIMIT, 'no welcome within 5 s');
  }

  /** The server let us in: from now on silence is suspicious. */
  connected() {
    this.stop();
    this.heard();
    this.#look();
  }

  /** Any sign of life at all. */
  heard() {
    this.#heardAt = this.#timers.now();
    if (this.#looker !== null) this.#cancelDeadline();
  }

  /** The page came back to life. Ask now: after a sleep the next look may be far too late. */
  probe() {
    if (this.#looker === null || this.#deadline !== null) return;
    this.#on.onProbe();
    this.#giveUpIn(PROBE_LIMIT, 'no answer within 3 s');
  }

  stop() {
    this.#cancelDeadline();
    this.#timers.clearTimeout(this.#looker);
    this.#looker = null;
  }

  #look() {
    this.#lookedAt = this.#timers.now();
    this.#looker = this.#timers.setTimeout(() => {
      const now = this.#timers.now();
      const overslept = now - this.#lookedAt > LOOK_EVERY + LATE;
      this.#look();
      // After a sleep the silence was ours and not the server's, so it gets a chance to answer.
      if (overslept) this.probe();
      else if (now - this.#heardAt > this.silence + this.#slack()) this.#on.onDead(`nothing heard for ${this.silence / 1_000} s`);
    }, LOOK_EVERY);
  }

  /** That the network is slow may become known only while we wait, so the end of the wait is looked at anew. */
  #giveUpIn(milliseconds, why, since = this.#timers.now()) {
    const left = since + milliseconds + this.#slack() - this.#timers.now();
    if (left > 0) return (this.#deadline = this.#timers.setTimeout(() => this.#giveUpIn(milliseconds, why, since), left));
    this.#deadline = null;
    this.#on.onDead(why);
  }

  #cancelDeadline() {
    this.#timers.clearTimeout(this.#deadline);
    this.#deadline = null;
  }
}
