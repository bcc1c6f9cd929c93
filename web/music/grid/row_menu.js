// What can be done to a whole row, beside its name: its volume here, copy, paste, random, clear.
// It must never do any of it itself.

import { button, h } from '../../common/dom.js';
import { TRACK_NAMES } from '../words.js';

export class RowMenu {
  element = h('div', { id: 'row-menu', class: 'row-menu', role: 'dialog', hidden: true });
  #title = h('h2', {});
  #volume = h('input', { type: 'range', id: 'row-volume', min: '0', max: '100' });
  #paste;
  #opener = null;
  #track = 0;

  /**
   * @param {{onVolume: (track: number, percent: number) => void, onCopy: (track: number) => void,
   *   onPaste: (track: number) => void, onRandom: (track: number) => void, onClear: (track: number) => void}} on
   */
  constructor({ onVolume, onCopy, onPaste, onRandom, onClear }) {
    const act = (id, words, does) => button({ id, class: 'menu-item' }, () => {
      does(this.#track);
      this.close();
    }, words);
    this.#paste = act('row-paste', 'Paste', onPaste);
    this.element.append(this.#title,
      h('label', { for: 'row-volume' }, 'Volume, on this device'), this.#volume,
      h('div', { class: 'menu-items' }, act('row-copy', 'Copy', onCopy), this.#paste,
        act('row-random', 'Random', onRandom), act('row-clear', 'Clear', onClear)));
    this.#volume.addEventListener('input', () => onVolume(this.#track, Number(this.#volume.value)));
    this.element.addEventListener('keydown', (event) => event.key === 'Escape' && this.close());
    document.addEventListener('pointerdown', ({ target }) => {
      if (!this.element.contains(target) && !this.#opener?.contains(target)) this.close();
    });
  }

  /** @param {{volume: number, canPaste: boolean}} about */
  toggle(track, opener, { volume, canPaste }) {
    if (!this.element.hidden && this.#opener === opener) return this.close();
    this.#track = track;
    this.#opener = opener;
    this.#title.textContent = TRACK_NAMES[track];
    this.element.setAttribute('aria-label', TRACK_NAMES[track]);
    this.#volume.value = volume;
    this.#paste.disabled = !canPaste;
    this.element.hidden = false;
    this.#place();
    this.#volume.focus();
  }

  close() {
    if (this.element.hidden) return;
    const hadFocus = this.element.contains(document.activeElement);
    this.element.hidden = true;
    if (hadFocus) this.#opener.focus();
  }

  /** Beside its head, and within the grid: higher if the row is low, further left where the head is wide. */
  #place() {
    const frame = this.element.offsetParent.getBoundingClientRect();
    const head = this.#opener.parentElement.getBoundingClientRect();
    const within = (wanted, room) => Math.max(0, Math.min(wanted, room));
    this.element.style.top = `${within(head.top - frame.top, frame.height - this.element.offsetHeight)}px`;
    this.element.style.left = `${within(head.right - frame.left + 8, frame.width - this.element.offsetWidth)}px`;
  }
}
