// One transport under watch, from its opening to its end: between both it is told of everything exactly once.
// It must never know what comes before or after it, nor what the frames say, except that `welcome` is success and `bye`
// may carry a wish.

import { Watchdog } from './watchdog.js';

/** What a dead network is recorded as; browsers use the same number for "no close frame". */
export const LOST = 1006;
/** Our own end. */
const DONE = 1000;

/** What an observer of the wire may want to know. Times are those of `performance.now()`; `link` tells two at once apart. */
export const NO_WIRE = {
  opening(kind, link) {},
  sent(frame, at, link) {},
  heard(frame, at, link) {},
  closed(code, reason, link) {},
};

let made = 0;

export class Link {
  /** What was made: a choice whose kind is never `auto`. */
  choice;
  isWelcomed = false;
  /** Another one has said hello for the same seat, so the server may throw this one out. */
  isChallenged = false;
  /** The server's goodbye, if it said one. @type {?object} */
  bye = null;
  /** When the server wants us back, in milliseconds, if it said so. @type {number|undefined} */
  retryMs;
  #id = (made += 1);
  #isOpen = false;
  #transport;
  #watchdog;
  #isOver = false;
  #on;
  #wire;
  #timers;

  /**
   * @param {(choice: object, listener: import('./websocket.js').Listener) => {send: Function, close: Function}} open
   * @param {import('./transports.js').Choice} choice
   * @param {{onOpen: (link: Link) => void, onFrame: (link: Link, frame: object) => void, onProbe: () => void,
   *   onAbandon: (link: Link) => void, onEnd: (link: Link, code: number, reason: string) => void}} on
   */
  constructor(open, choice, on, { timers, wire, slack }) {
    this.choice = choice;
    this.#on = on;
    this.#wire = wire;
    this.#timers = timers;
    wire.opening(choice.kind, this.#id);
    const slackHere = () => slack(choice.kind);
    this.#watchdog = new Watchdog({ onProbe: on.onProbe, onDead: (why) => this.#dead(why) }, timers, slackHere);
    this.#watchdog.connecting();
    this.#transport = open(choice, {
      onOpen: () => this.#isOver || this.#open(),
      onFrame: (frame) => this.#isOver || this.#hear(frame),
      onAlive: () => this.#isOver || this.#watchdog.heard(),
      onClose: (code, reason, retryMs) => this.#end(code, reason, reason, retryMs),
      slack: slackHere,
    });
    this.#watchdog.silence = this.#transport.silence ?? this.#watchdog.silence;
  }

  send(frame) {
    if (this.#isOver) return;
    this.#wire.sent(frame, this.#timers.now(), this.#id);
    this.#transport.send(frame);
  }

  /** The device woke up or has a network again: is this still alive? */
  probe() {
    this.#watchdog.probe();
  }

  /** We end it. @param {string} why */
  close(why) {
    this.#abandon();
    this.#finish(DONE, why);
  }

  #open() {
    this.#isOpen = true;
    this.#on.onOpen(this);
  }

  #hear(frame) {
    this.#wire.heard(frame, this.#timers.now(), this.#id);
    this.#watchdog.heard();
    if (frame.type === 'bye') this.bye = frame;
    if (frame.type === 'welcome') {
      this.isWelcomed = true;
      this.#watchdog.connected();
    }
    this.#on.onFrame(this, frame);
  }

  #dead(why) {
    this.#abandon();
    this.#end(LOST, '', why);
  }

  /** We said hello and never heard whether we are in. If we are, somebody stands there whom nobody is any more. */
  #abandon() {
    if (this.#isOpen && !this.isWelcomed && !this.#isOver) this.#on.onAbandon(this);
  }

  #end(code, reason = '', why = reason, retryMs) {
    if (this.#isOver) return;
    this.retryMs = this.bye?.retry_ms ?? retryMs;
    this.#finish(code, why);
    this.#on.onEnd(this, code, reason);
  }

  #finish(code, why) {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#watchdog.stop();
    this.#transport?.close();
    this.#wire.closed(code, why, this.#id);
  }
}
