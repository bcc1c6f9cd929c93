// The switch for reading aloud, and the choice of the voice for lines that ask for none.
// It must never speak; it tells what the person wants.

import { button, h } from '../../common/dom.js';
import { icon } from '../../common/shell/icons.js';

export class VoiceControl {
  element = h('div', { class: 'voice' });
  #switch;
  #select = h('select', { class: 'voice-select', 'aria-label': 'Voice', hidden: true });
  #chosen = '';

  /** @param {{onSwitch: () => void, onChoose: (name: string) => void}} on */
  constructor({ onSwitch, onChoose }) {
    this.#switch = button({ class: 'tool voice-switch', title: 'Read new lines aloud (M)' }, onSwitch);
    this.#select.addEventListener('change', () => {
      this.#chosen = this.#select.value;
      onChoose(this.#chosen);
    });
    this.element.append(this.#switch, this.#select);
    this.showOn(false);
  }

  showOn(on) {
    this.#switch.setAttribute('aria-pressed', on);
    this.#switch.replaceChildren(icon(on ? 'sound' : 'silence'), h('span', {}, 'Read aloud'));
    this.#select.hidden = !on || this.#select.options.length < 2;
  }

  /** @param {{name: string, lang: string}[]} voices */
  showVoices(voices) {
    const options = voices.map(({ name, lang }) => h('option', { value: name }, `${name} (${lang})`));
    this.#select.replaceChildren(h('option', { value: '' }, 'Any voice'), ...options);
    this.#select.value = this.#chosen;
    this.showOn(this.#switch.getAttribute('aria-pressed') === 'true');
  }

  /** This device cannot speak at all. */
  remove() {
    this.element.remove();
  }
}
