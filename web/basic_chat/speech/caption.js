// The band above the composer that shows who is being read aloud, in which voice, and the word being read.
// It must never know how speech is made.

import { h, setAttribute, userText } from '../../common/dom.js';
import { icon } from '../../common/shell/icons.js';

export class Caption {
  element = h('div', { class: 'caption', hidden: true });
  #name = userText('', { class: 'caption-name' });
  #voice = h('span', { class: 'caption-voice' });
  #text = userText('', { class: 'caption-text' });
  #piece = '';

  constructor() {
    const head = h('p', { class: 'caption-head' }, icon('sound', 'Being read aloud'), this.#name, this.#voice);
    this.element.append(head, h('p', { class: 'caption-line' }, this.#text));
  }

  /**
   * @param {{name: string, hue: number, note: string, piece: string}} speech
   */
  show({ name, hue, note, piece }) {
    this.#piece = piece;
    setAttribute(this.element, 'data-hue', hue);
    this.#name.textContent = name;
    this.#voice.textContent = note;
    this.#text.textContent = piece;
    this.element.hidden = false;
  }

  /** Some voices tell where a word starts but not how long it is. */
  markWord(start, length) {
    const end = length ? start + length : start + (this.#piece.slice(start).match(/^\S+/u)?.[0].length ?? 0);
    const word = h('mark', {}, this.#piece.slice(start, end));
    this.#text.replaceChildren(this.#piece.slice(0, start), word, this.#piece.slice(end));
  }

  hide() {
    this.element.hidden = true;
  }
}

/**
 * @param {{wanted: ?string, found: boolean, voice: ?{name: string}}} choice
 * @returns {string} Which voice reads, and why it is another one than was asked for.
 */
export function voiceNote({ wanted, found, voice }) {
  const speaker = voice?.name ?? 'the voice of this device';
  if (wanted && !found) return `${wanted} is not on this device – speaking with ${speaker}`;
  return voice ? `with ${speaker}` : '';
}
