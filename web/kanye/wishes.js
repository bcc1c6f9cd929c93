// What the person at this page asks of the room: a quote now, a heart, another name. Each is decided once, or said to be lost.
// It must never know how a command travels, nor how anything is drawn.

import { isSignalTooFast } from '../common/connection/delivery.js';
import { Slower } from '../common/shell/slower.js';
import { browserTimers } from '../common/timers.js';
import { Countdown, secondsLeft } from './countdown.js';

const FULL = 'Too many wishes wait for the connection. Try again when it is back.';
const NOBODY = 'There is no connection, so nobody can be asked for a quote now.';
const ASKED_IN_VAIN = 'The server was restarted before your quote came. Ask again, if you still want one.';

/** A restarted server counts anew and has other quotes; and a quote that comes so late was not what was asked for. */
export const isBound = ({ type }) => type === 'heart' || type === 'now';

export class Wishes {
  #parts;
  #isOnline = false;
  /** Keys of all wishes that are not decided, the oldest first. */
  #open = new Set();
  #asked = new Set();
  /**
   * The room told me to wait until then, for a reason that is not known here. On the local clock, because that of
   * the server starts over with the server.
   */
  #refusedUntil = 0;
  #wait;
  /** Until when the room takes no more of mine. */
  #slower;

  /** @param {object} parts client, quotes, controls, hearts, which show a wait, `serverNow()`, and timers if not the browser's. */
  constructor(parts) {
    this.#parts = { timers: browserTimers, ...parts };
    this.#slower = new Slower((seconds) => parts.hearts.forEach((heart) => heart.showWait(seconds)), this.#parts.timers);
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
    const [asked] = this.#asked;
    if (asked) return controls.note('Asked already; the quote is on its way.', asked);
    const seconds = secondsLeft(serverNow(), this.#nowAt);
    if (seconds === 0) return void this.#send({ type: 'now' });
    const who = quotes.waitsAlone ? 'You have asked a moment ago' : 'Somebody has asked a moment ago';
    controls.note(`${who}: again in ${seconds} s.`);
  }

  /** A heart is set to a state, so it is worth sending however late. */
  heart(seq, on) {
    const { controls } = this.#parts;
    if (this.#slower.isWaiting) return controls.note('A little slower: hearts are given again in a moment.');
    const key = this.#send({ type: 'heart', quote: seq, on });
    if (key && !this.#isOnline) controls.note(`It is ${on ? 'given' : 'taken back'} when the connection is back.`, key);
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

  refused(key, nack) {
    if (isSignalTooFast(key, nack)) return; // It was a move or a bounce.
    const { code, message, retry_ms: retryMs = 0 } = nack;
    const { controls, timers } = this.#parts;
    const inVain = code === 'restarted' && this.#asked.has(key);
    if (code === 'soon') this.#refusedUntil = timers.now() + retryMs;
    this.#decided(key);
    controls.note(inVain ? ASKED_IN_VAIN : message);
  }

  /** What the lecturer has in force. @param {{slow_ms: number}} now */
  obey({ slow_ms: slowMs }) {
    if (slowMs === 0) this.#slower.over();
  }

  /** The room cannot take so many wishes at once; the oldest, which is under way alone, is asked again by itself. */
  slowDown(milliseconds) {
    const [oldest] = this.#open;
    this.#parts.controls.note('A little slower: your wish waits for a moment.', oldest);
    this.#slower.waitFor(milliseconds);
    this.#refusedUntil = Math.max(this.#refusedUntil, this.#parts.timers.now() + milliseconds);
    this.showWait();
  }

  get #nowAt() {
    const { quotes, serverNow, timers } = this.#parts;
    return Math.max(serverNow() + this.#refusedUntil - timers.now(), quotes.nowAt);
  }

  /** @returns {?string} Its key, if it was taken into the queue. */
  #send(command) {
    const { client, controls } = this.#parts;
    if (client.isFull) {
      controls.note(FULL);
      return null;
    }
    const key = client.command(command);
    this.#show(key, command);
    return key;
  }

  #show(key, command) {
    this.#open.add(key);
    if (command.type === 'heart') this.#parts.quotes.wish(command.quote, command.on, key);
    if (command.type !== 'now') return;
    this.#asked.add(key);
    this.#parts.controls.showAsking(true);
  }

  #decided(key) {
    const { quotes, controls } = this.#parts;
    quotes.decided(key);
    this.#open.delete(key);
    this.#asked.delete(key);
    controls.decided(key);
    controls.showAsking(this.#asked.size > 0);
    this.showWait();
  }
}
