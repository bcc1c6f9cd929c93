// The panel "take home": the song as a link, as MIDI, as sound, as JSON; and back again from JSON.
// It must never know how the room takes a song.

import { button, h } from '../../common/dom.js';
import { parseSong } from '../engine/notation.js';
import { Panel } from '../panel.js';
import { download } from './download.js';
import { LinkField } from './link_field.js';
import { readSmall } from './read_small.js';
import { describe, toAddress, toJson, toMidiAddress } from './song_file.js';
import { toWav } from './wav_file.js';

const BARS = [1, 2, 4, 8];
const USUAL_BARS = 2;

export class TakeHome extends Panel {
  #about = h('p', { class: 'panel-words' });
  #link = new LinkField();
  #midi = h('a', { id: 'midi', class: 'pill', download: 'song.mid' }, 'song.mid');
  #bars = h('select', { id: 'bars', 'aria-label': 'Bars of each pattern' },
    ...BARS.map((bars) => h('option', { value: bars, selected: bars === USUAL_BARS }, bars === 1 ? '1 bar each' : `${bars} bars each`)));
  #wav;
  #text = h('textarea', {
    id: 'import-text', class: 'numbers', rows: '4', spellcheck: 'false', 'aria-label': 'A song as JSON', placeholder: 'or paste one here',
  });
  #file = h('input', { id: 'import-file', type: 'file', accept: '.json,application/json', class: 'visually-hidden' });
  #problem = h('p', { class: 'import-problem', role: 'status' });
  #song = null;
  #on;

  /** @param {{song: () => import('../engine/link.js').Song, page: () => Promise<string>,
   *   onImport: (song: import('../engine/link.js').Song) => boolean}} on `page` is where others find this page;
   *   `onImport` says whether the song was taken. */
  constructor(on) {
    super('home-panel', 'Take home', () => this.#fill());
    this.#on = on;
    this.#wav = button({ id: 'wav', class: 'pill' }, () => this.#makeWav(), 'song.wav');
    this.#file.addEventListener('change', () => this.#readFile());
    this.element.append(this.#about,
      part('A link', 'The whole song is in it. Whoever opens it is asked before anything is loaded.', this.#link.element),
      part('Files', 'Notes for other programs, sound, or text to read and change.',
        h('div', { class: 'panel-row' }, this.#midi, button({ id: 'json', class: 'pill' }, () => this.#saveJson(), 'song.json')),
        h('div', { class: 'panel-row' }, this.#wav, this.#bars)),
      part('Bring one back', 'It replaces what is played in this room, for everybody. Undo brings the cells back.',
        h('label', { class: 'pill file-label' }, this.#file, 'Choose a song.json'), this.#text,
        h('div', { class: 'panel-row' },
          button({ id: 'import', class: 'pill' }, () => this.#import(this.#text.value), 'Load what is pasted')),
        this.#problem));
  }

  /** The link and the files are of the song as it was when the panel was opened. */
  async #fill() {
    this.#song = this.#on.song();
    this.#about.textContent = `${describe(this.#song)}, as it is now.`;
    this.#midi.href = toMidiAddress(this.#song);
    this.#problem.textContent = '';
    this.#link.show(toAddress(this.#song, location.href.split('#')[0]));
    this.#link.show(toAddress(this.#song, await this.#on.page()));
  }

  #saveJson() {
    download(new Blob([toJson(this.#song)], { type: 'application/json' }), 'song.json');
  }

  async #makeWav() {
    this.#wav.textContent = 'computing …';
    this.#wav.disabled = true;
    try {
      download(await toWav(this.#song, Number(this.#bars.value)), 'song.wav');
      this.#wav.textContent = 'song.wav';
    } catch {
      this.#wav.textContent = 'This browser cannot';
    }
    this.#wav.disabled = false;
  }

  /** The song in the room, as it is now. @returns {import('../engine/link.js').Song} */
  get song() {
    return this.#on.song();
  }

  async #readFile() {
    const [file] = this.#file.files;
    this.#file.value = ''; // The same file can be chosen again after it was mended.
    if (!file) return;
    try {
      this.#import(await readSmall(file));
    } catch (problem) {
      this.#problem.textContent = problem.message;
    }
  }

  #import(text) {
    try {
      if (!this.#on.onImport(parseSong(text))) throw new Error('Too much waits for the connection. Try again in a moment.');
      this.#text.value = '';
      this.#problem.textContent = '';
      this.close();
    } catch (problem) {
      this.#problem.textContent = text.trim() === '' ? 'There is nothing to load yet.' : problem.message;
      this.#problem.scrollIntoView({ block: 'nearest' });
    }
  }
}

function part(title, words, ...children) {
  return h('section', { class: 'panel-part' }, h('h3', {}, title), h('p', { class: 'panel-words' }, words), ...children);
}
