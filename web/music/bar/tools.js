// What is needed now and then: presets, random, clear, volume, clock. Inline where there is room, else behind a button.
// It must never do any of it itself.

import { button, h } from '../../common/dom.js';
import { icon } from '../../common/shell/icons.js';

export class Tools {
  element;
  #list;
  #more;
  #presets = h('select', { id: 'preset', 'aria-label': 'Presets' }, h('option', { value: '' }, 'Presets …'));
  #volume = h('input', { id: 'volume', type: 'range', min: '0', max: '100', 'aria-label': 'Volume of this device' });

  /**
   * @param {{onPreset: (index: number) => void, onRandom: () => void, onClear: () => void,
   *   onVolume: (percent: number) => void, onClock: () => void}} on
   */
  constructor({ onPreset, onRandom, onClear, onVolume, onClock }) {
    this.#presets.addEventListener('change', () => {
      onPreset(Number(this.#presets.value));
      this.#presets.value = ''; // A preset is loaded, it is no state: the song goes on from there.
      this.#open(false);
    });
    this.#volume.addEventListener('input', () => onVolume(Number(this.#volume.value)));
    const act = (id, title, does, ...words) => button({ id, class: 'pill', title }, () => {
      this.#open(false);
      does();
    }, ...words);
    this.#list = h('div', { id: 'tools', class: 'tools-list' }, this.#presets,
      act('random', 'A new groove by chance, in this pattern', onRandom, 'Random'),
      act('clear', 'Clear this pattern', onClear, 'Clear'),
      act('clock', 'How well the clocks agree', onClock, icon('clock'), 'Clock'),
      h('label', { class: 'volume', title: 'Volume of this device' }, icon('sound'), this.#volume));
    const about = { 'aria-label': 'Presets, random, clear, volume, clock', 'aria-expanded': 'false', 'aria-controls': 'tools' };
    this.#more = button({ id: 'more', class: 'tool', ...about },
      () => this.#open(!('open' in this.#list.dataset)), icon('more'));
    this.element = h('div', { class: 'tools' }, this.#more, this.#list);
    this.element.addEventListener('keydown', (event) => event.key === 'Escape' && this.#open(false));
    document.addEventListener('pointerdown', ({ target }) => this.element.contains(target) || this.#open(false));
  }

  /** @param {{name: string}[]} presets */
  showPresets(presets) {
    this.#presets.append(...presets.map(({ name }, index) => h('option', { value: index }, name)));
  }

  showVolume(percent) {
    this.#volume.value = percent;
  }

  #open(open) {
    this.#list.toggleAttribute('data-open', open);
    this.#more.setAttribute('aria-expanded', open);
  }
}
