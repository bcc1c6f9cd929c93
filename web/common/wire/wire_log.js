// What happened on the wire, as rows: from the feed's records and from what this page did and saw itself. Pure: time is
// handed in. It must never know sockets or the page, nor lose a row in silence.

import { Arrivals } from './arrivals.js';
import { Exchanges } from './exchanges.js';
import { closeNote, rowsOf } from './rows.js';

/** So many rows are kept; the oldest go first, and are counted. */
export const MOST_ROWS = 2_000;

const MADE_BY = { websocket: 'new WebSocket', sse: 'new EventSource', long_poll: 'fetch, held', poll: 'fetch, again and again' };

export class WireLog {
  /** @type {import('./rows.js').Row[]} Oldest first. */
  rows = [];
  /** Rows that made room for newer ones. */
  forgotten = 0;
  /** Records that the feed itself was too slow for. */
  missed = 0;
  #serverTime;
  #onChange;
  #ids = 0;
  #held = null;
  #transports = new Map();
  #exchanges = new Exchanges();
  /** The newest event of each connection, to tell a repeated one. */
  #newest = new Map();
  #kind = '';
  /** Server's time at which the page was let in: what happened before is a replay. */
  #welcomedAt = -Infinity;
  #arrivals = new Arrivals((row, pageTime) => this.#timed(row, pageTime));

  /** @param {{serverTime: (pageTime: number) => number, onChange: () => void}} options */
  constructor({ serverTime, onChange }) {
    this.#serverTime = serverTime;
    this.#onChange = onChange;
  }

  /** How many rows wait for the end of a pause; `null` if there is none. */
  get waiting() {
    return this.#held?.length ?? null;
  }

  /** @param {boolean} paused */
  pause(paused) {
    if (paused === (this.#held !== null)) return;
    const held = this.#held ?? [];
    this.#held = paused ? [] : null;
    if (!paused) for (const row of held) this.#keep(row);
    this.#onChange();
  }

  clear() {
    this.rows = [];
    this.forgotten = this.missed = 0;
    if (this.#held) this.#held = [];
    this.#onChange();
  }

  /** @param {object} record Of the feed. @param {number} now */
  add(record, now) {
    if (record.kind === 'dropped') this.missed += record.count;
    else if (record.kind === 'so_far') this.#transports.set(record.connection, record.transport);
    else this.#record(record, now);
    this.#onChange();
  }

  opening(kind, now) {
    this.#kind = kind;
    this.#own({ verb: 'open', title: MADE_BY[kind] ?? kind, transport: kind }, now);
  }

  sent(frame, at) {
    this.#arrivals.page('up', frame, at);
  }

  heard(frame, at) {
    if (frame.type === 'welcome') this.#welcomedAt = frame.now;
    this.#arrivals.page('down', frame, at);
  }

  /** Nobody watched for a while. */
  gap(now) {
    this.#own({ verb: 'receive', title: 'not watched', note: 'what passed meanwhile is in the totals only', transport: this.#kind }, now);
  }

  closed({ kind, code, reason }, now) {
    this.#own({ verb: 'close', title: 'closed', note: closeNote(code, reason), transport: kind }, now);
  }

  #own(row, now) {
    const blank = { kind: 'page', way: 'both', note: '', bytes: null, seq: null, n: null, latency: null, connection: '', text: '' };
    this.#push({ ...blank, frame: null, record: null, isEmpty: false, at: this.#serverTime(now), ...row });
    this.#onChange();
  }

  #record(record, now) {
    const told = record.kind === 'exchange' ? this.#exchanges.take(record) : { record, isEnd: false };
    if (told === null) return; // Told again.
    for (const row of rowsOf(told.record, this.#transports.get(record.connection) ?? this.#kind, told.isEnd)) {
      this.#push(row);
      this.#time(row, now);
    }
  }

  /** An event that was there before us, or came already, has no latency of its own. */
  #time(row, now) {
    if (row.seq !== null) {
      const newest = this.#newest.get(row.connection) ?? 0;
      if (row.seq <= newest) row.note = 'again';
      this.#newest.set(row.connection, Math.max(newest, row.seq));
      if (row.frame?.at < this.#welcomedAt) row.note ||= 'replayed';
      if (row.note !== '') return;
    }
    if (row.kind === 'frame') this.#arrivals.server(row.way, row.frame, row, now);
  }

  /** An event counts from when it happened, any other frame from when it left. */
  #timed(row, pageTime) {
    const here = this.#serverTime(pageTime);
    const there = row.seq !== null ? row.frame.at ?? row.at : row.at;
    row.latency = row.way === 'up' ? row.at - here : here - there;
    this.#onChange();
  }

  #push(row) {
    row.id = this.#ids += 1;
    if (!this.#held) return this.#keep(row);
    this.#held.push(row);
    if (this.#held.length > MOST_ROWS) this.#forget(this.#held);
  }

  #keep(row) {
    this.rows.push(row);
    if (this.rows.length > MOST_ROWS) this.#forget(this.rows);
  }

  #forget(rows) {
    rows.shift();
    this.forgotten += 1;
  }
}
