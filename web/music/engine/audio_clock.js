// From the server's time to the time of the audio device, and back.
// It must never know what is played. All of its own arithmetic is in milliseconds; the device counts seconds.
//
// The device's own pair of times is exact but not everywhere sane; `currentTime` is everywhere but moves in jumps
// of a whole buffer. So both are sampled: the latest edge of `currentTime` says where rendering is, and the pair
// says by how much later that is heard.

/** Half a second of looks: longer than any buffer, short enough that drift does not count. */
const KEPT = 20;
/** Looks closer together than this, in milliseconds, are one. */
const EVERY = 20;
/** After so many looks without a pair there will be none. */
const PATIENCE = 4;
/** No speaker that is worth correcting is later than this; anything above is a wrong report. */
const MOST_LATENCY = 100;
/** An older pair is from before the device was suspended. */
const PAIR_AGE = 250;
/** A device whose time has fallen behind by more than this, in milliseconds, was not just busy: it stood still. */
const STOOD = 150;
/** `currentTime` may be behind by a buffer, so a pair may seem ahead of it by this much. */
const BUFFER = 50;

export class AudioClock {
  /** Milliseconds by which this device plays early, because its speaker is slow. */
  nudge = 0;
  #context;
  #clock;
  #now;
  #edges = [];
  #heard = [];
  #sampledAt = -Infinity;

  /**
   * @param {AudioContext} context
   * @param {import('../../common/clock.js').Clock} clock
   * @param {() => number} now As `performance.now()`.
   */
  constructor(context, clock, now = () => performance.now()) {
    this.#context = context;
    this.#clock = clock;
    this.#now = now;
  }

  /**
   * Looks at the device; to be called with each look of the scheduler.
   * @returns {boolean} Whether it stood still since the last look, as in a page that was frozen: what it was given
   *   before then is still to come, and what was known of its time is worthless.
   */
  sample() {
    const now = this.#now();
    if (now - this.#sampledAt < EVERY) return false;
    const edge = this.#context.currentTime * 1000 - now;
    const stood = edge < Math.max(...this.#edges) - STOOD;
    if (stood) this.reset();
    this.#sampledAt = now;
    push(this.#edges, edge);
    const pair = this.#context.getOutputTimestamp?.();
    if (pair && isSane(pair, now, this.#context.currentTime * 1000)) push(this.#heard, pair.contextTime * 1000 - pair.performanceTime);
    return stood;
  }

  /** The device was suspended: its time stood still. */
  reset() {
    this.#edges = [];
    this.#heard = [];
    this.#sampledAt = -Infinity;
  }

  /** Whether enough was seen; the first look after the device begins may be off by its whole latency. */
  get isSettled() {
    return this.#heard.length > 0 || this.#edges.length >= PATIENCE;
  }

  /** How much later than rendered a sound is heard, 0 to 100 ms. */
  get latency() {
    const told = this.#context.outputLatency ?? this.#context.baseLatency ?? 0;
    const latency = this.#heard.length > 0 ? this.#edge - median(this.#heard) : told * 1000;
    return Math.min(MOST_LATENCY, Math.max(0, latency || 0));
  }

  /** The scheduler must hand over a sound this much before it is heard. */
  get lead() {
    return this.latency + Math.max(0, this.nudge);
  }

  /** @param {number} serverTime In milliseconds. @returns {number} When to start a node, in seconds of the context. */
  audioTime(serverTime) {
    return (this.#clock.localTime(serverTime) + this.#shift) / 1000;
  }

  /** @param {number} audioTime @returns {number} The server's time when it is heard. */
  serverTime(audioTime) {
    return this.#clock.serverTime(audioTime * 1000 - this.#shift);
  }

  /** From local time to what the context must be given to be heard then. */
  get #shift() {
    return this.#edge - this.latency - this.nudge;
  }

  get #edge() {
    if (this.#edges.length === 0) this.sample();
    return Math.max(...this.#edges);
  }
}

function push(values, value) {
  values.push(value);
  if (values.length > KEPT) values.shift();
}

/** Before sound flows the pair is zero, some browsers never fill it, and nothing is heard before it is rendered. */
function isSane({ contextTime, performanceTime }, now, rendered) {
  const ahead = contextTime * 1000 - performanceTime - (rendered - now);
  return contextTime > 0 && Math.abs(now - performanceTime) < PAIR_AGE && ahead < BUFFER;
}

function median(values) {
  return values.toSorted((one, other) => one - other)[values.length >> 1];
}
