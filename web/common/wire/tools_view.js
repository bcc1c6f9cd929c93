// What can be done with the list: filter, pause, clear, export. It must never hold a row.

import { button, h } from '../dom.js';
import { icon } from '../shell/icons.js';
import { EVERYTHING } from './row_filter.js';

const WAYS = [['', '⇅ both ways'], ['up', '↑ up'], ['down', '↓ down']];
const VERBS = [['', 'all kinds'], ['open', 'open'], ['send', 'send'], ['receive', 'receive'], ['close', 'close']];

export class ToolsView {
  element;
  #wish = { ...EVERYTHING };
  #pause;
  #isPaused = false;

  /** @param {{onFilter: (wish: import('./row_filter.js').Wish) => void, onPause: (paused: boolean) => void, onClear: () => void,
   *   onExport: () => void}} on */
  constructor({ onFilter, onPause, onClear, onExport }) {
    const change = (part) => onFilter((this.#wish = { ...this.#wish, ...part }));
    const text = h('input', { type: 'search', class: 'wire-search', placeholder: 'find', 'aria-label': 'Find in rows', autocomplete: 'off', spellcheck: 'false' });
    text.addEventListener('input', () => change({ text: text.value }));
    const events = button({ class: 'wire-chip', 'aria-pressed': 'false', title: 'Only numbered events' }, () => {
      const on = events.getAttribute('aria-pressed') !== 'true';
      events.setAttribute('aria-pressed', on);
      change({ events: on });
    }, '# events');
    this.#pause = button({ class: 'wire-chip wire-pause', 'aria-pressed': 'false' }, () => onPause(!this.#isPaused), 'Pause');
    this.element = h('div', { class: 'wire-tools', role: 'toolbar', 'aria-label': 'Rows' },
      choice('Direction', WAYS, (way) => change({ way })), choice('Kind', VERBS, (verb) => change({ verb })), events, text,
      h('span', { class: 'wire-gap' }), this.#pause,
      button({ class: 'wire-chip', title: 'Take all rows away' }, onClear, 'Clear'),
      button({ class: 'wire-chip', 'aria-label': 'Export as JSON', title: 'Export as JSON' }, onExport, icon('take_home'), 'JSON'));
  }

  /** @param {HTMLElement} tool Another one, that is not about rows. */
  add(tool) {
    this.element.append(tool);
  }

  /** @param {?number} waiting Rows that wait; `null` without a pause. */
  showPause(waiting) {
    this.#isPaused = waiting !== null;
    this.#pause.setAttribute('aria-pressed', this.#isPaused);
    const words = this.#isPaused ? `Go on · ${waiting} wait${waiting === 1 ? 's' : ''}` : 'Pause';
    if (this.#pause.textContent !== words) this.#pause.textContent = words;
  }
}

function choice(label, options, onChange) {
  const select = h('select', { class: 'wire-chip', 'aria-label': label }, ...options.map(([value, name]) => h('option', { value }, name)));
  select.addEventListener('change', () => onChange(select.value));
  return select;
}
