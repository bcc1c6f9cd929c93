// Which half of the sixteen steps a narrow page shows: the half that plays, unless a hand was there just now. Pure.
// It must never know the page; the time is handed in.

/** In milliseconds after the last touch. */
const HANDS_OFF = 4_000;
export const STEPS_ON_PAGE = 8;

export class StepPage {
  #page = 0;
  #touchedAt = -Infinity;

  /** @returns {0|1} */
  get page() {
    return this.#page;
  }

  /** Somebody painted, or went there by keyboard. */
  touch(now) {
    this.#touchedAt = now;
  }

  /** Somebody chose, or the keyboard went to the other half. @returns {boolean} Whether it is another page now. */
  choose(page, now) {
    this.touch(now);
    return this.#turn(page);
  }

  /** The playhead is at this step. @returns {boolean} Whether it is another page now. */
  follow(step, now) {
    if (now - this.#touchedAt < HANDS_OFF) return false;
    return this.#turn(pageOf(step));
  }

  #turn(page) {
    const turned = page !== this.#page;
    this.#page = page;
    return turned;
  }
}

/** @returns {0|1} */
export const pageOf = (step) => (step < STEPS_ON_PAGE ? 0 : 1);
