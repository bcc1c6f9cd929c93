// The bar at the bottom: back to the start, play, tempo, swing, undo, take home.
// It must never know what any of it does to the song, nor what time it is.

import { button, h } from '../../common/dom.js';
import { icon } from '../../common/shell/icons.js';
import { SwingView } from './swing_view.js';
import { TempoView } from './tempo_view.js';

/** @typedef {'stopped'|'starting'|'playing'|'stopping'} PlayState A change takes effect a moment later, on all devices at once. */
const WORDS = { stopped: 'Play', starting: 'starting…', playing: 'Stop', stopping: 'stopping…' };

export class TransportView {
  element;
  tempo;
  swing;
  #play;
  #icons = { play: icon('play'), stop: icon('stop') };
  #word = h('span', { class: 'play-word' });
  #state = null;

  /**
   * @param {{onPlay: () => void, onBack: () => void, onTempo: (bpm: number) => void,
   *   onSwing: (percent: number) => void, onUndo: () => void, onRedo: () => void, onHome: () => void,
   *   isWished: (type: string) => boolean}} on
   */
  constructor(on) {
    this.tempo = new TempoView(on.onTempo, () => on.isWished('tempo'));
    this.swing = new SwingView(on.onSwing, () => on.isWished('swing'));
    this.#play = button({ id: 'play', title: 'Play or stop, for everybody (P)' },
      () => on.onPlay(), this.#icons.play, this.#word);
    this.#play.addEventListener('keydown', (event) => event.repeat && event.key === 'Enter' && event.preventDefault());
    const tool = (id, label, title, name, act) => button({ id, class: 'tool', 'aria-label': label, title }, act, icon(name));
    this.element = h('footer', { class: 'play-bar', role: 'region', 'aria-label': 'Transport' },
      h('div', { class: 'transport-main' },
        tool('to-start', 'Back to the start', 'Back to the start, for everybody', 'to_start', on.onBack), this.#play,
        tool('undo', 'Undo my last change', 'Undo my last change (Ctrl+Z)', 'undo', on.onUndo),
        tool('redo', 'Redo my last change', 'Redo (Ctrl+Shift+Z)', 'redo', on.onRedo),
        button({ id: 'take-home', class: 'tool', title: 'Link, MIDI, WAV and JSON of this song' }, on.onHome,
          icon('take_home'), h('span', { class: 'take-home-word' }, 'Take home'))),
      h('div', { class: 'transport-more' }, this.tempo.element, this.swing.element));
    this.showState('stopped');
  }

  /** @param {PlayState} state Written only when it changes, although it is asked in each frame. */
  showState(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#play.dataset.state = state;
    this.#word.textContent = WORDS[state];
    this.#play.replaceChildren(this.#wantsStop ? this.#icons.stop : this.#icons.play, this.#word);
    this.#play.setAttribute('aria-busy', state === 'starting' || state === 'stopping');
  }

  press() {
    this.#play.click();
  }

  /** What is about to start is stopped by a further press, and what is about to stop is started. */
  get #wantsStop() {
    return this.#state === 'playing' || this.#state === 'starting';
  }
}
