// What makes many requests one connection: its key, its place in the log, and the one moment in which it ends.
// All it knows of frames: a welcome carries the key and the epoch, numbered ones (snapshot, skip, events) are places
// in the log, `latest` has a version of its own, and `close` is the end.

import { browserTimers } from '../timers.js';

/** Where no close frame came: the same number that a browser uses for a lost WebSocket. */
const LOST = 1006;
/** A server that stops may fail what we send before its goodbye comes on the way of reading: by this much, in milliseconds. */
const GOODBYE = 300;
/** What the server means when it refuses a request, in the close codes of a WebSocket. */
const REFUSED = { 429: 4129, 503: 1013 };

export class HttpConnection {
  isOver = false;
  /** Nobody can guess it, so whoever names it in a request is us. @type {?string} */
  key = null;
  #room;
  #listener;
  #epoch = null;
  #seq = null;
  /** The version of the newest ephemeral values, which have no place in the log. */
  #seen = null;
  #requests = new AbortController();
  #timers;

  /** @param {string} room @param {import('./websocket.js').Listener} listener */
  constructor(room, listener, timers = browserTimers) {
    this.#room = room;
    this.#timers = timers;
    this.#listener = listener;
    // There is nothing to wait for: the hello itself opens. After a turn, so that the maker has what is made.
    queueMicrotask(() => this.isOver || listener.onOpen());
  }

  /** The address of a request. What is `null` or missing is left out. */
  address(what, query) {
    const words = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
    return `/rooms/${encodeURIComponent(this.#room)}/${what}?${new URLSearchParams(words)}`;
  }

  /** The hello as part of an address; from its `last` on the reading begins. */
  opening({ name, session, last }) {
    if (last) [this.#epoch, this.#seq] = [last.epoch, last.seq];
    return { name, session, last: last ? this.#place : null };
  }

  /** The next question: who asks, and from where on. Whatever was in a lost answer is so asked for again. */
  goingOn() {
    return { connection: this.key, after: this.#place, seen: this.#seen };
  }

  /** @returns {Promise<?object[]>} The frames of an answer, none of them told yet; `null` if there is no answer. */
  async request(address, options = {}) {
    try {
      const answer = await fetch(address, { cache: 'no-store', signal: this.#requests.signal, ...options });
      const isOurs = answer.ok || answer.status === 410; // Gone: it says so itself, by a close frame.
      if (!isOurs) throw new Error(`The server answered ${answer.status}.`, { cause: answer });
      return (await answer.text()).split('\n').filter(Boolean).map((line) => JSON.parse(line));
    } catch (error) {
      const isSending = options.method === 'POST';
      if (isSending && !error.cause) this.#timers.setTimeout(() => this.end(LOST, ''), GOODBYE);
      else await this.#refused(error);
      return null;
    }
  }

  /** Why not, in the server's own words if it has any for people, and when to come back. */
  async #refused({ message, cause: answer }) {
    if (!answer) return this.end(LOST, '');
    const isForPeople = answer.headers.get('content-type')?.startsWith('text/plain');
    const words = isForPeople ? (await answer.text().catch(() => '')).trim() : '';
    const after = Number(answer.headers.get('retry-after')) * 1_000;
    this.end(REFUSED[answer.status] ?? LOST, words || message, after > 0 ? after : undefined);
  }

  /** What came on the way of reading, in order. */
  read(frames) {
    for (const frame of frames) {
      if (frame.type === 'welcome') this.#welcomed(frame);
      else this.#passed(frame);
      this.tell(frame);
    }
    if (frames.length === 0 && !this.isOver) this.#listener.onAlive();
  }

  tell(frame) {
    if (this.isOver) return;
    if (frame.type === 'close') this.end(frame.code, frame.reason);
    else this.#listener.onFrame(frame);
  }

  /** How much longer than usual an answer is known to take, in milliseconds. */
  get slack() {
    return this.#listener.slack?.() ?? 0;
  }

  alive() {
    if (!this.isOver) this.#listener.onAlive();
  }

  /** It is over, by the server's word or by the lack of one. `retryMs` is when to come back, if it said so. */
  end(code, reason, retryMs) {
    if (this.isOver) return;
    this.close();
    this.#listener.onClose(code, reason, retryMs);
  }

  /** We end it. Nothing is told from here on. */
  close() {
    this.isOver = true;
    this.#requests.abort();
  }

  get #place() {
    return this.#seq === null ? null : `${this.#epoch}.${this.#seq}`;
  }

  /** Its `seq` is the newest of the room, and not our place. */
  #welcomed({ connection, epoch, mode }) {
    this.key = connection ?? null;
    this.#seen = null;
    if (epoch === this.#epoch) return;
    [this.#epoch, this.#seq] = [epoch, mode === 'resumed' ? this.#seq : null];
  }

  /** A place only moves on by what comes next, so an answer that is overtaken leaves no hole: it is asked for again. */
  #passed({ type, seq, to, v }) {
    if (type === 'latest') this.#seen = Math.max(this.#seen ?? 0, v);
    else if (type === 'snapshot') this.#seq = seq;
    else if (type === 'skip') this.#seq = Math.max(this.#seq ?? 0, to);
    else if (this.#seq !== null && seq === this.#seq + 1) this.#seq = seq;
  }
}
