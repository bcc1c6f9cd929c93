// The lines of the chat: pending, then sent with a number, or failed. Pure.
// It must never know the page, the connection, or how a line is drawn.

/** @typedef {import('./line.js').Line} Line */
/** @typedef {import('./line.js').Mark} Mark */

/**
 * @typedef {object} LinesHandlers
 * @property {(item: Line|Mark) => void} onAppend At the end of the log; the log never changes otherwise.
 * @property {() => void} onPast What is appended next, in this turn, was said before and is no news.
 * @property {(line: Line) => void} onPending At the end of what waits below the log.
 * @property {(line: Line, corrected: boolean) => void} onSettle A waiting line moves to the end of the
 *   log; `corrected` if it reads otherwise than it was written.
 * @property {(line: Line) => void} onChange
 * @property {(line: Line) => void} onRemove
 * @property {(before: number) => void} onClear The lines of before this time leave the log, of before `Infinity` all that is in it.
 */

export class Lines {
  /** @type {Map<string, Line>} */
  #waiting = new Map();
  #lastSeq = 0;
  /** How many lines of this room are accounted for, shown or told as missing; null when a skip hid the count. */
  #accounted = 0;
  #on;

  /** @param {LinesHandlers} on */
  constructor(on) {
    this.#on = on;
  }

  /** A line written here. It is shown at once and gets its number later. */
  write({ key, text, me = false, from, name, at }) {
    const line = { kind: 'line', key, status: 'pending', seq: null, n: null, from, name, text, me, at, own: true, missed: false };
    this.#waiting.set(key, line);
    this.#on.onPending(line);
  }

  /** The server took it. Its place in the log comes with the event, which may be a moment behind. */
  acknowledge(key, seq) {
    this.#change(key, { status: 'sent', seq });
    this.#dropPassed();
  }

  /** @returns {boolean} Whether there is such a line. */
  fail(key, problem) {
    return this.#change(key, { status: 'failed', problem });
  }

  /** A failed line goes back to waiting, as a new command. */
  retry(key, newKey) {
    const line = this.#waiting.get(key);
    this.#waiting.delete(key);
    this.#waiting.set(newKey, line);
    line.key = newKey;
    this.#change(newKey, { status: 'pending', problem: undefined });
  }

  discard(key) {
    const line = this.#waiting.get(key);
    this.#waiting.delete(key);
    this.#on.onRemove(line);
  }

  /**
   * A line of the room's log.
   * @param {{seq: number, at: number, from: number, n?: number, name: string, text: string, me?: boolean}} event
   * @param {{key?: ?string, own?: boolean, missed?: boolean}} about `key` if it is the echo of one written here.
   * @returns {?Line} Null if it is in the log already.
   */
  add(event, { key = null, own = false, missed = false } = {}) {
    if (event.seq <= this.#lastSeq) return null;
    this.#lastSeq = event.seq;
    if (this.#accounted !== null) this.#accounted += 1;
    const { seq, at, from, n = null, name, text, me = false } = event;
    const numbered = { seq, at, from, n, name, text, me, status: 'sent', own: own || key !== null };
    const waiting = key && this.#waiting.get(key);
    // The server may have cleaned the text or the name, and what the others see is what counts.
    const corrected = Boolean(waiting) && (waiting.text !== text || waiting.name !== name || waiting.from !== from);
    const line = Object.assign(waiting || { kind: 'line', key, missed: missed && !own }, numbered);
    this.#waiting.delete(key);
    if (waiting) this.#on.onSettle(line, corrected);
    else this.#on.onAppend(line);
    return line;
  }

  /**
   * What the room says it holds. Lines that are shown already are left alone.
   * @param {{before: number, lines: object[]}} state
   * @param {(event: object) => object} about As for `add`.
   * @returns {Line[]} Those that are new here.
   */
  merge({ before, lines }, about) {
    const fresh = lines.filter((line) => line.seq > this.#lastSeq);
    if (fresh.length > 0) this.#on.onPast();
    if (this.#accounted !== null) this.skip(before + lines.length - fresh.length - this.#accounted);
    const added = fresh.map((line) => this.add(line, about(line)));
    this.#accounted = before + lines.length;
    this.#dropPassed();
    return added;
  }

  /** The server was restarted: numbers begin again, and what is shown stays above a line that says so. */
  startOver() {
    for (const line of [...this.#waiting.values()].filter(({ status }) => status === 'sent')) {
      this.#waiting.delete(line.key); // The old room took it, and its echo died with that room.
      this.#on.onSettle(line, false);
    }
    this.#lastSeq = 0;
    this.#accounted = 0;
    this.mark({ kind: 'divider' });
  }

  /**
   * The room has forgotten what was said before a time. The lecturer wanted it, if that is later than when it is told;
   * otherwise it was kept for long enough.
   */
  clear({ before, at }) {
    this.#accounted = null; // How many of them this page never had is told by nobody.
    const isAll = before > at;
    this.#on.onClear(isAll ? Infinity : before);
    if (isAll) this.mark({ kind: 'cleared' });
  }

  /** Lines that this page will not get to see. */
  skip(count) {
    if (count > 0) this.mark({ kind: 'gap', count });
  }

  /** Events fell off the room's log. How many of them were lines, nobody can say any more. */
  skipEvents({ from, to }) {
    this.mark({ kind: 'gap', count: to - from + 1, atMost: true });
    this.#lastSeq = Math.max(this.#lastSeq, to);
    this.#accounted = null;
    this.#dropPassed();
  }

  /** @param {Mark} mark */
  mark(mark) {
    this.#on.onAppend(mark);
  }

  /** A line of ours may have been taken at a place that this page will not get to see; it must not wait for ever. */
  #dropPassed() {
    for (const { key, status, seq, text } of [...this.#waiting.values()]) {
      if (status !== 'sent' || seq > this.#lastSeq) continue;
      this.discard(key);
      this.mark({ kind: 'elsewhere', seq, text });
    }
  }

  #change(key, news) {
    const line = this.#waiting.get(key);
    if (line) this.#on.onChange(Object.assign(line, news));
    return Boolean(line);
  }
}
