// The share overlay: the room's address as a QR code that fills the screen, and as text.
// It must never know the room's content; the server says which address others can reach.

import { button, h } from '../dom.js';
import { icon } from './icons.js';

/** What is beside the demo, and opens beside it: this page keeps its seat. */
const BESIDE = { '/lecture': 'How to give this lecture', '/compare': 'The four transports compared' };

export class ShareOverlay {
  element;
  #room;
  #code = h('img', { class: 'share-code', alt: 'QR code of the address below' });
  #address = h('output', { class: 'share-address numbers', tabindex: '0' });
  #hint = h('p', { class: 'share-hint' });
  #copy;

  /** @param {string} room */
  constructor(room) {
    this.#room = room;
    this.#copy = button({ class: 'pill' }, () => this.#copyAddress(), 'Copy the address');
    const close = button({ class: 'tool share-close', 'aria-label': 'Close' }, () => this.element.close(), icon('close'));
    this.element = h('dialog', { class: 'share', 'aria-label': 'Share this room' }, close,
      h('div', { class: 'share-sheet' }, h('div', { class: 'share-paper' }, this.#code),
        h('div', { class: 'share-words' }, h('h2', {}, 'Join this room'), this.#address, this.#hint, this.#copy,
          h('nav', { class: 'share-beside', 'aria-label': 'Beside the demo' }, ...Object.entries(BESIDE).map(([href, words]) =>
            h('a', { href, target: '_blank', rel: 'noopener' }, words))))));
    // The next press of the same key has to close what the first one opened.
    this.element.addEventListener('keydown', (event) => event.key.toLowerCase() === 'q' && this.element.close());
  }

  async open() {
    if (this.element.open) return;
    const query = `room=${encodeURIComponent(this.#room)}`;
    this.#code.src = `/share.svg?${query}`;
    this.#copy.textContent = 'Copy the address';
    this.#show({ url: location.href, reach: 'network' });
    this.element.showModal();
    try {
      this.#show(await (await fetch(`/share?${query}`)).json());
    } catch {
      this.#show({ url: location.href, reach: 'unknown' });
    }
  }

  #show({ url, reach }) {
    // If it has to be broken, then where the room begins.
    const [host, ...query] = url.split(/(?=\?)/u);
    this.#address.replaceChildren(host, h('span', { class: 'share-query' }, query.join('')));
    this.#hint.textContent = {
      network: 'Everybody in the same network can open this address.',
      'this computer': 'Only this computer can open this address. Start the server with --lan to let others in.',
    }[reach] ?? 'The server cannot be asked just now; this is the address of this page.';
  }

  /** Outside a secure context, which is every page on a LAN, there is no clipboard: then the text is selected. */
  async #copyAddress() {
    try {
      await navigator.clipboard.writeText(this.#address.textContent);
      this.#copy.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(this.#address);
      this.#copy.textContent = 'Selected: now copy it';
    }
  }
}
