// Commands that the server has not decided yet: numbered 1, 2, 3 … and kept until they are. Pure.
// It must never know what a command says, nor how or when it travels.

/**
 * @typedef {object} Entry
 * @property {string} key The page's own name for the command, the same from first to last.
 * @property {object} command The frame without its number.
 * @property {?number} n The number it was sent under; null while it never was.
 * @property {?number} author Our public id when it was sent; only under that id may its echo be ours.
 * @property {boolean} unclear Events went by unseen since it was sent, and its echo may have been one of them.
 */

export class Outbox {
  /** @type {Entry[]} */
  #entries = [];
  #nextN = 1;
  #author = null;
  /** True once after each welcome: what is already numbered has to travel again. */
  #resend = false;
  #max;
  #window;
  #onChange;

  /**
   * @param {{max?: number, window?: number, onChange?: (entries: Entry[]) => void}} options
   *   `window` is how many may be under way at once. With 1 a refused command can never be overtaken by
   *   the one behind it. `onChange` comes before a new number can travel.
   */
  constructor({ max = 64, window = max, onChange = () => {} } = {}) {
    this.#max = max;
    this.#window = window;
    this.#onChange = onChange;
  }

  get isFull() {
    return this.#entries.length >= this.#max;
  }

  /** What is not decided, in order. @returns {{key: string, command: object, n: ?number}[]} */
  get undecided() {
    return this.#entries.map(({ key, command, n }) => ({ key, command, n }));
  }

  /**
   * @param {{n: ?number, author: ?number}} [sent] How it travelled before this page was loaded, if it did.
   * @returns {Entry}
   */
  add(key, command, { n = null, author = null } = {}) {
    const entry = { key, command, n, author, unclear: false };
    this.#entries.push(entry);
    this.#changed();
    return entry;
  }

  /** Says another thing in the place of one that waits. What has a number is under way, and stays as it is. */
  replace(key, command) {
    const entry = this.#entries.find((candidate) => candidate.key === key && candidate.n === null);
    if (!entry) return;
    entry.command = command;
    this.#changed();
  }

  /**
   * The server let us in. Under the id of before it kept our seat: numbers up to `lastN` are decided (it
   * repeats its answer to them) and the rest counts on from there. Otherwise everything is numbered anew.
   * @param {{author: number, lastN: number}} welcome
   */
  welcome({ author, lastN }) {
    this.#author = author;
    this.#nextN = lastN + 1;
    for (const entry of this.#entries) {
      if (entry.author === author && entry.n <= lastN) continue;
      entry.n = entry.author = null;
    }
    this.#resend = true;
    this.#changed();
  }

  /**
   * What has to be sent now, in order. Numbers are given here and not earlier, because a number
   * must never be skipped.
   * @returns {object[]} Complete frames.
   */
  takeDue() {
    const due = [];
    for (const entry of this.#entries.slice(0, this.#window)) {
      const fresh = entry.n === null;
      if (fresh) {
        entry.n = this.#nextN++;
        entry.author = this.#author;
        entry.unclear = false;
      }
      if (fresh || this.#resend) due.push({ ...entry.command, n: entry.n });
    }
    this.#resend = false;
    if (due.length > 0) this.#changed();
    return due;
  }

  /**
   * An ack or a final nack: the command is decided.
   * @returns {?Entry}
   */
  settle(n) {
    return this.#take((entry) => entry.n === n);
  }

  /**
   * An event came by. If it is one of ours, it proves that the command was taken, even if its ack was lost.
   * @returns {?Entry}
   */
  settleByEcho(author, n) {
    return this.#take((entry) => entry.n !== null && entry.n === n && entry.author === author);
  }

  /** A nack that asks us to try again. The old number is used up; the place in the queue is kept. */
  postpone(n) {
    const entry = this.#entries.find((candidate) => candidate.n === n);
    if (!entry) return null;
    entry.n = entry.author = null;
    this.#changed();
    return entry;
  }

  /** Events went by unseen: from now on the lack of an echo says nothing about what was sent before. */
  missed() {
    for (const entry of this.#entries) entry.unclear = entry.n !== null;
  }

  /** Gives up what travelled under another id than this and may have been taken. @returns {Entry[]} */
  takeUnclear(author) {
    const isLost = (entry) => entry.unclear && entry.author !== null && entry.author !== author;
    const taken = this.#entries.filter(isLost);
    this.#entries = this.#entries.filter((entry) => !isLost(entry));
    this.#changed();
    return taken;
  }

  /** Nobody will decide these any more. @param {(entry: Entry) => boolean} isLost @returns {Entry[]} */
  giveUp(isLost) {
    const lost = this.#entries.filter(isLost);
    this.#entries = this.#entries.filter((entry) => !isLost(entry));
    this.#changed();
    return lost;
  }

  /** Ids start over, so an echo says nothing any more about what was sent before. */
  numberAnew() {
    for (const entry of this.#entries) entry.n = entry.author = null;
    this.#changed();
  }

  #take(matches) {
    const index = this.#entries.findIndex(matches);
    if (index < 0) return null;
    const [entry] = this.#entries.splice(index, 1);
    this.#changed();
    return entry;
  }

  #changed() {
    this.#onChange(this.#entries);
  }
}
