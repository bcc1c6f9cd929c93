// Where the current quote came from, in a word; and on demand how it stands with the service, with its last error.
// It must never ask the service anything.

import { button, h, setAttribute } from '../common/dom.js';
import { icon } from '../common/shell/icons.js';
import { aboutService, aboutSource, aboutTrouble } from './source_words.js';

/** A source has its own shape, because not everybody sees a colour. */
const MARKS = { live: '●', cached: '◐', offline: '○' };

export class SourcePill {
  element;
  #mark = h('span', {});
  #host = h('span', { class: 'source-host' });
  #trouble = icon('warning', 'The service has trouble');
  #button;
  #panel = h('div', { id: 'source-panel', class: 'source-panel', hidden: true });

  constructor() {
    this.#button = button({ id: 'source', class: 'pill', 'aria-expanded': 'false', 'aria-controls': 'source-panel' },
      () => this.#open(this.#panel.hidden), this.#mark, this.#host, this.#trouble);
    this.element = h('div', { class: 'source' }, this.#button, this.#panel);
    this.element.addEventListener('keydown', (event) => event.key === 'Escape' && this.#open(false));
    document.addEventListener('pointerdown', (event) => this.element.contains(event.target) || this.#open(false));
  }

  /** @param {{quote: ?object, upstream: import('./quotes.js').Quotes['upstream']}} about */
  show({ quote, upstream }) {
    const { state, host, fetches, known } = upstream;
    const source = quote?.source ?? null;
    this.#mark.replaceChildren(source ? sourceMark(source) : 'waiting');
    this.#host.textContent = source === 'offline' ? 'a stand-in' : host;
    this.#trouble.toggleAttribute('hidden', state !== 'failing');
    setAttribute(this.#button, 'data-source', source);
    setAttribute(this.#button, 'data-state', state);
    this.#panel.replaceChildren(
      ...[aboutSource(source, upstream), aboutService(upstream)].filter(Boolean).map((words) => h('p', {}, words)),
      h('p', {}, `Asked ${times(fetches)}, ${known === 1 ? '1 quote' : `${known} quotes`} known.`),
      h('p', { class: 'source-error' }, aboutTrouble(upstream)));
  }

  #open(open) {
    this.#panel.hidden = !open;
    this.#button.setAttribute('aria-expanded', open);
  }
}

/** @param {'live'|'cached'|'offline'} source */
export function sourceMark(source) {
  return h('span', { class: 'source-mark', 'data-source': source }, h('span', { 'aria-hidden': 'true' }, MARKS[source] ?? '?'), ` ${source}`);
}

const times = (count) => (count === 1 ? 'once' : `${count} times`);
