// What the hand on the knob wants, over what is in force. Pure.
// It must never know the server or the page.

/** As usual. */
export const USUAL = { delay: 0, jitter: 0, refused: false };

export class Wishes {
  #inForce = {};
  #wanted = new Map();

  /** What is shown: the newest wish, or else what is in force. @param {string} kind */
  at(kind) {
    return { ...USUAL, ...(this.#wanted.get(kind) ?? this.#inForce[kind]) };
  }

  /** @param {string} kind @param {Partial<import('../shell/conditions_words.js').Condition>} part */
  want(kind, part) {
    this.#wanted.set(kind, { ...this.at(kind), ...part });
  }

  /** The server has answered this wish, or refused it. A newer one stays. */
  answered(kind, wish) {
    const { delay, jitter, refused } = this.at(kind);
    if (wish.delay === delay && wish.jitter === jitter && wish.refused === refused) this.#wanted.delete(kind);
  }

  /** What is in force, whoever has turned it. */
  told(transports) {
    this.#inForce = transports;
  }

  get isUsual() {
    return this.#wanted.size === 0 && Object.keys(this.#inForce).length === 0;
  }
}
