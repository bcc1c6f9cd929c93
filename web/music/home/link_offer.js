// A song that came with the address of the page, or was there before a restart: it is offered, and never loaded or
// played by itself.
// It must never know how the room takes a song.

import { button, h } from '../../common/dom.js';
import { FRAGMENT, decodeLink } from '../engine/link.js';
import { describe } from './song_file.js';

export class LinkOffer {
  element = h('section', { id: 'offer', class: 'offer', 'aria-label': 'A song is offered', role: 'status', hidden: true });
  #words = h('p', {});
  #song = null;
  #on;

  /** @param {{onLoad: (song: import('../engine/link.js').Song) => boolean, onBroken: (words: string) => void}} on
   *   `onLoad` says whether it was taken. */
  constructor(on) {
    this.#on = on;
    this.element.append(this.#words, h('div', { class: 'panel-row' },
      button({ id: 'offer-load', class: 'pill' }, () => this.#accept(), 'Load it into the room'),
      button({ id: 'offer-later', class: 'pill plain' }, () => this.#end(), 'No, thanks')));
    window.addEventListener('hashchange', () => this.look());
  }

  /** Looks at the address of the page. */
  look() {
    if (!location.hash.startsWith(FRAGMENT)) return;
    try {
      this.#offer(decodeLink(location.hash.slice(FRAGMENT.length)), 'A song came with this address');
    } catch (problem) {
      this.#end();
      this.#on.onBroken(`${problem.message} The room plays on as it is.`);
    }
  }

  /** The room has forgotten its song, and this page has not. @param {import('../engine/link.js').Song} song */
  bringBack(song) {
    this.#offer(song, 'The server was restarted. This room had');
  }

  #offer(song, words) {
    this.#song = song;
    this.#words.textContent = `${words}: ${describe(song)}. Load it for everybody in this room?`;
    this.element.hidden = false;
  }

  /** What was not taken is offered still. */
  #accept() {
    if (this.#on.onLoad(this.#song)) this.#end();
  }

  /** Answered once; a reload shall not ask again. */
  #end() {
    this.element.hidden = true;
    history.replaceState(null, '', location.href.split('#')[0]);
  }
}
