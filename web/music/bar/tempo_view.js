// The tempo: a number to write or to turn with the arrows, less and more, and a key to tap.
// It must never know when a tempo comes into force.

import { button, h } from '../../common/dom.js';
import { icon } from '../../common/shell/icons.js';
import { HeldValue } from './held_value.js';
import { FASTEST, SLOWEST, TapTempo, withinLimits } from './tempo.js';

export class TempoView {
  element;
  #field = h('input', {
    id: 'tempo', class: 'numbers', type: 'number', inputmode: 'numeric', min: SLOWEST, max: FASTEST, step: '1', value: '120',
    'aria-label': 'Tempo in beats a minute',
  });
  #held;
  #taps = new TapTempo();
  #tap;
  #onTempo;

  /** @param {(bpm: number) => void} onTempo @param {() => boolean} isWished Whether the room has still to decide. */
  constructor(onTempo, isWished) {
    this.#onTempo = onTempo;
    this.#held = new HeldValue((bpm) => this.#show(bpm), isWished);
    this.#field.addEventListener('change', () => this.#want(Number(this.#field.value)));
    this.#field.addEventListener('focus', () => this.#field.select());
    const turn = (id, by, label, name) =>
      button({ id, class: 'tool', 'aria-label': label }, () => this.#want(Number(this.#field.value) + by), icon(name));
    this.#tap = button({ id: 'tap', class: 'pill', title: 'Tap the beat here, or the key T' }, () => {}, 'Tap');
    // A finger means the moment it touches, and not when it lets go. A key clicks.
    this.#tap.addEventListener('pointerdown', (event) => this.tap(event.timeStamp));
    this.#tap.addEventListener('click', (event) => event.detail === 0 && this.tap(event.timeStamp));
    this.element = h('div', { class: 'tempo', role: 'group', 'aria-label': 'Tempo' },
      turn('tempo-down', -1, 'Slower', 'minus'),
      h('span', { class: 'tempo-value' }, this.#field, h('span', { class: 'unit' }, 'bpm')),
      turn('tempo-up', 1, 'Faster', 'plus'), this.#tap);
  }

  /** What the room has. */
  show(bpm) {
    this.#held.told(bpm);
  }

  /** @param {number} now In milliseconds. */
  tap(now) {
    const bpm = this.#taps.tap(now);
    if (bpm !== null) this.#want(bpm);
  }

  #want(bpm) {
    if (!Number.isFinite(bpm) || bpm === 0) return this.#held.again(); // An empty field is no wish.
    const taken = withinLimits(bpm);
    this.#held.hold(taken);
    this.#onTempo(taken);
  }

  #show(bpm) {
    this.#field.value = bpm;
  }
}
