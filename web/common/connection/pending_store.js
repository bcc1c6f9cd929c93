// Keeps what the server has not decided yet where a reload of the tab finds it again.
// It must never know what a command says, nor decide anything about it.

import { tabMemory } from '../memory.js';

/**
 * @typedef {object} Pending
 * @property {?string} epoch The log to which the numbers and authors belong.
 * @property {{command: object, n: ?number, author: ?number}[]} entries In order.
 */

/** @type {Pending} */
const NOTHING = { epoch: null, entries: [] };

export class PendingStore {
  #key;
  #memory;

  /** @param {string} room What was meant for one room must not turn up in another. */
  constructor(room, memory = tabMemory) {
    this.#key = `pending.${room}`;
    this.#memory = memory;
  }

  /** @returns {Pending} */
  load() {
    try {
      const { epoch, entries } = JSON.parse(this.#memory.get(this.#key)) ?? NOTHING;
      return { epoch, entries: entries.filter(({ command }) => typeof command.type === 'string') };
    } catch {
      return NOTHING; // An older page, or a curious person, wrote something else there.
    }
  }

  /** @param {Pending} pending */
  save({ epoch, entries }) {
    const pending = { epoch, entries: entries.map(({ command, n, author }) => ({ command, n, author })) };
    this.#memory.set(this.#key, entries.length > 0 ? JSON.stringify(pending) : null);
  }

  clear() {
    this.save(NOTHING);
  }
}
