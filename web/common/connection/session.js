// The rules of the wire: hello, welcome, resume, and which numbered event may be applied. Pure.
// It must never know sockets, timers, storage or the frames of one demo.

/**
 * @typedef {object} Kept What the server still knows of us.
 * @property {boolean} epoch The same log, perhaps of a server that was started anew and goes on with it; false also
 *   on the very first welcome.
 * @property {boolean} server The same start of the server, so that its clock is the one we know.
 * @property {boolean} seat We are who we were, and what was decided for us stays decided.
 * @property {boolean} first Nothing was shown before, so nothing can have been missed.
 */

/**
 * @typedef {object} SessionHandlers
 * @property {(welcome: object, kept: Kept) => void} onWelcome
 * @property {(snapshot: object) => void} onSnapshot
 * @property {(event: {type: string, seq: number}, replayed: boolean) => void} onEvent Numbered, each once, in order.
 * @property {(skip: {from: number, to: number}) => void} onSkip
 * @property {(frame: {type: string}) => void} onFrame Everything without a number.
 * @property {(replay: {from: number, to: number, count: number, complete: boolean}|null) => void} onCaughtUp
 *   The page shows what the room had when it let us in, without what was skipped unless `complete`; null
 *   after a snapshot.
 */

export class Session {
  #secret;
  /** Whether the secret is of a seat on which nobody has sat yet. */
  #isUnused = false;
  #epoch = null;
  // A position begins with a snapshot: whoever was welcomed but never got one has seen nothing.
  #hasPosition = false;
  #everSaw = false;
  #last = 0;
  #head = 0;
  #replayFrom = null;
  /** Whether every event since the welcome came by. */
  #complete = true;
  #askedAgain = false;
  #send;
  #on;

  /**
   * @param {{secret: ?string, send: (frame: object) => void, on: SessionHandlers}} options
   */
  constructor({ secret, send, on }) {
    this.#secret = secret;
    this.#send = send;
    this.#on = on;
  }

  get last() {
    return this.#last;
  }

  /** Whether nobody knows us yet. */
  get isNew() {
    return !this.#secret;
  }

  /** The first frame on every connection, which may not be the one in use yet: who I am, and the last thing I saw. */
  hello(name, send = this.#send) {
    const frame = { type: 'hello', name };
    if (this.#secret) frame.session = this.#secret;
    if (this.#hasPosition) frame.last = { epoch: this.#epoch, seq: this.#last };
    send(frame);
  }

  /** The next hello is somebody new. What was shown stays: the log is the same. */
  forget() {
    this.#secret = null;
  }

  /** The next hello is somebody new who is expected. */
  takeSeat(secret) {
    this.#secret = secret;
    this.#isUnused = true;
  }

  receive(frame) {
    if (frame.type === 'welcome') this.#welcome(frame);
    else if (frame.type === 'snapshot') this.#snapshot(frame);
    else if (frame.type === 'skip') this.#skip(frame);
    else if (frame.type === 'ack' || frame.type === 'nack') this.#on.onFrame(frame); // Their seq belongs to another frame.
    else if (typeof frame.seq === 'number') this.#event(frame);
    else this.#on.onFrame(frame);
  }

  #welcome(frame) {
    const kept = {
      epoch: frame.epoch === this.#epoch || (frame.mode === 'resumed' && this.#hasPosition),
      server: frame.epoch === this.#epoch,
      seat: frame.session === this.#secret && !this.#isUnused,
      first: !this.#everSaw,
    };
    this.#secret = frame.session;
    this.#isUnused = false;
    this.#epoch = frame.epoch;
    this.#head = frame.seq;
    this.#askedAgain = false;
    this.#replayFrom = this.#last + 1;
    this.#complete = true;
    this.#on.onWelcome(frame, kept);
    if (frame.mode === 'resumed') return this.#checkCaughtUp();
    this.#hasPosition = false; // Until the snapshot that follows.
    this.#replayFrom = null;
  }

  #snapshot(frame) {
    this.#hasPosition = this.#everSaw = true;
    this.#last = frame.seq;
    this.#askedAgain = false;
    this.#on.onSnapshot(frame);
    this.#replayFrom = null;
    this.#on.onCaughtUp(null);
  }

  #event(frame) {
    if (frame.seq <= this.#last) return;
    if (frame.seq > this.#last + 1) return this.#askAgain();
    this.#last = frame.seq;
    this.#askedAgain = false;
    this.#on.onEvent(frame, this.#replayFrom !== null);
    this.#checkCaughtUp();
  }

  #skip(frame) {
    if (frame.to <= this.#last) return;
    // A snapshot that was asked for would make the same jump; both end in a known position.
    this.#on.onSkip({ from: Math.max(frame.from, this.#last + 1), to: frame.to });
    this.#last = frame.to;
    this.#complete = false;
    this.#askedAgain = false;
    this.#checkCaughtUp();
  }

  /** There is a hole. Everything after it would be shown out of order, so it waits for the answer. */
  #askAgain() {
    if (this.#askedAgain) return;
    this.#askedAgain = true;
    this.#send({ type: 'resync', seq: this.#last });
  }

  #checkCaughtUp() {
    if (this.#replayFrom === null || this.#last < this.#head) return;
    const [from, to] = [this.#replayFrom, this.#last];
    const replay = { from, to, count: to - from + 1, complete: this.#complete };
    this.#replayFrom = null;
    this.#on.onCaughtUp(replay);
  }
}
