// Keeps one connection alive: opens a transport, notices its end, waits, opens the next; and changes to another transport
// while the old one goes on. It must never know what the frames say, except that `welcome` is success.

import { browserTimers } from '../timers.js';
import { Backoff } from './backoff.js';
import { Chooser } from './choice.js';
import { verdict } from './close_codes.js';
import { LOST, Link, NO_WIRE } from './link.js';
import { isSame } from './transports.js';

/** The server gave our seat to a newer connection. */
const REPLACED = 4001;
/** The server wants another hello, now. */
const BACK_AT_ONCE = 4200;
/** After a few tries a page that nobody looks at waits this long, unless it is looked at sooner. */
const HIDDEN_WAIT = 60_000;
const HIDDEN_TRIES = 6;

/**
 * @typedef {object} ConnectionState
 * @property {'connecting'|'online'|'waiting'|'stopped'} phase
 * @property {number} attempt Which try this is, counted from 1.
 * @property {boolean} again Whether there was a connection before.
 * @property {number} [retryAt] On the clock of `performance.now()`.
 * @property {string} [reason] For people to read.
 * @property {'replaced'|'fault'} [stopped]
 *
 * @typedef {object} TransportNews
 * @property {import('./transports.js').Choice} choice What is asked for.
 * @property {?string} kind What is really used; `null` while nothing is.
 * @property {string} [failed] A kind that the person asked for, and that did not open.
 */

export class Connection {
  #open;
  #on;
  #tools;
  #timers;
  #chooser;
  /** What a change of transport goes back to if it fails. @type {?Chooser} */
  #former = null;
  /** What is used. @type {?Link} */
  #link = null;
  /** What is to take its place, once the server has let it in. @type {?Link} */
  #successor = null;
  #retry = null;
  #return = null;
  #state = { phase: 'stopped', attempt: 1, again: false };
  #again = false;
  #backoff = new Backoff();

  /**
   * @param {ReturnType<import('./transports.js').transportFor>} transport
   * @param {{onOpen: (send: (frame: object) => void) => void, onFrame: (frame: object) => void, onProbe: () => void,
   *   onState: (state: ConnectionState) => void, onTransport: (news: TransportNews) => void}} on
   */
  constructor({ choice, open }, on, { timers = browserTimers, wire = NO_WIRE } = {}) {
    this.#open = open;
    this.#on = on;
    this.#timers = timers;
    this.#tools = { timers, wire };
    this.#chooser = new Chooser(choice);
  }

  get state() {
    return this.#state;
  }

