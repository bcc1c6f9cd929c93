// What the lecturer can do to one transport: two sliders, a switch, a cut.
// It must never know the server.

import { button, h } from '../dom.js';
import { NAMES, transportBadge } from '../shell/transport_badge.js';

/** In milliseconds. */
const RANGES = { delay: { max: 3_000, step: 50 }, jitter: { max: 1_000, step: 25 } };
const LABELS = { delay: 'Delay', jitter: 'Jitter' };

export class TransportKnob {
  kind;
  element;
  #sliders = {};
  #refused = h('input', { type: 'checkbox', name: 'refused' });

  /**
   * @param {string} kind
   * @param {{onWant: (part: Partial<import('../shell/conditions_words.js').Condition>) => void, onCut: () => void}} on
   */
  constructor(kind, { onWant, onCut }) {
    this.kind = kind;
    this.#refused.addEventListener('change', () => onWant({ refused: this.#refused.checked }));
    const rows = Object.keys(RANGES).map((name) => this.#slider(name, onWant));
    this.element = h('div', { class: 'conditions-knob', role: 'group', 'aria-label': NAMES[kind], 'data-transport': kind },
      transportBadge(kind, { withName: true }), ...rows,
      h('div', { class: 'conditions-acts' },
        h('label', { class: 'conditions-refuse' }, this.#refused, 'Refuse new ones'),
        button({ class: 'pill conditions-cut', 'aria-label': `Cut ${NAMES[kind]} now` }, onCut, 'Cut now')));
  }

  /** @param {import('../shell/conditions_words.js').Condition} condition */
  show(condition) {
    for (const [name, { range, told }] of Object.entries(this.#sliders)) {
      const words = `${condition[name]} ms`;
      if (Number(range.value) !== condition[name]) range.value = condition[name];
      range.setAttribute('aria-valuetext', words);
      told.textContent = words;
    }
    this.#refused.checked = condition.refused;
  }

  #slider(name, onWant) {
    const range = h('input', { type: 'range', name, min: '0', value: '0', 'aria-label': LABELS[name], ...RANGES[name] });
    const told = h('span', { class: 'numbers', 'aria-hidden': 'true' });
    range.addEventListener('input', () => onWant({ [name]: Number(range.value) }));
    this.#sliders[name] = { range, told };
    return h('label', { class: 'conditions-slider' }, h('span', {}, LABELS[name]), range, told);
  }
}
