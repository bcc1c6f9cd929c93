// The server's clock, estimated from four timestamps as in NTP. Pure: every time is handed in.
// It must never know how the timestamps travel, or what the time is used for.

/** Enough samples that a few delayed ones do not matter, and none that is stale. */
const WINDOW = 16;
const OLDEST = 60_000;

export class Clock {
  #samples = [];
  #offset = 0;
  #wallAtZero;

  /** @param {number} wallAtZero Unix time at zero of the local clock; good enough until the server is heard. */
  constructor(wallAtZero) {
    this.#wallAtZero = wallAtZero;
  }

  /** The welcome gives a first guess, and ties the server's clock to the time on the wall. */
  anchor(localNow, serverNow, wall) {
    this.#samples = [];
    this.#offset = serverNow - localNow;
    this.#wallAtZero = wall - serverNow;
  }

  /**
   * We sent at t0, the server received at t1 and answered at t2, we received at t3.
   * Each direction is judged by its quickest sample: waiting only ever adds time, so the smallest
   * value is the truest, and an average would be spoilt by every delay.
   */
  sample(t0, t1, t2, t3) {
    this.#samples.push({ up: t1 - t0, down: t3 - t2, roundTrip: t3 - t0 - (t2 - t1), at: t3 });
    this.#samples = this.#samples.slice(-WINDOW).filter((sample) => t3 - sample.at <= OLDEST);
    const quickest = (way) => Math.min(...this.#samples.map((sample) => sample[way]));
    this.#offset = (quickest('up') - quickest('down')) / 2;
  }

  /** The newest round trip in milliseconds, without the time inside the server. */
  get roundTrip() {
    return this.#samples.at(-1)?.roundTrip ?? null;
  }

  /** @param {number} localNow From `performance.now()`. */
  serverTime(localNow) {
    return localNow + this.#offset;
  }

  /** @returns {Date} The time on the server's wall when its monotonic clock showed `at`. */
  wallTime(at) {
    return new Date(this.#wallAtZero + at);
  }
}
