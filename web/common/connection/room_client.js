// A seat in a room: connection, session, delivery and clock, joined into what a demo needs.
// It must never know the page or one demo's frames; a demo hands in plain functions.

import { browserTimers } from '../timers.js';
import { ClockKeeper } from './clock_keeper.js';
import { Connection } from './connection.js';
import { Delivery } from './delivery.js';
import { Session } from './session.js';

/** A goodbye gets this long, in milliseconds. */
const FAREWELL = 1_500;

/**
 * @typedef {object} OwnHandlers
 * @property {(state: import('./connection.js').ConnectionState) => void} onState
 * @property {(event: object, about: {key: ?string, replayed: boolean}) => void} onEvent `key` names
 *   our own command when the event is its echo.
 * @property {(replay: ?{from: number, to: number, count: number, complete: boolean}) => void} onCaughtUp
 * @property {(roundTrip: number) => void} onRoundTrip
 *
 * @typedef {OwnHandlers & import('./delivery.js').DeliveryHandlers
 *   & Pick<import('./session.js').SessionHandlers, 'onWelcome'|'onSnapshot'|'onSkip'|'onFrame'>} RoomHandlers
 */

export class RoomClient {
  /** What the next hello says; whoever sees the room tell another name sets it. */
  name = '';
  /** Told whenever the transport has changed, or could not be. @type {(news: import('./connection.js').TransportNews) => void} */
  onTransport = () => {};
  /** Told what the lecturer does to the network; `null` with a welcome, behind which it is told if anything is done.
   * @type {(transports: ?object) => void} */
  onConditions = () => {};
  /** Told what the lecturer has in force in the room; `null` with a welcome, as above. @type {(inHand: ?import('../hand/lecturer.js').InHand) => void} */
  onHand = () => {};
  /** The lecturer has sent this person away, and the seat is gone. */
  onRemoved = () => {};
  /** The room is locked, and we are outside. */
  onLocked = () => {};
  /** Told whether the server cannot write anything down; `null` with a welcome, behind which it is told if so.
   * @type {(trouble: ?boolean) => void} */
  onStorage = () => {};
  #on;
  #connection;
  #session;
  #delivery;
  #time;
  #timers;
  #left = () => {};

