// The poll transport: open, send, receive, close. It asks again and again, whether there is news or not.
// It must never know what a frame means, who is in the room, or when to try again.

import { browserTimers } from '../timers.js';
import { HttpConnection } from './http_connection.js';
import { HttpSender } from './http_sender.js';

/** So many questions may be under way at once. A slow network would otherwise collect ever more of them. */
const MOST_AT_ONCE = 4;

export class PollTransport {
  /** How long it may be silent, in milliseconds: a period, and some slack. */
  silence;
  #connection;
  #sender;
  #every;
  #how;
  #timers;
  #next = null;
  #clock = null;
  #underWay = 0;

  /**
   * @param {string} room
   * @param {import('./websocket.js').Listener} listener
   * @param {{every?: number, how?: 'interval'|'rearmed'}} options The period in milliseconds; and whether it is
   *   counted from question to question, so that answers may overtake each other, or anew after each answer.
   */
  constructor(room, listener, { every = 1000, how = 'rearmed' } = {}, timers = browserTimers) {
    this.#connection = new HttpConnection(room, listener, timers);
    this.#sender = new HttpSender(this.#connection, timers);
    this.silence = every + 10_000;
    this.#every = every;
    this.#how = how;
    this.#timers = timers;
  }

  /** Sends: the hello opens; everything else goes up at once. What it causes comes down with the next answer. */
  send(frame) {
    if (frame.type === 'hello') this.#open(frame);
    else this.#sender.send(frame);
  }

  /** Opens: the first question says who asks. */
  async #open(hello) {
    await this.#ask(this.#connection.opening(hello));
    if (this.#connection.isOver) return;
    if (this.#how === 'interval') this.#clock = this.#timers.setInterval(() => this.#askOnTime(), this.#every);
    else this.#rearm();
  }

  /** By the clock, whether the last question is answered or not. */
  #askOnTime() {
    if (this.#underWay < MOST_AT_ONCE) this.#ask(this.#connection.goingOn());
  }

  /** Only once the last question is answered the clock is set for the next. */
  #rearm() {
    this.#next = this.#timers.setTimeout(async () => {
      await this.#ask(this.#connection.goingOn());
      if (!this.#connection.isOver) this.#rearm();
    }, this.#every);
  }

  /** Receives: what happened since the place that the question names, which may be nothing. */
  async #ask(who) {
    this.#underWay += 1;
    const frames = await this.#connection.request(this.#connection.address('poll', { ...who, every: this.#every }));
    this.#underWay -= 1;
    if (frames) this.#connection.read(frames);
  }

  /** Closes: nobody asks any more, which the server notices after three periods. */
  close() {
    this.#timers.clearTimeout(this.#next);
    this.#timers.clearInterval(this.#clock);
    this.#connection.close();
  }
}
