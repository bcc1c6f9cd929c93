// What the connections cost: the feed's records go in, totals by connection come out. Pure: time is handed in.
// It must never know sockets or the page, nor estimate a byte that the server did not count.

import { readFrame, readLines, usefulBytes } from './frame_text.js';

/** A rate over less than this would be chance, in milliseconds. */
const SHORTEST = 5_000;
const BUCKET = 250;

/**
 * @typedef {object} Totals
 * @property {string} transport Of the connection; empty for the sum.
 * @property {number} requests The handshake of a WebSocket and the request of a stream are one each.
 * @property {number} empty Answers that brought nothing.
 * @property {number} up Bytes from this page to the server,
 * @property {number} down and back.
 * @property {number} useful Of all these, the text of events and commands.
 * @property {number} overhead The rest.
 * @property {number} events Numbered events seen since the watch began.
 * @property {number} perMinute Bytes a minute, over the window.
 * @property {number} perSecond Bytes a second, over the last two.
 */

export class Ledger {
  #window;
  #accounts = new Map();

  /** @param {{window?: number}} [options] Over how many milliseconds the rate is taken. */
  constructor({ window = 60_000 } = {}) {
    this.#window = window;
  }

  /** @returns {string[]} The connections known, as their records name them: the key's part before the dash. */
  get connections() {
    return [...this.#accounts.keys()];
  }

  /** @param {object} record Of the feed. @param {number} now */
  add(record, now) {
    if (record.connection === undefined) return; // The feed speaks of itself.
    if (!this.#accounts.has(record.connection)) this.#accounts.set(record.connection, new Account(now));
    this.#accounts.get(record.connection)[record.kind]?.(record, now);
  }

  /** @param {string} connection @param {number} now @returns {Totals} */
  of(connection, now) {
    return this.#totals([this.#accounts.get(connection)].filter(Boolean), now);
  }

  /** All connections together. @param {number} now @returns {Totals} */
  sum(now) {
    return this.#totals([...this.#accounts.values()], now);
  }

  #totals(accounts, now) {
    const add = (pick) => accounts.reduce((sum, account) => sum + pick(account), 0);
    const [up, down, useful] = [add((one) => one.up), add((one) => one.down), add((one) => one.useful)];
    return {
      transport: accounts.length === 1 ? accounts[0].transport : '',
      requests: add((one) => one.requests),
      empty: add((one) => one.empty),
      events: add((one) => one.events),
      up,
      down,
      useful,
      overhead: up + down - useful,
      perMinute: add((one) => one.rate(now, this.#window)) * 60_000,
      perSecond: add((one) => one.recent(now, 2_000)) / 2,
    };
  }
}

/** One connection. Its methods are named after the kinds of records. */
class Account {
  transport = '';
  requests = 0;
  empty = 0;
  up = 0;
  down = 0;
  useful = 0;
  events = 0;
  /** Exchanges that are still going on: what of them is booked already. */
  #open = new Map();
  #buckets = [];
  #since;

  constructor(now) {
    this.#since = now;
  }

  so_far({ transport, requests, empty, up, down, useful }) {
    Object.assign(this, { transport, requests, empty, up, down, useful });
    this.#open.clear();
  }

  exchange(record, now) {
    if (record.again) return; // Told to whoever begins to watch; it is in `so_far` already.
    const booked = this.#open.get(record.id);
    // A stream comes twice: first its heads, at its end what else was neither chunk nor frame.
    if (record.ended === null) this.#open.set(record.id, { up: record.up, down: record.down });
    else this.#open.delete(record.id);
    if (!booked) this.requests += 1;
    if (record.status === 204) this.empty += 1;
    this.#say(readLines(record.body_up), 'up');
    this.#say(readLines(record.body_down), 'down');
    this.#book(record.up - (booked?.up ?? 0), record.down - (booked?.down ?? 0), now);
  }

  frame({ way, size, text }, now) {
    if (text !== undefined) this.#say([readFrame(text)], way);
    this.#book(way === 'up' ? size : 0, way === 'down' ? size : 0, now);
  }

  chunk({ size, texts }, now) {
    this.#say(texts.map((text) => readFrame(text)), 'down');
    this.#book(0, size, now);
  }

  /** Bytes a millisecond since the watch began, over `window` at most. */
  rate(now, window) {
    return this.recent(now, window) / Math.min(window, Math.max(SHORTEST, now - this.#since));
  }

  recent(now, milliseconds) {
    return this.#buckets.reduce((sum, { at, bytes }) => (at > now - milliseconds ? sum + bytes : sum), 0);
  }

  #say(frames, way) {
    for (const frame of frames) {
      this.useful += usefulBytes(frame, way);
      if (way === 'down' && frame.seq !== null) this.events += 1;
    }
  }

  #book(up, down, now) {
    this.up += up;
    this.down += down;
    const last = this.#buckets.at(-1);
    if (last && now - last.at < BUCKET) last.bytes += up + down;
    else this.#buckets.push({ at: now, bytes: up + down });
    while (this.#buckets[0].at < now - 120_000) this.#buckets.shift();
  }
}
