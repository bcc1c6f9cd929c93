// A few choices side by side, of which one counts: radio buttons that look like one control.
// It must never know what is chosen.

import { h } from '../common/dom.js';

let bars = 0;

export class ChoiceBar {
  element;
  #inputs;

  /**
   * @param {string} label
   * @param {{value: string, words: string}[]} choices
   * @param {(value: string) => void} onChoose
   */
  constructor(label, choices, onChoose, attributes = {}) {
    bars += 1;
    const name = `choice-${bars}`;
    this.#inputs = choices.map(({ value }) => h('input', { type: 'radio', name, value, class: 'visually-hidden' }));
    this.element = h('div', { role: 'radiogroup', 'aria-label': label, ...attributes, class: `choices ${attributes.class ?? ''}` },
      ...choices.map(({ words }, index) => h('label', {}, this.#inputs[index], h('span', {}, words))));
    this.element.addEventListener('change', (event) => onChoose(event.target.value));
  }

  /** @param {string} value */
  show(value) {
    for (const input of this.#inputs) input.checked = input.value === value;
  }
}
