// A seat in a room: connection, session, outbox and clock, joined into what a demo needs.
// It must never know the page or one demo's frames; a demo hands in plain functions.

import { Clock } from '../clock.js';
import { ClockSampler } from './clock_sampler.js';
import { Connection } from './connection.js';
import { Outbox } from './outbox.js';
import { Session } from './session.js';

/** These refusals ask for another try and not for another text; the usual wait in milliseconds. */
const TRY_AGAIN = { rate: 500, shutting_down: 1_000 };

/**
 * @typedef {object} RoomHandlers
 * @property {(state: import('./connection.js').ConnectionState) => void} onState
 * @property {(welcome: object, kept: import('./session.js').Kept) => void} onWelcome
 * @property {(snapshot: object) => void} onSnapshot
 * @property {(event: object, about: {key: ?string, replayed: boolean}) => void} onEvent `key` names
 *   our own command when the event is its echo.
 * @property {(skip: {from: number, to: number}) => void} onSkip
 * @property {(frame: object) => void} onFrame
 * @property {(replay: ?{from: number, to: number, count: number}) => void} onCaughtUp
 * @property {(key: string, seq: ?number) => void} onAck
 * @property {(key: ?string, nack: object) => void} onNack Final: the command will not be sent again.
 * @property {(retryMs: number) => void} onSlowDown
 * @property {(roundTrip: number) => void} onRoundTrip
 */

export class RoomClient {
  clock = new Clock(performance.timeOrigin);
  #name = '';
  #on;
  #outbox;
  #session;
  #connection;
  #sampler = new ClockSampler(() => this.#connection.send({ type: 'clock', t0: performance.now() }));
  /** False from the loss of a connection until all that was missed has been shown. */
  #ready = false;
  #numbering = null;
  #pause = null;
  #counter = 0;
  /** Acknowledged commands whose echo is still on its way: key by author and number. */
  #echoes = new Map();

  /**
   * @param {{open: Function, secret: ?string, window?: number, on: RoomHandlers}} options
   *   `open(listener)` makes a transport; `window` is how many commands may be under way at once.
   */
  constructor({ open, secret, window, on }) {
    this.#on = on;
    this.#outbox = new Outbox({ window });
    this.#connection = new Connection(open, {
      onOpen: () => this.#session.hello(this.#name),
      onFrame: (frame) => this.#session.receive(frame),
      onProbe: () => this.#connection.send({ type: 'clock', t0: performance.now() }),
      onState: (state) => this.#changed(state),
    });
    this.#session = new Session({
      secret,
      send: (frame) => this.#connection.send(frame),
      on: {
        onWelcome: (welcome, kept) => this.#welcomed(welcome, kept),
        onSnapshot: (snapshot) => on.onSnapshot(snapshot),
        onEvent: (event, replayed) => on.onEvent(event, { key: this.recognise(event.from, event.n), replayed }),
        onSkip: (skip) => on.onSkip(skip),
        onFrame: (frame) => this.#frame(frame),
        onCaughtUp: (replay) => this.#caughtUp(replay),
      },
    });
  }

  /** @param {string} name */
  join(name) {
    this.#name = name;
    this.#connection.start();
  }

  /** Comes back as somebody new, after another tab took our seat. What was pending is sent by the new person. */
  joinAsNew(name) {
    this.#session.forget();
    this.join(name);
  }

  get isFull() {
    return this.#outbox.isFull;
  }

  /**
   * Hands over a command that must be decided exactly once, now or whenever there is a connection.
   * @returns {string} Its key, under which all further news about it arrive.
   */
  command(command) {
    const key = `c${(this.#counter += 1)}`;
    this.#outbox.add(key, command);
    queueMicrotask(() => this.#flush()); // The caller learns the key before any news about it.
    return key;
  }

  /** Sends a frame that nobody waits for; without a connection it is dropped. */
  signal(frame) {
    if (this.#ready) this.#connection.send(frame);
  }

  /**
   * Is this something of ours? If so it was taken by the server, even if its ack was lost.
   * @returns {?string} The key of our command.
   */
  recognise(author, n) {
    const echo = `${author}.${n}`;
    const key = this.#outbox.settleByEcho(author, n)?.key ?? this.#echoes.get(echo) ?? null;
    this.#echoes.delete(echo);
    return key;
  }

  wake() {
    this.#connection.wake();
  }

  pause() {
    this.#connection.pause();
  }

  #changed(state) {
    if (state.phase !== 'online') {
      this.#ready = false;
      this.#sampler.stop();
    }
    this.#on.onState(state);
  }

  #welcomed(welcome, kept) {
    this.#name = welcome.you.name;
    this.clock.anchor(performance.now(), welcome.now, welcome.wall);
    if (!kept.epoch) {
      this.#outbox.forgetAuthors();
      this.#echoes.clear();
    }
    // What happened while we were away may contain our own commands, so the outbox waits until we
    // have seen it all. Only then is it certain what has to be sent again.
    this.#numbering = { author: welcome.you.id, lastN: welcome.last_n, sameSession: kept.session };
    this.#on.onWelcome(welcome, kept);
    this.#sampler.start();
  }

  #caughtUp(replay) {
    if (!this.#numbering) return;
    this.#outbox.welcome(this.#numbering);
    this.#numbering = null;
    this.#ready = true;
    this.#on.onCaughtUp(replay);
    this.#flush();
  }

  #flush() {
    if (!this.#ready || this.#pause !== null) return;
    for (const frame of this.#outbox.takeDue()) this.#connection.send(frame);
  }

  #frame(frame) {
    if (frame.type === 'ack') this.#acked(frame);
    else if (frame.type === 'nack') this.#nacked(frame);
    else if (frame.type === 'clock') this.#clocked(frame);
    else if (frame.type !== 'ping' && frame.type !== 'bye') this.#on.onFrame(frame);
  }

  #acked({ n, seq }) {
    const entry = this.#outbox.settle(n);
    if (entry && seq > this.#session.last) this.#echoes.set(`${entry.author}.${n}`, entry.key);
    if (entry) this.#on.onAck(entry.key, seq);
    this.#flush();
  }

  #nacked(nack) {
    // Both sides count differently, which only a new welcome can settle.
    if (nack.code === 'out_of_order') return this.#connection.restart();
    if (nack.code in TRY_AGAIN && this.#outbox.postpone(nack.n)) {
      return this.#slowDown(nack.retry_ms ?? TRY_AGAIN[nack.code]);
    }
    const entry = nack.n == null ? null : this.#outbox.settle(nack.n);
    this.#on.onNack(entry?.key ?? null, nack);
    this.#flush();
  }

  #slowDown(wait) {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      this.#pause = null;
      this.#flush();
    }, wait);
    this.#on.onSlowDown(wait);
  }

  #clocked({ t0, t1, t2 }) {
    this.clock.sample(t0, t1, t2, performance.now());
    this.#on.onRoundTrip(this.clock.roundTrip);
  }
}
