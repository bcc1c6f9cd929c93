// The rule under the stage: how much of the wait for the next quote is over, and the seconds that are left.
// It must never know what comes next. The browser moves it by itself, from a time that is the server's.

import { h } from '../common/dom.js';
import { Countdown, partOver } from './countdown.js';

/** What is late stays full: the animation goes on for so many intervals, and only in the first of them does it grow. */
const STAYS = 1_000;

export class BarView {
  element;
  #fill = h('i', { class: 'bar-fill' });
  #words = h('span', { class: 'bar-words numbers' });
  #countdown;
  #serverNow;
  #lessMotion;
  #wait = null;
  #animation = null;

  /** @param {{serverNow: () => number, lessMotion: () => boolean}} with */
  constructor({ serverNow, lessMotion }) {
    this.#serverNow = serverNow;
    this.#lessMotion = lessMotion;
    this.#countdown = new Countdown((left) => this.#say(left), serverNow);
    this.element = h('div', { class: 'bar' }, h('div', { class: 'bar-rule', 'aria-hidden': 'true' }, this.#fill), this.#words);
  }

  /** @param {{at: ?number, every: number}} wait `at` is when the next one comes, on the server's clock. */
  show({ at, every }) {
    this.#wait = at === null ? null : { at, every };
    this.#animation?.cancel();
    this.#animation = this.#wait && this.#fill.animate(this.#growth(every), { duration: every * STAYS, iterations: Infinity });
    this.correct();
  }

  /** The server's clock is known better now. */
  correct() {
    this.#countdown.waitFor(this.#wait?.at ?? null);
    if (!this.#wait) return;
    const { at, every } = this.#wait;
    this.#animation.currentTime = partOver(this.#serverNow(), at, every) * every;
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
    this.#words.textContent = left === null ? '' : left === 0 ? 'now' : `next in ${left} s`;
  }
}
