// The bytes and requests of one lane, as the server counted them at its socket, since the last reset. Pure.
// It must never count by itself: it adds up what the wire's feed tells.

/** Bytes per minute are those of so many milliseconds. */
const MINUTE = 60_000;

export class Account {
  #before = null;
  #total = { requests: 0, empty: 0, bytes: 0, useful: 0 };
  #since;
  /** When how much had been counted, for the last minute. @type {{at: number, bytes: number}[]} */
  #history = [];

  /** @param {number} now Local time. */
  constructor(now) {
    this.#since = now;
  }

  /** All that was counted so far. @param {{requests: number, empty: number, up: number, down: number, useful: number}} totals */
  count({ requests, empty, up, down, useful }, now) {
    this.#total = { requests, empty, bytes: up + down, useful };
    this.#history.push({ at: now, bytes: up + down });
    while (this.#history.length > 1 && this.#history[1].at < now - MINUTE) this.#history.shift();
  }

  /** Begins at nothing. */
  reset(now) {
    this.#before = this.#total;
    this.#since = now;
    this.#history = [{ at: now, bytes: this.#total.bytes }];
  }

  /** All bytes ever, for those who look at differences. */
  get everything() {
    return this.#total.bytes;
  }

  get requests() {
    return this.#total.requests - (this.#before?.requests ?? 0);
  }

  get empty() {
    return this.#total.empty - (this.#before?.empty ?? 0);
  }

  get useful() {
    return this.#total.useful - (this.#before?.useful ?? 0);
  }

  get overhead() {
    return this.#total.bytes - (this.#before?.bytes ?? 0) - this.useful;
  }

  /** @returns {?number} Null while nothing can be said. */
  perMinute(now) {
    const from = this.#history.find(({ at }) => at >= now - MINUTE) ?? this.#history[0];
    const took = Math.min(MINUTE, now - Math.max(this.#since, from?.at ?? now));
    if (!from || took < 2_000) return null;
    return ((this.#total.bytes - from.bytes) * MINUTE) / took;
  }
}
