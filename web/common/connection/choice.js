// Which transport the next try to connect uses. Pure: it is told what became of the last ones.
// It must never know transports, timers or the page.

/** A WebSocket that failed to open may have met one bad moment; after two, something else is tried. */
const LADDER = ['websocket', 'websocket', 'sse', 'long_poll', 'poll'];
const BEST = LADDER[0];
/**
 * On a fallback the best is tried at once, in milliseconds: what failed before may have been a server that was away, and only a
 * failure beside something that works says that the best does not get through.
 */
const AT_ONCE = 1_000;
/** After that it is tried again after this long, in milliseconds, and each time after twice as long … */
const FIRST_RETURN = 15_000;
/** … but never longer: networks change while people walk. */
const LONGEST_RETURN = 600_000;

export class Chooser {
  /** @type {import('./transports.js').Choice} What the person asked for. */
  choice;
  #step = 0;
  #returns = 0;
  /** Whether the best has failed while something else worked. */
  isBlocked = false;

  /** @param {import('./transports.js').Choice} choice */
  constructor(choice) {
    this.choice = choice;
  }

  get isAuto() {
    return this.choice.kind === 'auto';
  }

  /** What the next try uses: the choice, and in place of `auto` a kind. @returns {import('./transports.js').Choice} */
  get next() {
    return this.#with(this.isAuto ? LADDER[this.#step] : this.choice.kind);
  }

  /** What a return from a fallback uses. */
  get best() {
    return this.#with(BEST);
  }

  /** A try ended before the server let us in, and not by the server's own word. */
  failed() {
    this.#step = (this.#step + 1) % LADDER.length;
  }

  /** The server let us in. */
  welcomed(kind) {
    if (kind === BEST) [this.#returns, this.isBlocked] = [0, false];
  }

  /** A connection that had worked is lost. That says nothing against its kind, and the next one is the best again. */
  lost() {
    this.#step = 0;
    this.isBlocked = false;
  }

  /**
   * When to try the best again beside a fallback that goes on.
   * @returns {?number} In milliseconds; `null` if there is nothing better, or if nobody asked us to look for it.
   */
  returnIn(kind) {
    if (!this.isAuto || kind === BEST) return null;
    if (!this.isBlocked) return AT_ONCE;
    return Math.min(LONGEST_RETURN, FIRST_RETURN * 2 ** this.#returns);
  }

  /** There is a reason to believe that the best gets through again. */
  hope() {
    this.#returns = 0;
  }

  /** The best was tried beside a fallback, and does not get through yet. */
  returnFailed() {
    if (this.isBlocked) this.#returns += 1;
    this.isBlocked = true;
  }

  #with(kind) {
    return { ...this.choice, kind };
  }
}