  /** @returns {TransportNews} */
  get transport() {
    return { choice: this.#chooser.choice, kind: this.#link?.isWelcomed ? this.#link.choice.kind : null };
  }

  start() {
    this.#backoff.reset();
    this.#connect();
  }

  send(frame) {
    this.#link?.send(frame);
  }

  /**
   * Changes to another transport. Where there is a connection, it goes on until the new one is let in; so one that does
   * not open costs nothing, and is only told.
   * @param {import('./transports.js').Choice} choice
   */
  use(choice) {
    this.#dropSuccessor();
    this.#former ??= this.#chooser;
    this.#chooser = new Chooser(choice);
    if (this.#state.phase !== 'online') this.#former = null;
    if (this.#state.phase === 'online') this.#follow();
    else if (this.#state.phase !== 'stopped') this.start();
    this.#on.onTransport(this.transport);
  }

  /** The device woke up or has a network again: look at once instead of waiting for a timer. */
  wake() {
    if (this.#state.phase === 'waiting') this.#connect();
    else this.#link?.probe();
  }

  /** Ends this connection and opens another after the usual wait. */
  restart() {
    if (this.#link) this.#ended(this.#link, LOST);
  }

  /** The page goes away. */
  pause() {
    this.#drop('page hidden');
    if (this.#state.phase !== 'stopped') this.#enter({ phase: 'waiting', attempt: this.#backoff.attempt });
  }

  #connect() {
    this.#drop('another try');
    this.#enter({ phase: 'connecting', attempt: this.#backoff.attempt });
    this.#link = this.#make(this.#chooser.next);
  }

  #make(choice) {
    return new Link(this.#open, choice, {
      onOpen: (link) => this.#opened(link),
      onFrame: (link, frame) => this.#receive(link, frame),
      onProbe: this.#on.onProbe,
      onEnd: (link, code, reason) => this.#ended(link, code, reason),
    }, this.#tools);
  }

  #opened(link) {
    if (link === this.#successor) this.#link.isChallenged = true;
    this.#on.onOpen((frame) => link.send(frame));
  }

  #receive(link, frame) {
    if (link === this.#successor && link.isWelcomed) this.#succeed();
    if (link !== this.#link) return;
    if (frame.type === 'welcome') this.#welcomed();
    this.#on.onFrame(frame);
  }

  #welcomed() {
    const { kind } = this.#link.choice;
    this.#backoff.welcomed(this.#timers.now());
    this.#chooser.welcomed(kind);
    this.#enter({ phase: 'online', attempt: 1 });
    this.#again = true;
    this.#returnLater();
    this.#on.onTransport(this.transport);
  }

  /** Opens what was chosen beside what there is, unless that is the same. */
  #follow() {
    if (isSame(this.#chooser.next, this.#link.choice)) this.#former = null;
    else this.#successor = this.#make(this.#chooser.next);
  }

  /** On a fallback, what is better is tried again beside it. */
  #returnLater() {
    const wait = this.#chooser.returnIn(this.#link.choice.kind);
    if (wait !== null) this.#return = this.#timers.setTimeout(() => (this.#successor = this.#make(this.#chooser.best)), wait);
  }

  /** From here on the new one is the one. What was under way in the old is sent again, as after any loss. */
  #succeed() {
    this.#link.close('switched');
    [this.#link, this.#successor, this.#former] = [this.#successor, null, null];
    this.#enter({ phase: 'connecting', attempt: 1 });
  }

  #ended(link, code, said = '') {
    if (link === this.#successor) return this.#notSucceeded();
    if (this.#successor) return this.#succeed(); // The server may have ended the old one because of the new.
    const { bye, isWelcomed } = link;
    if (code === REPLACED && link.isChallenged) code = BACK_AT_ONCE; // It was no other tab.
    if (isWelcomed) this.#chooser.lost();
    else if (code === LOST) this.#chooser.failed();
    this.#drop('');
    const { action, atLeast, soon, reason } = verdict(code, said);
    if (action !== 'retry') return this.#enter({ phase: 'stopped', attempt: 1, stopped: action, reason });
    const now = this.#timers.now();
    let wait = this.#backoff.next(now, { retryMs: bye?.retry_ms ?? (soon ? 0 : undefined), atLeast });
    const attempt = this.#backoff.attempt - 1;
    if (globalThis.document?.hidden && attempt > HIDDEN_TRIES) wait = Math.max(wait, HIDDEN_WAIT);
    this.#retry = this.#timers.setTimeout(() => this.#connect(), wait);
    this.#enter({ phase: 'waiting', attempt, retryAt: now + wait, reason: bye?.reason ?? reason });
  }

  /** The old one goes on. Who asked for the new one is told; nobody is told of a return that does not work yet. */
  #notSucceeded() {
    const { kind } = this.#successor.choice;
    const former = this.#former;
    [this.#successor, this.#former] = [null, null];
    if (this.#chooser.isAuto) this.#chooser.returnFailed();
    else this.#chooser = former;
    this.#returnLater();
    if (former) this.#on.onTransport({ ...this.transport, failed: kind });
  }

  #dropSuccessor() {
    this.#timers.clearTimeout(this.#return);
    this.#successor?.close('switched');
    this.#successor = null;
  }

  #drop(why) {
    this.#timers.clearTimeout(this.#retry);
    this.#dropSuccessor();
    this.#former = null;
    this.#link?.close(why);
    this.#link = null;
  }

  #enter(state) {
    this.#state = { ...state, again: this.#again };
    this.#on.onState(this.#state);
  }
}
