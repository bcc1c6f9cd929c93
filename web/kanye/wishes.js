// What the person at this page asks of the room: a quote now, a heart, another name. Each is decided once, or said to be lost.
// It must never know how a command travels, nor how anything is drawn.

import { Countdown, secondsLeft } from './countdown.js';

const FULL = 'Too many wishes wait for the connection. Try again when it is back.';
const NOBODY = 'There is no connection, so nobody can be asked for a quote now.';

export class Wishes {
  #parts;
  #isOnline = false;
  #asked = new Set();
  /** The room told me to wait until then, for a reason that is not known here. */
  #refusedUntil = 0;
  #wait;

  /** @param {object} parts client, quotes, controls, and `serverNow()`. */
  constructor(parts) {
    this.#parts = parts;
    this.#wait = new Countdown((seconds) => parts.controls.showWait(seconds), parts.serverNow);
    for (const { key, command } of parts.client.restored) this.#show(key, command);
  }

  set isOnline(online) {
    this.#isOnline = online;
  }

  /** The server's clock, or when the next wish may be made, is known better now. */
  showWait() {
    this.#wait.waitFor(this.#nowAt);
  }

  /** A quote that comes when the connection is back would be a quote later, so without one nothing is asked. */
  askNow() {
    const { controls, quotes, serverNow } = this.#parts;
    if (!this.#isOnline) return controls.note(NOBODY);
    if (this.#asked.size > 0) return controls.note('Asked already; the quote is on its way.');
    const seconds = secondsLeft(serverNow(), this.#nowAt);
    if (seconds === 0) return this.#send({ type: 'now' });
    const who = quotes.waitsAlone ? 'You have asked a moment ago' : 'Somebody has asked a moment ago';
    controls.note(`${who}: again in ${seconds} s.`);
  }

  /** A heart is set to a state, so it is worth sending however late. */
  heart(seq, on) {
    const { controls } = this.#parts;
    if (this.#send({ type: 'heart', quote: seq, on }) && !this.#isOnline) {
      controls.note(`It is ${on ? 'given' : 'taken back'} when the connection is back.`);
    }
  }

  rename(name) {
    this.#send({ type: 'rename', name });
  }

  taken(key, command) {
    if (command.type === 'heart') this.#parts.quotes.granted(command.quote, command.on, key);
    this.#decided(key);
  }

  /** Its effect came by, which says the same as an answer and may come without one. */
  seen(key) {
    if (key !== null) this.#decided(key);
  }

  refused(key, { code, message, retry_ms: retryMs = 0 }) {
    if (key === null && code === 'rate') return; // It was a move or a bounce, for which nobody waits.
    const { controls, serverNow } = this.#parts;
    if (code === 'soon') this.#refusedUntil = serverNow() + retryMs;
    this.#decided(key);
    controls.note(message);
  }

  /** The room cannot take so many wishes at once; it is asked again by itself. */
  slowDown() {
    this.#parts.controls.note('A little slower: your wish waits for a moment.');
  }

  get #nowAt() {
    return Math.max(this.#refusedUntil, this.#parts.quotes.nowAt);
  }

  /** @returns {boolean} Whether it was taken into the queue. */
  #send(command) {
    const { client, controls } = this.#parts;
    const fits = !client.isFull;
    if (fits) this.#show(client.command(command), command);
    else controls.note(FULL);
    return fits;
  }

  #show(key, command) {
    if (command.type === 'heart') this.#parts.quotes.wish(command.quote, command.on, key);
    if (command.type !== 'now') return;
    this.#asked.add(key);
    this.#parts.controls.showAsking(true);
  }

  #decided(key) {
    this.#parts.quotes.decided(key);
    this.#asked.delete(key);
    this.#parts.controls.note('');
    this.#parts.controls.showAsking(this.#asked.size > 0);
    this.showWait();
  }
}
