// The server's clock, as this page keeps it: exchanges go in, a time that runs evenly comes out. Every time is handed in.
// It must never know how the timestamps travel, or what the time is used for.

import { estimate, recent } from './clock_estimate.js';

/** How much of the time that passes may go into a correction: half a millisecond in 25. */
const SLEW = 0.02;
/** A larger correction would be under way for more than a second, so it is made at once, when nobody minds. */
const LARGE = 20;
/** After a welcome the first exchanges only just come in. */
const SETTLING = 1_000;
/** A welcome is on its way for this long at most, and never less than nothing, save for the clock's own grain. */
const WELCOME_DELAY = [-5, 5_000];

/**
 * @typedef {object} Seen One exchange, for people to look at.
 * @property {number} at Local time of the answer.
 * @property {number} roundTrip In milliseconds, without the time inside the server.
 * @property {number} offset What this exchange alone would say.
 * @property {boolean} isUp Whether it is the one believed on the way up,
 * @property {boolean} isDown or down.
 */

export class Clock {
  /**
   * Set by whoever depends on an even time. Small corrections are then spread out, and of a large one, in
   * milliseconds, this is told; it waits for `reanchor`. While nobody listens, each correction is made at once.
   * @type {?((milliseconds: number) => void)}
   */
  onJump = null;
  #exchanges = [];
  #wallAtZero;
  #anchoredAt = -Infinity;
  /** What is believed. @type {import('./clock_estimate.js').Estimate} */
  #estimate = { at: 0, offset: 0, slope: 0, error: Infinity, up: -1, down: -1 };
  /** What is followed: the same, save while a large correction waits. */
  #course = this.#estimate;
  /** By how much the time shown is off the course at a local time; it shrinks from there on. */
  #lag = { at: 0, by: 0 };

  /** @param {number} wallAtZero Unix time at zero of the local clock; good enough until the server is heard. */
  constructor(wallAtZero) {
    this.#wallAtZero = wallAtZero;
  }

  /**
   * The welcome gives a first guess, and ties the server's clock to the time on the wall. Whoever returns to the
   * same server knows better, unless the device slept so deeply that its clock stood still.
   */
  anchor(localNow, serverNow, wall, isSameServer = false) {
    this.#wallAtZero = wall - serverNow;
    const late = localNow + this.#offsetAt(this.#estimate, localNow) - serverNow;
    if (isSameServer && this.#exchanges.length > 0 && late >= WELCOME_DELAY[0] && late <= WELCOME_DELAY[1]) return;
    this.#exchanges = [];
    this.#anchoredAt = localNow;
    this.#estimate = { at: localNow, offset: serverNow - localNow, slope: 0, error: Infinity, up: -1, down: -1 };
    this.#jump(localNow);
  }

  /** We sent at t0, the server received at t1 and answered at t2, we received at t3. */
  sample(t0, t1, t2, t3) {
    this.#exchanges = recent([...this.#exchanges, [t0, t1, t2, t3]]);
    this.#estimate = estimate(this.#exchanges);
    const correction = t3 + this.#offsetAt(this.#estimate, t3) - this.serverTime(t3);
    if (this.onJump === null || t3 - this.#anchoredAt < SETTLING) this.#jump(t3);
    else if (Math.abs(correction) < LARGE) this.#slew(t3, correction);
    else this.onJump(correction);
  }

  /** A large correction that waits is made now. */
  reanchor(localNow) {
    if (this.isJumpPending(localNow)) this.#jump(localNow);
  }

  isJumpPending(localNow) {
    return Math.abs(this.#offsetAt(this.#estimate, localNow) - this.#offsetAt(this.#course, localNow)) >= LARGE;
  }

  /** The newest round trip in milliseconds, without the time inside the server. */
  get roundTrip() {
    return this.#exchanges.length > 0 ? roundTripOf(this.#exchanges.at(-1)) : null;
  }

  /** @returns {import('./clock_estimate.js').Estimate} What is believed now; its error is infinite before the first exchange. */
  get estimate() {
    return this.#estimate;
  }

  /** @returns {Seen[]} The exchanges that count, oldest first. */
  get exchanges() {
    return this.#exchanges.map(([t0, t1, t2, t3], index) => ({
      at: t3,
      roundTrip: roundTripOf([t0, t1, t2, t3]),
      offset: (t1 - t0 + (t2 - t3)) / 2,
      isUp: index === this.#estimate.up,
      isDown: index === this.#estimate.down,
    }));
  }

  /** @param {number} localNow From `performance.now()`. */
  serverTime(localNow) {
    const { at, by } = this.#lag;
    const left = Math.sign(by) * Math.max(0, Math.abs(by) - SLEW * Math.max(0, localNow - at));
    return localNow + this.#offsetAt(this.#course, localNow) + left;
  }

  /** The other way round: what `performance.now()` shows at that time. */
  localTime(serverTime) {
    let local = serverTime - this.#course.offset;
    for (let round = 0; round < 5; round += 1) local += serverTime - this.serverTime(local); // Each takes 98 % off.
    return local;
  }

  /** @returns {Date} The time on the server's wall when its monotonic clock showed `at`. */
  wallTime(at) {
    return new Date(this.#wallAtZero + at);
  }

  #offsetAt({ at, offset, slope }, localNow) {
    return offset + slope * (localNow - at);
  }

  #jump(localNow) {
    this.#course = this.#estimate;
    this.#lag = { at: localNow, by: 0 };
  }

  /** Goes on from where the time stands, and comes nearer to the new course bit by bit. */
  #slew(localNow, correction) {
    this.#course = this.#estimate;
    this.#lag = { at: localNow, by: -correction };
  }
}

const roundTripOf = ([t0, t1, t2, t3]) => t3 - t0 - (t2 - t1);
