// The rule under the stage: how much of the wait for the next quote is over, and the seconds that are left.
// It must never know what comes next. The browser moves it by itself, from a time that is the server's.

import { h } from '../common/dom.js';
import { Countdown, beganAt } from './countdown.js';

/** What is late stays full: the animation goes on for so many intervals, and only in the first of them does it grow. */
const STAYS = 1_000;

export class BarView {
  element;
  #fill = h('i', { class: 'bar-fill' });
  #words = h('span', { class: 'bar-words numbers' });
  #countdown;
  #clock;
  #lessMotion;
  #wait = null;
  /** False from the loss of a connection on: the next quote may come without our hearing of it. */
  #isSure = true;
  #animation = null;

  /** @param {{clock: import('../common/clock.js').Clock, lessMotion: () => boolean}} with */
  constructor({ clock, lessMotion }) {
    this.#clock = clock;
    this.#lessMotion = lessMotion;
    this.#countdown = new Countdown((left) => this.#say(left), () => clock.serverTime(performance.now()));
    this.element = h('div', { class: 'bar' }, h('div', { class: 'bar-rule', 'aria-hidden': 'true' }, this.#fill), this.#words);
  }

  /** @param {{at: ?number, every: number}} wait `at` is when the next one comes, on the server's clock. */
  show({ at, every }) {
    this.#wait = at === null ? null : { at, every };
    this.#isSure = true;
    this.#animation?.cancel();
    this.#animation = this.#wait && this.#fill.animate(this.#growth(every), { duration: every * STAYS, iterations: Infinity });
    this.correct();
  }

  /** The server's clock is known better now. */
  correct() {
    this.#countdown.waitFor(this.#wait?.at ?? null);
    if (!this.#wait) return;
    this.#animation.startTime = beganAt(this.#clock, this.#wait.at, this.#wait.every, performance.now());
  }

  /** The wait goes on, but what it ends with is not known until the next quote is. */
  connectionLost() {
    this.#isSure = false;
    this.#countdown.correct();
  }

  #growth(every) {
    const easing = this.#lessMotion() ? `steps(${Math.round(every / 1_000)})` : 'linear';
    return [
      { transform: 'scaleX(0)', easing },
      { transform: 'scaleX(1)', offset: 1 / STAYS },
      { transform: 'scaleX(1)' },
    ];
  }

  #say(left) {
    const now = this.#isSure ? 'now' : '';
    this.#words.textContent = left === null ? '' : left === 0 ? now : `next in ${left} s`;
  }
}
