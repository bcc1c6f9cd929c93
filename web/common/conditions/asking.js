// Asks the server what is in force while nobody else can tell us: before we are in, and when getting in takes long.
// It must never know the page, nor turn the knob.

import { browserTimers } from '../timers.js';
import { askServer } from './knob.js';

/** A try that takes longer, in milliseconds, may have been slowed on purpose. */
const LONG = 2_000;

export class Asking {
  #known;
  #ask;
  #timers;
  #isIn = false;
  #later = null;

  /** @param {import('./in_force.js').InForce} known Is told the answers. */
  constructor(known, ask = askServer, timers = browserTimers) {
    this.#known = known;
    this.#ask = ask;
    this.#timers = timers;
    this.#look();
  }

  /** @param {import('../connection/connection.js').ConnectionState} state */
  show({ phase }) {
    this.#isIn = phase === 'online';
    this.#timers.clearTimeout(this.#later);
    if (phase === 'connecting') this.#later = this.#timers.setTimeout(() => this.#look(), LONG);
  }

  /** Once we are in, the room tells, and an answer that comes later may be older than its word. */
  async #look() {
    const answer = await this.#ask();
    if (answer && !this.#isIn) this.#known.told(answer.transports);
  }
}
