// The swing: by how much every second step is late.
// It must never know how it sounds.

import { h } from '../../common/dom.js';
import { HeldValue } from './held_value.js';

const MOST = 60;

export class SwingView {
  element;
  #slider = h('input', {
    id: 'swing', type: 'range', min: '0', max: MOST, step: '1', value: '0', 'aria-label': 'Swing in percent of a step',
  });
  #words = h('output', { class: 'swing-value numbers', for: 'swing' }, '0 %');
  #held;

  /** @param {(percent: number) => void} onSwing @param {() => boolean} isWished Whether the room has still to decide. */
  constructor(onSwing, isWished) {
    this.#held = new HeldValue((percent) => this.#show(percent), isWished);
    // While it is dragged only this page shows it; the room hears where it comes to rest.
    this.#slider.addEventListener('input', () => this.#held.hold(Number(this.#slider.value)));
    this.#slider.addEventListener('change', () => {
      this.#held.hold(Number(this.#slider.value));
      onSwing(Number(this.#slider.value));
    });
    this.element = h('div', { class: 'swing' }, h('label', { for: 'swing' }, 'Swing'), this.#slider, this.#words);
  }

  /** What the room has. */
  show(percent) {
    this.#held.told(percent);
  }

  #show(percent) {
    this.#slider.value = percent;
    this.#words.textContent = `${percent} %`;
    this.#slider.setAttribute('aria-valuetext', `${percent} percent`);
  }
}
