// Sending for the transports that cannot send: each frame goes up in the body of a POST.
// It must never know how its owner reads, or what a frame means.

import { browserTimers } from '../timers.js';

/** The server takes no longer body, in bytes. */
const LONGEST_BODY = 64 * 1024;
/** Nor more frames in one. */
const MOST_FRAMES = 64;
/** A POST that is under way for longer, in milliseconds, is as good as lost. */
const PATIENCE = 10_000;

const encoder = new TextEncoder();

export class HttpSender {
  #connection;
  #timers;
  #waiting = [];
  #isBusy = false;

  /** @param {import('./http_connection.js').HttpConnection} connection */
  constructor(connection, timers = browserTimers) {
    this.#connection = connection;
    this.#timers = timers;
  }

  /**
   * One POST at a time, or a later frame could overtake an earlier one: requests run side by side.
   * What waits meanwhile goes together in the next. Before the welcome there is no key to send under, and a frame
   * is dropped as by a WebSocket that is not open.
   */
  send(frame) {
    if (this.#connection.key === null || this.#connection.isOver) return;
    this.#waiting.push(JSON.stringify(frame));
    if (!this.#isBusy) this.#post();
  }

  async #post() {
    this.#isBusy = true;
    while (this.#waiting.length > 0 && !this.#connection.isOver) {
      const patience = this.#timers.setTimeout(() => this.#connection.end(1006, 'No answer to what was sent.'), PATIENCE + this.#connection.slack);
      const address = this.#connection.address('send', { connection: this.#connection.key });
      const answers = await this.#connection.request(address, { method: 'POST', body: this.#takeBody() });
      this.#timers.clearTimeout(patience);
      if (!answers) return; // It is over, or is about to be.
      if (answers.length === 0) this.#connection.alive();
      for (const answer of answers) this.#connection.tell(answer);
    }
    this.#isBusy = false;
  }

  /** As many of the waiting frames as fit, at least one, each on a line of its own. */
  #takeBody() {
    let [count, size] = [0, 0];
    for (const line of this.#waiting) {
      size += encoder.encode(line).length + 1;
      if (count > 0 && (size > LONGEST_BODY || count === MOST_FRAMES)) break;
      count += 1;
    }
    return this.#waiting.splice(0, count).join('\n');
  }
}
