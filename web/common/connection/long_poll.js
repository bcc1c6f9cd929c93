// The long poll transport: open, send, receive, close. One question after the other, each held until there is news.
// It must never know what a frame means, who is in the room, or when to try again.

import { browserTimers } from '../timers.js';
import { HttpConnection } from './http_connection.js';
import { HttpSender } from './http_sender.js';

/** The server holds a question for as long as this, in seconds. */
const WAIT = 25;

export class LongPollTransport {
  /** How long it may be silent, in milliseconds: one question, held to the end, and some slack. */
  silence = 35_000;
  #connection;
  #sender;
  #pause;
  #timers;
  #next = null;

  /**
   * @param {string} room
   * @param {import('./websocket.js').Listener} listener
   * @param {{pause?: number}} options Milliseconds between an answer and the next question: all that happens
   *   meanwhile comes in one answer.
   */
  constructor(room, listener, { pause = 0 } = {}, timers = browserTimers) {
    this.#connection = new HttpConnection(room, listener, timers);
    this.#sender = new HttpSender(this.#connection, timers);
    this.#pause = pause;
    this.#timers = timers;
  }

  /** Sends: the hello opens; everything else goes up beside the question that is held. */
  send(frame) {
    if (frame.type === 'hello') this.#ask(this.#connection.opening(frame));
    else this.#sender.send(frame);
  }

  /** Opens, and receives: asks, is answered, and asks again from where it stands. */
  async #ask(who) {
    const frames = await this.#connection.request(this.#connection.address('poll', { ...who, wait: WAIT }));
    if (!frames) return;
    this.#connection.read(frames);
    if (this.#connection.isOver) return;
    const ask = () => this.#ask(this.#connection.goingOn());
    if (this.#pause > 0) this.#next = this.#timers.setTimeout(ask, this.#pause);
    else ask();
  }

  /** Closes: nobody asks any more, which the server notices after a while. */
  close() {
    this.#timers.clearTimeout(this.#next);
    this.#connection.close();
  }
}
