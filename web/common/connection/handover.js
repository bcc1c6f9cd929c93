// Changes to another transport while the one in use goes on, and the way back from a fallback to what is better.
// It must never know what the frames say, nor when to try again after a loss.

import { Chooser } from './choice.js';
import { isSame } from './transports.js';

export class Handover {
  #chooser;
  /** What a change goes back to if it fails. @type {?Chooser} */
  #former = null;
  /** What is to take the place of the one in use, once the server has let it in. @type {?import('./link.js').Link} */
  #successor = null;
  #return = null;
  #returnAt = null;
  #make;
  #timers;
  #onNews;

  /**
   * @param {import('./transports.js').Choice} choice
   * @param {(choice: import('./transports.js').Choice) => import('./link.js').Link} make
   * @param {(failed?: string) => void} onNews Something is so that was not; `failed` is a kind that was asked for.
   */
  constructor(choice, make, timers, onNews) {
    this.#chooser = new Chooser(choice);
    this.#make = make;
    this.#timers = timers;
    this.#onNews = onNews;
  }

  /** What is asked for. */
  get choice() {
    return this.#chooser.choice;
  }

  /** What the next try uses. */
  get next() {
    return this.#chooser.next;
  }

  /** When what is better is tried again, on the clock of `performance.now()`; in the past while that is under way. @type {?number} */
  get returnAt() {
    return this.#returnAt;
  }

  /** Whether what is better has failed while something else worked. */
  get isBlocked() {
    return this.#chooser.isBlocked;
  }

  get isUnderWay() {
    return this.#successor !== null;
  }

  isSuccessor(link) {
    return link === this.#successor;
  }

  /** Another choice. Where there is a connection, it goes on beside the new one. @param {?import('./link.js').Link} link */
  choose(choice, link) {
    this.#dropSuccessor();
    this.#former = link && (this.#former ?? this.#chooser);
    this.#chooser = new Chooser(choice);
    if (link && isSame(this.next, link.choice)) this.#former = null;
    else if (link) this.#successor = this.#make(this.next);
  }

  /** The server has let somebody in: on a fallback what is better is tried again later. @param {string} kind What is used now. */
  welcomed(kind) {
    this.#chooser.welcomed(kind);
    this.#returnLater(kind);
  }

  /** Tries what is better now: somebody asks for it, or it is known to get through again. */
  returnNow() {
    if (this.#returnAt === null || this.#successor) return;
    this.#chooser.hope();
    this.#tryBest();
  }

  /** @returns {import('./link.js').Link} The successor, which is the one in use from here on. */
  take() {
    const link = this.#successor;
    [this.#successor, this.#former] = [null, null];
    return link;
  }

  /** The successor does not get in, and what is used goes on. Nobody is troubled with a return that does not work yet. */
  failed(kind) {
    const asked = this.#former && this.#successor.choice.kind;
    const former = this.#former;
    this.take();
    if (this.#chooser.isAuto) this.#chooser.returnFailed();
    else this.#chooser = former;
    this.#returnLater(kind);
    this.#onNews(asked ?? undefined);
  }

  /** The one in use is over. @param {boolean} hadWorked @param {boolean} isLost Not by the server's own word. */
  ended(hadWorked, isLost) {
    if (hadWorked) this.#chooser.lost();
    else if (isLost) this.#chooser.failed();
  }

  /** Nothing goes on beside anything. */
  cancel() {
    this.#dropSuccessor();
    this.#former = null;
  }

  #returnLater(kind) {
    this.#timers.clearTimeout(this.#return);
    const wait = this.#chooser.returnIn(kind);
    this.#returnAt = wait === null ? null : this.#timers.now() + wait;
    if (wait !== null) this.#return = this.#timers.setTimeout(() => this.#tryBest(), wait);
  }

  #tryBest() {
    this.#timers.clearTimeout(this.#return);
    this.#returnAt = this.#timers.now();
    this.#successor = this.#make(this.#chooser.best);
    this.#onNews();
  }

  #dropSuccessor() {
    this.#timers.clearTimeout(this.#return);
    this.#returnAt = null;
    this.#successor?.close('switched');
    this.#successor = null;
  }
}
