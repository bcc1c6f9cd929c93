// Keeps one connection alive: opens a transport, notices its end, waits, opens the next.
// It must never know what the frames say, except that `welcome` is success; nor how one transport takes the place of another.

import { inForce } from '../conditions/in_force.js';
import { browserTimers } from '../timers.js';
import { Backoff } from './backoff.js';
import { verdict } from './close_codes.js';
import { Handover } from './handover.js';
import { LOST, Link, NO_WIRE } from './link.js';

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
 * @property {boolean} [isLocked] While waiting: the lecturer lets nobody new in.
 * @property {'replaced'|'removed'|'fault'} [stopped]
 *
 * @typedef {object} TransportNews
 * @property {import('./transports.js').Choice} choice What is asked for.
 * @property {?string} kind What is really used; `null` while nothing is.
 * @property {?number} returnAt On a fallback: when a WebSocket is tried again, on the clock of `performance.now()`; in the
 *   past while that is under way.
 * @property {boolean} isBlocked Whether a WebSocket has failed while something else worked.
 * @property {string} [failed] A kind that the person asked for, and that did not open.
 */

export class Connection {
  #open;
  #on;
  #tools;
  #timers;
  #handover;
  /** What is used. @type {?Link} */
  #link = null;
  #retry = null;
  #state = { phase: 'stopped', attempt: 1, again: false };
  #again = false;
  /** The server does not want us sooner, on the clock of `performance.now()`. */
  #notBefore = 0;
  #backoff = new Backoff();

  /**
   * @param {ReturnType<import('./transports.js').transportFor>} transport
   * @param {{onOpen: (send: (frame: object) => void) => void, onAbandon?: (send: (frame: object) => void) => void,
   *   onFrame: (frame: object) => void, onProbe: () => void, onState: (state: ConnectionState) => void,
   *   onTransport: (news: TransportNews) => void}} on `onAbandon`: we leave without having heard whether we were let in.
   * @param {{timers?: object, wire?: object, slack?: (kind: string) => number}} tools `slack`: how much longer than usual
   *   an answer is known to take, in milliseconds.
   */
  constructor({ choice, open }, on, { timers = browserTimers, wire = NO_WIRE, slack = (kind) => inForce.slack(kind) } = {}) {
    this.#open = open;
    this.#on = on;
    this.#timers = timers;
    this.#tools = { timers, wire, slack };
    this.#handover = new Handover(choice, (chosen) => this.#make(chosen), timers, (failed) => this.#tell(failed));
  }

  get state() {
    return this.#state;
  }

  /** @returns {TransportNews} */
  get transport() {
    const { choice, returnAt, isBlocked } = this.#handover;
    return { choice, kind: this.#link?.isWelcomed ? this.#link.choice.kind : null, returnAt, isBlocked };
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
    const { phase } = this.#state;
    this.#handover.choose(choice, phase === 'online' ? this.#link : null);
    if (phase !== 'online' && phase !== 'stopped' && !this.#isSentAway) this.start();
    this.#tell();
  }

  /** On a fallback: tries what is better at once, while the fallback goes on. */
  returnNow() {
    this.#handover.returnNow();
  }

  /** The device woke up or has a network again: look at once instead of waiting for a timer, unless we were sent away. */
  wake() {
    if (this.#isSentAway) this.#connectIn(this.#notBefore - this.#timers.now());
    else if (this.#state.phase === 'waiting') this.#connect();
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

  get #isSentAway() {
    return this.#state.phase === 'waiting' && this.#timers.now() < this.#notBefore;
  }

  #connectIn(milliseconds) {
    this.#timers.clearTimeout(this.#retry);
    this.#retry = this.#timers.setTimeout(() => this.#connect(), milliseconds);
  }

  #connect() {
    this.#drop('another try');
    this.#enter({ phase: 'connecting', attempt: this.#backoff.attempt });
    this.#link = this.#make(this.#handover.next);
  }

  #make(choice) {
    return new Link(this.#open, choice, {
      onOpen: (link) => this.#opened(link),
      onAbandon: (link) => this.#on.onAbandon?.((frame) => link.send(frame)),
      onFrame: (link, frame) => this.#receive(link, frame),
      onProbe: this.#on.onProbe,
      onEnd: (link, code, reason) => this.#ended(link, code, reason),
    }, this.#tools);
  }

  #opened(link) {
    if (this.#handover.isSuccessor(link)) this.#link.isChallenged = true;
    this.#on.onOpen((frame) => link.send(frame));
  }

  #receive(link, frame) {
    if (this.#handover.isSuccessor(link) && link.isWelcomed) this.#succeed();
    if (link !== this.#link) return;
    if (frame.type === 'welcome') this.#welcomed();
    this.#on.onFrame(frame);
  }

  #welcomed() {
    this.#backoff.welcomed(this.#timers.now());
    this.#enter({ phase: 'online', attempt: 1 });
    this.#again = true;
    this.#handover.welcomed(this.#link.choice.kind);
    this.#tell();
  }

  /** From here on the new one is the one. What was under way in the old is sent again, as after any loss. */
  #succeed() {
    this.#link.close('switched');
    this.#link = this.#handover.take();
    this.#enter({ phase: 'connecting', attempt: 1 });
  }

  #ended(link, code, said = '') {
    if (this.#handover.isSuccessor(link)) return this.#handover.failed(this.#link.choice.kind);
    if (this.#handover.isUnderWay) return this.#succeed(); // The server may have ended the old one because of the new.
    const { bye, isWelcomed, retryMs } = link;
    if (code === REPLACED && link.isChallenged) code = BACK_AT_ONCE; // It was no other tab.
    this.#handover.ended(isWelcomed, code === LOST);
    this.#drop('');
    const { action, atLeast, soon, reason, isLocked } = verdict(code, said);
    if (action !== 'retry') return this.#enter({ phase: 'stopped', attempt: 1, stopped: action, reason });
    const now = this.#timers.now();
    let wait = this.#backoff.next(now, { retryMs: retryMs ?? (soon ? 0 : undefined), atLeast });
    this.#notBefore = atLeast ? now + wait : 0;
    const attempt = this.#backoff.attempt - 1;
    if (globalThis.document?.hidden && attempt > HIDDEN_TRIES) wait = Math.max(wait, HIDDEN_WAIT);
    this.#connectIn(wait);
    this.#enter({ phase: 'waiting', attempt, retryAt: now + wait, reason: bye?.reason ?? reason, isLocked });
  }

  #drop(why) {
    this.#timers.clearTimeout(this.#retry);
    this.#handover.cancel();
    this.#link?.close(why);
    this.#link = null;
  }

  #enter(state) {
    this.#state = { ...state, again: this.#again };
    this.#on.onState(this.#state);
  }

  #tell(failed) {
    this.#on.onTransport({ ...this.transport, ...(failed ? { failed } : {}) });
  }
}
