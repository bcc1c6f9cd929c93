// The one input, and how slowly the pictures move.
// It must never know what becomes of a text.

import { button, h } from '../common/dom.js';
import { icon } from '../common/shell/icons.js';
import { ChoiceBar } from './choice_bar.js';
import { MOTIONS } from './flight.js';

export class SayBar {
  element;
  #field = h('input', { id: 'say', type: 'text', autocomplete: 'off', maxlength: '200', placeholder: 'Say it once, it arrives four times', 'aria-label': 'Text' });
  #motion;
  #stretched = h('p', { class: 'stretched', role: 'status' });

  /** @param {{onSay: (text: string) => boolean, onMotion: (motion: object) => void, onReset: () => void}} on `onSay` says whether it was taken. */
  constructor({ onSay, onMotion, onReset }) {
    const form = h('form', { class: 'say' }, this.#field, h('button', { class: 'primary', id: 'send', 'aria-label': 'Send' }, icon('send')));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (onSay(this.#field.value.trim() || 'hello')) this.#field.value = '';
      this.#field.focus();
    });
    this.#motion = new ChoiceBar('Slow motion', MOTIONS.map(({ factor }) => ({ value: String(factor), words: `×${factor}` })), (chosen) => {
      const motion = MOTIONS.find(({ factor }) => String(factor) === chosen);
      this.#show(motion);
      onMotion(motion);
    }, { id: 'motion' });
    this.element = h('div', { class: 'say-bar' }, form,
      h('div', { class: 'motion' }, h('span', { class: 'motion-name' }, 'slow motion'), this.#motion.element, this.#stretched),
      button({ class: 'pill', id: 'reset' }, onReset, 'Reset'));
    this.#motion.show('1');
    this.#show(MOTIONS[0]);
  }

  focus() {
    this.#field.focus();
  }

  #show({ factor, words }) {
    this.#stretched.textContent = words;
    this.#stretched.dataset.factor = factor;
  }
}