  /**
   * @param {{transport: ReturnType<import('./transports.js').transportFor>, secret: ?string, store: object, window?: number,
   *   on: RoomHandlers, timers?: object, isBound?: (command: object) => boolean, clock?: import('../clock.js').Clock, wire?: object}} options
   *   `store` keeps pending commands over a reload; `window` is how many of them may be under way at once; `isBound` says
   *   of which a restarted server must not hear; with a `clock` of somebody else's we never ask for the time; `wire`
   *   observes all that goes and comes.
   */
  constructor({ transport, secret, store, window, on, timers = browserTimers, isBound, clock, wire }) {
    const send = (frame) => this.#connection.send(frame);
    this.#on = on;
    this.#timers = timers;
    this.#time = new ClockKeeper({ clock, send, timers, onRoundTrip: (roundTrip) => on.onRoundTrip(roundTrip) });
    this.#connection = new Connection(transport, {
      onOpen: (sendFirst) => this.#session.hello(this.name, sendFirst),
      onAbandon: (sendLast) => this.#session.isNew && sendLast({ type: 'leave' }), // The next hello would be another person.
      onFrame: (frame) => this.#session.receive(frame),
      onProbe: () => this.#time.ask(),
      onState: (state) => this.#changed(state),
      onTransport: (news) => this.onTransport(news),
    }, { timers, wire });
    this.#delivery = new Delivery({ window, send, store, timers, isBound, on: { ...on, onMiscount: () => this.#connection.restart() } });
    this.#session = new Session({
      secret,
      send,
      on: {
        ...on,
        onWelcome: (welcome, kept) => this.#welcomed(welcome, kept),
        onEvent: (event, replayed) => on.onEvent(event, { key: this.recognise(event.from, event.n), replayed }),
        onFrame: (frame) => this.#frame(frame),
        onSnapshot: (snapshot) => this.#missed(() => on.onSnapshot(snapshot)),
        onSkip: (skip) => this.#missed(() => on.onSkip(skip)),
        onCaughtUp: (replay) => this.#delivery.caughtUp() && on.onCaughtUp(replay),
      },
    });
  }

  /** The server's. @returns {import('../clock.js').Clock} */
  get clock() {
    return this.#time.clock;
  }

  /** @param {string} name */
  join(name) {
    this.name = name;
    this.#connection.start();
  }

  /** Comes back as somebody new, after another tab took our seat. What was pending is sent by the new person. */
  joinAsNew(name) {
    this.#session.forget();
    this.join(name);
  }

  /** Comes in by a seat that was kept for us. @param {string} secret */
  takeSeat(secret) {
    this.#session.takeSeat(secret);
    this.#connection.start();
  }

  /** Changes to another transport while all goes on. @param {import('./transports.js').Choice} choice */
  use(choice) {
    this.#connection.use(choice);
  }

  /** On a fallback of `auto`: tries a WebSocket at once. */
  returnNow() {
    this.#connection.returnNow();
  }

  /** @returns {import('./connection.js').TransportNews} */
  get transport() {
    return this.#connection.transport;
  }

  /** Commands of an earlier load of this page that are still to be decided. @returns {{key: string, command: object}[]} */
  get restored() {
    return this.#delivery.restored;
  }

  get isFull() {
    return this.#delivery.isFull;
  }

  /**
   * Hands over a command that must be decided exactly once, now or whenever there is a connection.
   * @returns {string} Its key, under which all further news about it arrive.
   */
  command(command) {
    return this.#delivery.add(command);
  }

  /** What is not decided, in order; without a number it still waits. @returns {{key: string, command: object, n: ?number}[]} */
  get undecided() {
    return this.#delivery.undecided;
  }

  /** Says another thing in the place of a command that still waits. */
  replace(key, command) {
    this.#delivery.replace(key, command);
  }

  /** Sends a frame that nobody waits for. @returns {boolean} False if it was dropped, because we are not in. */
  signal(frame) {
    if (this.#delivery.isReady) this.#connection.send(frame);
    return this.#delivery.isReady;
  }

  /** @returns {?string} The key of our own command, if something shown in a snapshot came from it. */
  recognise(author, n) {
    return this.#delivery.recognise(author, n);
  }

  /** Says goodbye for good. @returns {Promise<void>} Kept when the room has heard it, or cannot. */
  leave() {
    if (this.#connection.state.phase !== 'online') return Promise.resolve();
    this.#connection.send({ type: 'leave' });
    // Whoever polls slowly would hear of it late; what was sent has arrived long before.
    this.#timers.setTimeout(() => this.#left(), FAREWELL);
    return new Promise((resolve) => (this.#left = resolve));
  }

  wake() {
    this.#connection.wake();
  }

  pause() {
    this.#connection.pause();
  }

  #changed(state) {
    if (state.phase !== 'online') {
      this.#delivery.interrupted();
      this.#time.stop();
      this.#left();
    }
    if (state.stopped === 'removed') this.onRemoved();
    if (state.isLocked) this.onLocked();
    this.#on.onState(state);
  }

  #welcomed(welcome, kept) {
    this.name = welcome.you.name;
    this.#time.welcomed(welcome, kept.server, this.#connection.transport.kind);
    this.#delivery.welcomed(welcome, kept);
    this.onConditions(null);
    this.onHand(null);
    this.onStorage(null);
    this.#on.onWelcome(welcome, kept);
  }

  /** What is shown instead of events may still settle commands; the rest may have been among them. */
  #missed(show) {
    show();
    this.#delivery.missed();
  }

  #frame(frame) {
    if (frame.type === 'conditions') this.onConditions(frame.transports);
    if (frame.type === 'hand') this.#handMoved(frame);
    if (frame.type === 'storage') this.onStorage(frame.trouble);
    if (frame.type === 'ack') this.#delivery.acked(frame, this.#session.last);
    else if (frame.type === 'nack') this.#delivery.nacked(frame);
    else if (frame.type === 'clock') this.#time.answered(frame);
    else if (frame.type !== 'ping' && frame.type !== 'bye') this.#on.onFrame(frame);
  }

  /** What had to wait may be let through now. */
  #handMoved(inHand) {
    this.onHand(inHand);
    this.#delivery.hurry();
  }
}
