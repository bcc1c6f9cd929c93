// What the lecturer does to the network, as far as this page was told. One for the page, whoever shows it.
// It must never know the server or the page.

import { ToldBehind } from '../told_behind.js';

/** By transport, what is worse than usual. @extends {ToldBehind<Object<string, import('../shell/conditions_words.js').Condition>>} */
export class InForce extends ToldBehind {
  /** @param {import('../timers.js').Timers} [timers] */
  constructor(timers) {
    super({}, timers);
  }

  /** How much longer than usual something may take there and back. @param {string} kind @returns {number} Milliseconds. */
  slack(kind) {
    const { delay = 0, jitter = 0 } = this.value[kind] ?? {};
    return 2 * (delay + jitter);
  }

  /** Whether the lecturer keeps new connections of this kind out. @param {string} kind */
  refuses(kind) {
    return this.value[kind]?.refused ?? false;
  }
}

export const inForce = new InForce();
