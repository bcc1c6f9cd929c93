// How the poll lane asks: by the clock or re-armed after each answer, and how often.
// It must never know what asking is.

import { h } from '../common/dom.js';
import { ChoiceBar } from './choice_bar.js';

const PERIODS = [250, 500, 1_000, 2_000, 5_000];

export class PollControl {
  element;
  #how;
  #every;
  #choice;

  /** @param {{how: string, every: number}} choice @param {(choice: {how: string, every: number}) => void} onChoose */
  constructor(choice, onChoose) {
    this.#choice = choice;
    const choose = (news) => onChoose((this.#choice = { ...this.#choice, ...news }));
    this.#how = new ChoiceBar('When it asks again',
      [{ value: 'interval', words: 'interval' }, { value: 'rearmed', words: 're-armed' }], (how) => choose({ how }), { id: 'poll-how' });
    this.#how.show(choice.how);
    this.#every = h('select', { 'aria-label': 'Period', id: 'poll-every' },
      ...PERIODS.map((every) => h('option', { value: every, selected: every === choice.every }, `${every / 1_000} s`)));
    this.#every.addEventListener('change', () => choose({ every: Number(this.#every.value) }));
    this.element = h('div', { class: 'poll-control' }, this.#how.element, this.#every);
  }
}
