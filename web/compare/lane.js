// One lane: a seat in the room over one transport, and what is known of everything that came that way.
// It must never build DOM nodes, nor know the other lanes.

import { Ledger } from '../common/wire/ledger.js';
import { Account } from './account.js';
import { Latencies } from './latencies.js';
import { Timeline } from './timeline.js';

export const KINDS = ['poll', 'long_poll', 'sse', 'websocket'];
export const NAMES = { poll: 'poll', long_poll: 'long poll', sse: 'SSE', websocket: 'WebSocket' };

/**
 * @typedef {object} LaneHandlers
 * @property {(event: object, took: ?number) => void} onEvent `took` in milliseconds; null if it was there before us.
 * @property {() => void} onKey The connection has another key.
 * @property {(frame: object) => void} onFrame
 */

export class Lane {
  kind;
  timeline = new Timeline();
  latencies = new Latencies();
  account;
  /** The name of the connection, under which the wire's feed knows it. @type {?string} */
  key = null;
  /** @type {import('../common/connection/connection.js').ConnectionState} */
  state = { phase: 'stopped', attempt: 1, again: false };
  /** What the lecturer adds to each way, in milliseconds. */
  delay = 0;
  #ledger = new Ledger();
  /** The numbers of all our connections: after a new one begins, the last words about the old may still come. */
  #own = new Set();
  #clock;
  #now;
  #on;

  /** For the RoomClient: what goes over the wire. */
  wire = {
    opening: () => {},
    sent: (frame, at) => this.#isTube && this.timeline.frame({ at, way: 'up', took: this.oneWay, seq: null }),
    heard: (frame, at) => this.#heard(frame, at),
    closed: () => this.timeline.close(this.#now()),
  };

  /** For the RoomClient: what the room says. */
  handlers = {
    onState: (state) => (this.state = state),
    onWelcome: (welcome, kept) => this.#welcomed(welcome, kept),
    onEvent: (event, { replayed }) => this.#event(event, replayed),
    onFrame: (frame) => this.#on.onFrame(frame),
    onSnapshot() {},
    onSkip() {},
    onCaughtUp() {},
    onAck() {},
    onNack() {},
    onSlowDown() {},
    onRoundTrip() {},
  };

  /**
   * @param {string} kind
   * @param {import('../common/clock.js').Clock} clock
   * @param {LaneHandlers} on
   */
  constructor(kind, clock, on, now = () => performance.now()) {
    this.kind = kind;
    this.#clock = clock;
    this.#on = on;
    this.#now = now;
    this.account = new Account(now());
  }

  /** How long one way takes, as far as it is known, in milliseconds. */
  get oneWay() {
    return (this.#clock.roundTrip ?? 0) / 2 + this.delay;
  }

  /** A question leaves. @returns {(status: number, seqs: number[]) => void} Whom to tell of its answer. */
  ask() {
    const exchange = this.timeline.ask(this.#now());
    return (status, seqs) => this.timeline.answer(exchange, this.#now(), status, seqs);
  }

  /** @param {string} [connection] As a record of the wire's feed names it. */
  owns(connection) {
    return this.#own.has(connection);
  }

  /** What the server counted of this lane. @param {object[]} records Of the wire's feed. */
  count(records) {
    const now = this.#now();
    for (const record of records) this.#ledger.add(record, now);
    this.account.count(this.#ledger.sum(now), now);
  }

  reset() {
    this.latencies.reset();
    this.account.reset(this.#now());
    this.timeline.overtaken = 0;
  }

  get #isTube() {
    return this.kind === 'websocket';
  }

  #welcomed({ connection = null }, kept) {
    this.key = connection;
    if (connection) this.#own.add(connection.split('-')[0]);
    if (!kept.first && !kept.epoch) this.timeline.startOver();
    this.timeline.open(this.#now());
    this.#on.onKey();
  }

  #heard(frame, at) {
    const isSeen = frame.type === 'ping' && (this.kind === 'sse' || this.#isTube);
    if (isSeen) this.#flew(at, this.#clock.serverTime(at) - frame.now, null);
  }

  #event(event, replayed) {
    const now = this.#now();
    const took = this.#clock.serverTime(now) - event.at;
    this.timeline.arrive(event.seq, now);
    if (this.kind === 'sse' || this.#isTube) this.#flew(now, took, event.seq);
    if (!replayed) this.latencies.add(took);
    this.#on.onEvent(event, replayed ? null : took);
  }

  #flew(arrived, took, seq) {
    const real = Math.max(0, took);
    this.timeline.frame({ at: arrived - real, way: 'down', took: real, seq });
  }
}
