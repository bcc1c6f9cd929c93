// The list with what belongs to it: the filter's effect, what is lost, what is not counted, and the row that is open.
// It must never hold rows of its own.

import { button, h } from '../dom.js';
import { icon } from '../shell/icons.js';
import { EVERYTHING, filterOf, isEverything } from './row_filter.js';
import { rowView, updateRow } from './row_view.js';
import { VirtualList } from './virtual_list.js';

/** As in the style sheet: a hand needs more than a mouse. */
const COARSE = matchMedia('(pointer: coarse)');
const NOT_COUNTED = 'Counted at the server’s socket, to the byte: heads, bodies, framing, masks, the handshake. '
  + 'The totals are those of the connections from their opening on: most of what passed before this drawer was first opened is in no row. '
  + 'Not counted: what TCP and IP add to each packet (40 bytes at least), TLS, the feed that fills this drawer, and what is asked of a connection after its end. '
  + 'Times under way are taken on two clocks, which are known to agree within half a round trip: so a quick one may be below zero.';

export class ListView {
  element;
  #log;
  #onOpen;
  #wish = EVERYTHING;
  #chosen = null;
  #list;
  #empty = h('p', { class: 'wire-empty' });
  #count = h('span', { class: 'wire-count', role: 'status' });
  #end;
  #place;
  #feedOpen = false;

  /** @param {import('./wire_log.js').WireLog} log @param {(row: import('./rows.js').Row) => void} onOpen */
  constructor(log, onOpen) {
    this.#log = log;
    this.#onOpen = onOpen;
    this.#list = new VirtualList({
      label: 'Requests and frames, the newest last',
      height: () => (COARSE.matches ? 44 : 32),
      make: (row) => rowView(row, (id) => this.#press(id)),
      update: (node, row) => updateRow(node, row, this.#chosen),
    });
    this.#end = button({ class: 'wire-chip wire-to-end', hidden: true }, () => this.#toEnd(), icon('down'), 'Newest');
    this.#list.element.addEventListener('scroll', () => (this.#end.hidden = this.#list.follows), { passive: true });
    const info = h('details', { class: 'wire-info' }, h('summary', {}, 'What is counted'), h('p', {}, NOT_COUNTED));
    const rows = h('div', { class: 'wire-rows' }, this.#empty, this.#list.element, this.#end);
    this.#place = h('div', { class: 'wire-main' }, rows, h('footer', { class: 'wire-foot' }, this.#count, info));
    this.element = this.#place;
  }

  filter(wish) {
    this.#wish = wish;
    this.show();
  }

  showFeed(open) {
    this.#feedOpen = open;
    this.show();
  }

  show() {
    const { rows, forgotten, missed } = this.#log;
    const shown = isEverything(this.#wish) ? rows : rows.filter(filterOf(this.#wish));
    this.#list.show(shown);
    this.#end.hidden = this.#list.follows;
    this.#empty.hidden = shown.length > 0;
    this.#empty.textContent = rows.length > 0 ? 'No row is like that.'
      : this.#feedOpen ? 'Nothing yet. Say something, or wait.' : 'Connecting to the server’s count …';
    const all = rows.length === 1 ? '1 row' : `${rows.length} rows`;
    const words = [
      shown.length === rows.length ? all : `${shown.length} of ${all}`,
      forgotten > 0 ? `${forgotten} older let go` : null,
      missed > 0 ? `${missed} missed by the feed` : null,
      this.#feedOpen || rows.length === 0 ? null : 'the feed is away',
    ].filter(Boolean).join(' · ');
    if (this.#count.textContent !== words) this.#count.textContent = words;
  }

  /** @param {import('./rows.js').Row} row @param {(onBack: () => void) => HTMLElement} make */
  showDetail(row, make) {
    this.#chosen = row.id;
    this.element.querySelector('.wire-detail')?.remove();
    const view = make(() => this.#back(view));
    this.element.append(view);
    view.querySelector('.wire-back').focus({ preventScroll: true });
    this.show();
  }

  #press(id) {
    const row = this.#log.rows.find((one) => one.id === id);
    if (row) this.#onOpen(row);
  }

  #back(view) {
    view.remove();
    const node = this.#list.element.querySelector(`[data-id="${this.#chosen}"] button`);
    (node ?? this.#list.element).focus({ preventScroll: true });
  }

  #toEnd() {
    this.#list.toEnd();
    this.#end.hidden = true;
    this.#list.element.focus({ preventScroll: true });
  }
}
