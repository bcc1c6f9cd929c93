// The SSE transport (server-sent events): open, send, receive, close. One answer that never ends.
// It must never know what a frame means, who is in the room, or when to try again.

import { browserTimers } from '../timers.js';
import { HttpConnection } from './http_connection.js';
import { HttpSender } from './http_sender.js';

export class SseTransport {
  /** How long it may be silent, in milliseconds: the server says something at least every 10 s. */
  silence = 25_000;
  #connection;
  #sender;
  #source = null;

  /** @param {string} room @param {import('./websocket.js').Listener} listener */
  constructor(room, listener, timers = browserTimers) {
    this.#connection = new HttpConnection(room, listener, timers);
    this.#sender = new HttpSender(this.#connection, timers);
  }

  /** Sends: the hello opens; everything else needs a request of its own, for the tube has one direction only. */
  send(frame) {
    if (frame.type === 'hello') this.#open(frame);
    else this.#sender.send(frame);
  }

  /** Opens: a GET like any other, only that the server goes on answering it. */
  #open(hello) {
    this.#source = new EventSource(this.#connection.address('events', this.#connection.opening(hello)));
    this.#source.onmessage = (message) => this.#receive(JSON.parse(message.data));
    // Left alone, an EventSource would try again by itself and say `Last-Event-ID`, and our server would
    // resume from there. We end it instead: then waiting, trying again and resuming are the same few lines
    // for all four transports, and the person is told the same about each of them.
    this.#source.onerror = () => this.#end(1006, '');
  }

  /** Receives. The server cannot close with a code, so its last event says it. */
  #receive(frame) {
    this.#connection.read([frame]);
    if (this.#connection.isOver) this.#source.close();
  }

  #end(code, reason) {
    this.#source.close();
    this.#connection.end(code, reason);
  }

  /** Closes: hanging up is all that a reader can say. */
  close() {
    this.#source?.close();
    this.#connection.close();
  }
}
