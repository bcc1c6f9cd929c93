// Where the music is: vectors that say "at server time `at` the position was `beat`". Pure.
// It must never know what time it is; every question brings its own.

/**
 * @typedef {object} Vector
 * @property {number} version Grows by one with each change.
 * @property {number} at Server time in milliseconds from which it is in force.
 * @property {number} beat The position at that time, in quarter notes.
 * @property {number} bpm
 * @property {boolean} playing
 *
 * @typedef {{vector: Vector, from: number, to: number}} Span A stretch of server time under one vector.
 */

const MINUTE = 60_000;
/** Two computations of the same moment differ by rounding, by far less than this; in milliseconds. */
export const SAME_MOMENT = 0.01;
/** How many vectors are remembered at least; many hands can plan more than that within the lead. */
const KEPT = 32;

/** The position at a server time, as this vector sees it. */
export const beatAt = (vector, time) => vector.beat + (vector.playing ? ((time - vector.at) * vector.bpm) / MINUTE : 0);

/** The server time of a position, as this vector sees it; it must be playing. */
export const timeOfBeat = (vector, beat) => vector.at + ((beat - vector.beat) * MINUTE) / vector.bpm;

export class Transport {
  /** By `at`, oldest first. @type {Vector[]} */
  #vectors = [{ version: 0, at: -Infinity, beat: 0, bpm: 120, playing: false }];

  /**
   * A snapshot. Of what was earlier nothing is known any more.
   * @param {Vector} newest
   * @param {Vector[]} [before] Those before it that may still be in force, oldest first.
   */
  reset(newest, before = []) {
    const [oldest, ...others] = [...before, newest];
    this.#vectors = [{ ...oldest, at: -Infinity, playing: false }, oldest];
    for (const vector of others) this.apply(vector);
  }

  /**
   * A change. Until its time comes, the one before stays in force.
   * @param {Vector} vector
   * @param {number} [decided] Server time at which the room decided it: what is in force then is not forgotten.
   * @returns {boolean} Whether it is news.
   */
  apply(vector, decided = -Infinity) {
    if (vector.version <= this.newest.version) return false;
    const before = this.#vectors.filter(({ at }) => at < vector.at - SAME_MOMENT);
    this.#vectors = [...before, vector];
    this.#forget(decided);
    return true;
  }

  /** The last one heard of, in force or not. */
  get newest() {
    return this.#vectors.at(-1);
  }

  /** @returns {Vector} */
  inForce(time) {
    return this.#vectors.findLast(({ at }) => at <= time + SAME_MOMENT) ?? this.#vectors[0];
  }

  /** @returns {?Vector} What comes next, if something does. */
  pending(time) {
    return this.#vectors.find(({ at }) => at > time + SAME_MOMENT) ?? null;
  }

  isPlaying(time) {
    return this.inForce(time).playing;
  }

  /** The position in beats; it goes on for ever, and the pattern is looped under it. */
  position(time) {
    return beatAt(this.inForce(time), time);
  }

  /**
   * Cuts a stretch of server time where one vector follows another.
   * @returns {Span[]} Each belongs to one vector; its start is part of it and its end is not.
   */
  spans(from, to) {
    return this.#vectors
      .map((vector, index) => ({
        vector,
        from: Math.max(from, vector.at),
        to: Math.min(to, this.#vectors[index + 1]?.at ?? Infinity),
      }))
      .filter((span) => span.from < span.to);
  }

  /** What was over at a time goes, once there is more than enough of it. */
  #forget(time) {
    const inForce = this.#vectors.findLastIndex(({ at }) => at <= time);
    const excess = this.#vectors.length - KEPT;
    this.#vectors.splice(0, Math.max(0, Math.min(inForce, excess)));
  }
}

/** The first step that does not lie before a time, however that time was rounded. */
export function firstStep(vector, time, stepsPerBeat = 4) {
  return Math.ceil(beatAt(vector, time - SAME_MOMENT) * stepsPerBeat);
}
