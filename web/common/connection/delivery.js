// Brings each command to a decision, exactly once, across any number of connections.
// It must never know what a command says, nor own a socket: it is told what came, and asks to send.

import { browserTimers } from '../timers.js';
import { Outbox } from './outbox.js';

/** These refusals ask for another try and not for another text; the usual wait in milliseconds. */
const TRY_AGAIN = { rate: 500, room_rate: 500, slow: 1_000, shutting_down: 1_000 };
/** These refusals mean nothing else than that. */
const TOO_FAST = ['rate', 'room_rate', 'slow'];

/** Our own refusal, where sending again could say a thing twice and not sending could lose it. */
const UNCERTAIN = { code: 'uncertain', message: 'It is not certain whether this was sent.' };

/** Our own refusal, where a number that was meant belongs to something else now. */
const RESTARTED = { code: 'restarted', message: 'The server was restarted, and what this was about is no longer there.' };

/** Whether this refuses a signal, such as typing, for being one too many: for that nobody waits. */
export const isSignalTooFast = (key, { code }) => key === null && TOO_FAST.includes(code);

/**
 * @typedef {object} DeliveryHandlers
 * @property {(key: string, seq: ?number, command: object) => void} onAck
 * @property {(key: ?string, nack: object) => void} onNack Final: the command will not be sent again.
 * @property {(retryMs: number, nack: object) => void} onSlowDown It is sent again by itself then, and until then nothing else.
 * @property {() => void} onMiscount Both sides count differently, which only a new welcome can settle.
 */

export class Delivery {
  /** What an earlier load of this page left undecided, in order. @type {{key: string, command: object}[]} */
  restored = [];
  #outbox;
  #send;
  #on;
  #timers;
  #isBound;
  /** The log in which the authors and numbers of the outbox mean something. */
  #epoch = null;
  /** False from the loss of a connection until all that was missed has been seen. */
  #ready = false;
  #numbering = null;
  #pause = null;
  #counter = 0;
  /** Acknowledged commands whose echo is still on its way: key by author and number. */
  #echoes = new Map();

  /**
   * @param {{window?: number, send: (frame: object) => void, on: DeliveryHandlers,
   *   store: Pick<import('./pending_store.js').PendingStore, 'load'|'save'>, timers?: object,
   *   isBound?: (command: object) => boolean}} options `isBound`: whether a command names an event by its
   *   number, so that in another log it would mean another one.
   */
  constructor({ window, send, on, store, timers = browserTimers, isBound = () => false }) {
    this.#outbox = new Outbox({ window, onChange: (pending) => store.save({ epoch: this.#epoch, entries: pending }) });
    this.#send = send;
    this.#on = on;
    this.#timers = timers;
    this.#isBound = isBound;
    this.#restore(store.load());
  }

  get isReady() {
    return this.#ready;
  }

  get isFull() {
    return this.#outbox.isFull;
  }

  /** What is not decided, in order. @returns {{key: string, command: object, n: ?number}[]} */
  get undecided() {
    return this.#outbox.undecided;
  }

  /** @param {string} key Of a command that is not under way: without a number. */
  replace(key, command) {
    this.#outbox.replace(key, command);
  }

  /** @returns {string} The key under which all news about the command arrive. */
  add(command) {
    const key = this.#add(command);
    queueMicrotask(() => this.#flush()); // The caller learns the key before any news about it.
    return key;
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

  interrupted() {
    this.#ready = false;
  }

  /** What happened meanwhile may contain our own commands, so what has to be sent again is known at `caughtUp`. */
  welcomed({ you, epoch, last_n: lastN }, kept = { epoch: false, seat: false }) {
    if (epoch !== this.#epoch && !kept.epoch) this.#moveTo(kept.seat, lastN);
    this.#epoch = epoch;
    this.#numbering = { author: you.id, lastN };
  }

  /** Another log, where the numbers of events mean something else. With the seat our own still mean what they meant. */
  #moveTo(isSeatKept, lastN) {
    const isDecided = ({ n }) => isSeatKept && n !== null && n <= lastN;
    const isLost = (entry) => this.#epoch !== null && this.#isBound(entry.command) && !isDecided(entry);
    const lost = this.#outbox.giveUp(isLost); // Before the first log there is none to be lost.
    if (!isSeatKept) {
      this.#echoes.clear();
      this.#outbox.numberAnew();
    }
    for (const { key } of lost) this.#on.onNack(key, RESTARTED);
  }

  /** Events went by unseen: a skip, or a snapshot, which holds only what the room still shows. */
  missed() {
    this.#outbox.missed();
  }

  /** @returns {boolean} Whether this was the end of a return, and not a later snapshot. */
  caughtUp() {
    if (!this.#numbering) return false;
    // A lost seat has no stored answers, so without the events only the person can judge.
    const uncertain = this.#outbox.takeUnclear(this.#numbering.author);
    for (const { key } of uncertain) this.#on.onNack(key, UNCERTAIN);
    this.#outbox.welcome(this.#numbering);
    this.#numbering = null;
    this.#ready = true;
    queueMicrotask(() => this.#flush());
    return true;
  }

  /** @param {number} last The number of the newest event that was seen. */
  acked({ n, seq }, last) {
    const entry = this.#outbox.settle(n);
    if (entry && seq > last) this.#echoes.set(`${entry.author}.${n}`, entry.key);
    if (entry) this.#on.onAck(entry.key, seq, entry.command);
    this.#flush();
  }

  nacked(nack) {
    if (nack.n == null) return this.#on.onNack(null, nack); // It answers none of the numbered commands.
    if (nack.code === 'out_of_order') return this.#on.onMiscount();
    if (nack.code in TRY_AGAIN && this.#outbox.postpone(nack.n)) return this.#slowDown(nack.retry_ms ?? TRY_AGAIN[nack.code], nack);
    const entry = this.#outbox.settle(nack.n);
    this.#on.onNack(entry?.key ?? null, nack);
    this.#flush();
  }

  /** What is waited for may have changed: try at once, and wait again if it has not. */
  hurry() {
    if (this.#pause === null) return;
    this.#timers.clearTimeout(this.#pause);
    this.#pause = null;
    this.#flush();
  }

  #slowDown(wait, nack) {
    this.#timers.clearTimeout(this.#pause);
    this.#pause = this.#timers.setTimeout(() => {
      this.#pause = null;
      this.#flush();
    }, wait);
    this.#on.onSlowDown(wait, nack);
  }

  #add(command, sent) {
    return this.#outbox.add(`c${(this.#counter += 1)}`, command, sent).key;
  }

  #restore({ epoch, entries }) {
    this.#epoch = epoch;
    for (const { command, ...sent } of entries) {
      if (!this.isFull) this.restored.push({ key: this.#add(command, sent), command });
    }
  }

  #flush() {
    if (this.#ready && this.#pause === null) this.#outbox.takeDue().forEach((frame) => this.#send(frame));
  }
}
