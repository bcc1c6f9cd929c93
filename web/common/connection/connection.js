// Keeps one connection alive: opens a transport, notices its end, waits, opens the next.
// It must never know what the frames say, except that `welcome` is success and `bye` may carry a wish.

import { browserTimers } from '../timers.js';
import { Backoff } from './backoff.js';
import { verdict } from './close_codes.js';
import { Watchdog } from './watchdog.js';

/** What a dead network is recorded as; browsers use the same number for "no close frame". */
const LOST = 1006;
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
 */

export class Connection {
  #open;
  #on;
  #transport = null;
  #retry = null;
  #bye = null;
  #state = { phase: 'stopped', attempt: 1, again: false };
  #again = false;
  #backoff = new Backoff();
  #watchdog;
  #timers;

  /**
   * @param {(listener: import('./websocket.js').Listener) => {send: Function, close: Function}} open
   * @param {{onOpen: () => void, onFrame: (frame: object) => void, onProbe: () => void,
   *   onState: (state: ConnectionState) => void}} on
   */
  constructor(open, on, timers = browserTimers) {
    this.#open = open;
    this.#on = on;
    this.#timers = timers;
    this.#watchdog = new Watchdog({ onProbe: on.onProbe, onDead: () => this.#ended(LOST) }, timers);
  }

  get state() {
    return this.#state;
  }

  start() {
    this.#backoff.reset();
    this.#connect();
  }

  send(frame) {
    this.#transport?.send(frame);
  }

  /** The device woke up or has a network again: look at once instead of waiting for a timer. */
  wake() {
    if (this.#state.phase === 'waiting') this.#connect();
    else this.#watchdog.probe();
  }

  /** Ends this connection and opens another after the usual wait. */
  restart() {
    this.#ended(LOST);
  }

  /** The page goes away. */
  pause() {
    this.#drop();
    if (this.#state.phase !== 'stopped') this.#enter({ phase: 'waiting', attempt: this.#backoff.attempt });
  }

  #connect() {
    this.#drop();
    this.#enter({ phase: 'connecting', attempt: this.#backoff.attempt });
    this.#watchdog.connecting();
    this.#transport = this.#open({
      onOpen: () => this.#on.onOpen(),
      onFrame: (frame) => this.#receive(frame),
      onClose: (code, reason) => this.#ended(code, reason),
    });
  }

  #receive(frame) {
    this.#watchdog.heard();
    if (frame.type === 'bye') this.#bye = frame;
    if (frame.type === 'welcome') {
      this.#watchdog.connected();
      this.#backoff.welcomed(this.#timers.now());
      this.#enter({ phase: 'online', attempt: 1 });
      this.#again = true;
    }
    this.#on.onFrame(frame);
  }

  #ended(code, said = '') {
    const bye = this.#bye;
    this.#drop();
    const { action, atLeast, soon, reason } = verdict(code, said);
    if (action !== 'retry') return this.#enter({ phase: 'stopped', attempt: 1, stopped: action, reason });
    const now = this.#timers.now();
    let wait = this.#backoff.next(now, { retryMs: bye?.retry_ms ?? (soon ? 0 : undefined), atLeast });
    const attempt = this.#backoff.attempt - 1;
    if (globalThis.document?.hidden && attempt > HIDDEN_TRIES) wait = Math.max(wait, HIDDEN_WAIT);
    this.#retry = this.#timers.setTimeout(() => this.#connect(), wait);
    this.#enter({ phase: 'waiting', attempt, retryAt: now + wait, reason: bye?.reason ?? reason });
  }

  #drop() {
    this.#timers.clearTimeout(this.#retry);
    this.#watchdog.stop();
    this.#transport?.close();
    this.#transport = null;
    this.#bye = null;
  }

  #enter(state) {
    this.#state = { ...state, again: this.#again };
    this.#on.onState(this.#state);
  }
}
