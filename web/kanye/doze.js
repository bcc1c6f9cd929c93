// How awake everybody is: who has not moved for a while is idle, and then asleep. Pure: timers are handed in.
// It must never know where anybody is, nor how sleep looks.

import { browserTimers } from '../common/timers.js';

const IDLE_AFTER = 3_000;
const ASLEEP_AFTER = 60_000;
const LOOK_EVERY = 500;

/** @typedef {'awake'|'idle'|'asleep'} Mood */

export class Doze {
  /** @type {Map<number, {mood: Mood, since: number}>} Since when they have not moved. */
  #all = new Map();
  #next = null;
  #onMood;
  #timers;

  /** @param {(id: number, mood: Mood) => void} onMood Everybody is awake at first. */
  constructor(onMood, timers = browserTimers) {
    this.#onMood = onMood;
    this.#timers = timers;
  }

  /**
   * Moving and bouncing is what the awake do.
   * @param {number} [still] So many milliseconds ago, because a newcomer hears of it late. What was seen later counts.
   */
  rouse(id, still = 0) {
    const now = this.#timers.now();
    const sleeper = this.#all.get(id) ?? { mood: 'awake', since: -Infinity };
    this.#all.set(id, sleeper);
    sleeper.since = Math.max(sleeper.since, now - still);
    this.#feel(id, sleeper, moodAfter(now - sleeper.since));
    this.#next ??= this.#timers.setTimeout(() => this.#look(), LOOK_EVERY);
  }

  forget(id) {
    this.#all.delete(id);
  }

  /** Once all are asleep nobody has to look any more. */
  #look() {
    const now = this.#timers.now();
    let anybody = false;
    for (const [id, sleeper] of this.#all) {
      this.#feel(id, sleeper, moodAfter(now - sleeper.since));
      anybody ||= sleeper.mood !== 'asleep';
    }
    this.#next = anybody ? this.#timers.setTimeout(() => this.#look(), LOOK_EVERY) : null;
  }

  #feel(id, sleeper, mood) {
    if (sleeper.mood === mood) return;
    sleeper.mood = mood;
    this.#onMood(id, mood);
  }
}

/** @returns {Mood} Of somebody who has not moved for so many milliseconds. */
function moodAfter(still) {
  if (still >= ASLEEP_AFTER) return 'asleep';
  return still >= IDLE_AFTER ? 'idle' : 'awake';
}
