// Whether the server can write down what it is told, as far as this page was told. One for the page.
// It must never know the server or the page.

import { ToldBehind } from '../told_behind.js';

/** Whether there is trouble with it. @extends {ToldBehind<boolean>} */
export class Storage extends ToldBehind {
  /** @param {import('../timers.js').Timers} [timers] */
  constructor(timers) {
    super(false, timers);
  }

  /** @param {boolean} trouble Nobody is told the same again. */
  told(trouble) {
    if (trouble !== this.value) super.told(trouble);
    else this.settle();
  }
}

export const storage = new Storage();
