// Keeps the server's clock over all connections of one seat, unless somebody else keeps it.
// It must never know the connection: it asks through a plain function, and is told what came.

import { Clock } from '../clock.js';
import { ClockSampler, PACES } from './clock_sampler.js';

export class ClockKeeper {
  /** @type {Clock} */
  clock;
  #isOurs;
  #send;
  #timers;
  #sampler;
  #onRoundTrip;

  /**
   * @param {{clock?: Clock, send: (frame: object) => void, timers: import('../timers.js').Timers,
   *   onRoundTrip: (roundTrip: number) => void}} parts With a `clock` of somebody else's we never ask for the time.
   */
  constructor({ clock, send, timers, onRoundTrip }) {
    this.clock = clock ?? new Clock(performance.timeOrigin);
    this.#isOurs = !clock;
    this.#send = send;
    this.#timers = timers;
    this.#onRoundTrip = onRoundTrip;
    this.#sampler = new ClockSampler(() => this.ask(), timers);
  }

  /** @param {{now: number, wall: number}} welcome @param {boolean} isSameLog @param {string} kind The transport. */
  welcomed({ now, wall }, isSameLog, kind) {
    if (!this.#isOurs) return;
    this.clock.anchor(this.#timers.now(), now, wall, isSameLog);
    this.#sampler.start(kind === 'websocket' ? PACES.line : PACES.requests);
  }

  /** Also to see whether anybody answers. */
  ask() {
    this.#send({ type: 'clock', t0: this.#timers.now() });
  }

  answered({ t0, t1, t2 }) {
    if (!this.#isOurs) return;
    this.clock.sample(t0, t1, t2, this.#timers.now());
    this.#onRoundTrip(this.clock.roundTrip);
  }

  stop() {
    this.#sampler.stop();
  }
}
