// What the lecturer does to the network, as far as this page was told. One for the page, whoever shows it.
// It must never know the server or the page.

import { browserTimers } from '../timers.js';

/** What is in force is told right behind a welcome. The network may part the two by this much, in milliseconds. */
const BEHIND_WELCOME = 3_000;

export class InForce {
  /** @type {Object<string, import('../shell/conditions_words.js').Condition>} */
  transports = {};
  #listeners = [];
  #timers;
  #forgetting = null;

  /** @param {import('../timers.js').Timers} [timers] */
  constructor(timers = browserTimers) {
    this.#timers = timers;
  }

  /** @param {(transports: object) => void} listener Is told at once, and whenever it changes. */
  listen(listener) {
    this.#listeners.push(listener);
    listener(this.transports);
  }

  /** How much longer than usual something may take there and back. @param {string} kind @returns {number} Milliseconds. */
  slack(kind) {
    const { delay = 0, jitter = 0 } = this.transports[kind] ?? {};
    return 2 * (delay + jitter);
  }

  /** Whether the lecturer keeps new connections of this kind out. @param {string} kind */
  refuses(kind) {
    return this.transports[kind]?.refused ?? false;
  }

  /** @param {Object<string, import('../shell/conditions_words.js').Condition>} transports */
  told(transports) {
    this.#timers.clearTimeout(this.#forgetting);
    this.transports = transports;
    for (const listener of this.#listeners) listener(transports);
  }

  /** A server that says nothing behind its welcome does nothing. */
  welcomed() {
    this.#timers.clearTimeout(this.#forgetting);
    this.#forgetting = this.#timers.setTimeout(() => this.told({}), BEHIND_WELCOME);
  }
}

export const inForce = new InForce();
