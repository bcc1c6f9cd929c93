// A long list of which only the part in sight is in the page. It follows its end until somebody scrolls away from it.
// It must never know what a row says.

import { h } from '../dom.js';

/** Rows drawn above and below what is in sight. */
const MARGIN = 6;

export class VirtualList {
  element;
  #height;
  #make;
  #update;
  #space = h('div', { class: 'wire-space', role: 'presentation' });
  #rows = [];
  #nodes = new Map();
  #follows = true;
  /** How high the list and its rows were when it was last shown. */
  #shape = '';
  /** The first row in sight; the list itself may change under our hands. @type {?number} */
  #top = null;

  /**
   * @param {{height: () => number, make: (row: object) => HTMLElement, update: (node: HTMLElement, row: object) => void,
   *   label: string}} options `height` of each row, in pixels.
   */
  constructor({ height, make, update, label }) {
    this.#height = height;
    this.#make = make;
    this.#update = update;
    this.element = h('div', { class: 'wire-list', role: 'list', 'aria-label': label, tabindex: '-1' }, this.#space);
    this.element.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.element.addEventListener('keydown', (event) => this.#keyed(event));
    new ResizeObserver(() => this.show(this.#rows)).observe(this.element);
  }

  get follows() {
    return this.#follows;
  }

  /** @param {{id: number}[]} rows All of them, ids rising. */
  show(rows) {
    const { element } = this;
    const offset = element.scrollTop % this.#height();
    this.#rows = rows;
    this.#shape = this.#measured();
    this.#space.style.height = `${rows.length * this.#height()}px`;
    if (this.#follows) element.scrollTop = element.scrollHeight;
    // What somebody reads stays where it is, although older rows went away above it.
    else if (this.#top !== null && rows[0]) element.scrollTop = placeOf(rows, this.#top) * this.#height() + offset;
    this.#draw();
  }

  toEnd() {
    this.#follows = true;
    this.show(this.#rows);
  }

  #scrolled() {
    // Another screen, or a smaller part of it, scrolls the list as well: only a hand leaves the end.
    if (this.#measured() !== this.#shape) return this.show(this.#rows);
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    this.#follows = scrollHeight - scrollTop - clientHeight < this.#height();
    this.#draw();
  }

  #measured() {
    return `${this.element.clientHeight} ${this.#height()}`;
  }

  #draw() {
    const { scrollTop, clientHeight } = this.element;
    const first = Math.max(0, Math.floor(scrollTop / this.#height()) - MARGIN);
    const last = Math.min(this.#rows.length, Math.ceil((scrollTop + clientHeight) / this.#height()) + MARGIN);
    const gone = new Map(this.#nodes);
    this.#top = this.#rows[Math.floor(scrollTop / this.#height())]?.id ?? null;
    for (let index = first; index < last; index += 1) {
      const row = this.#rows[index];
      gone.delete(row.id);
      const node = this.#nodes.get(row.id) ?? this.#add(row);
      node.style.transform = `translateY(${index * this.#height()}px)`;
      this.#update(node, row);
    }
    for (const [id, node] of gone) {
      if (node.contains(document.activeElement)) this.element.focus({ preventScroll: true });
      node.remove();
      this.#nodes.delete(id);
    }
  }

  #add(row) {
    const node = this.#make(row);
    this.#nodes.set(row.id, node);
    // Screen readers and the Tab key go by the order in the page.
    const next = [...this.#space.children].find((other) => Number(other.dataset.id) > row.id);
    this.#space.insertBefore(node, next ?? null);
    return node;
  }

  /** Arrows walk the rows; whoever walks does not want to be carried along. */
  #keyed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || this.#rows.length === 0) return;
    event.preventDefault();
    const here = Number(document.activeElement.closest('[data-id]')?.dataset.id);
    const index = here ? placeOf(this.#rows, here) + step : this.#rows.length - 1;
    const row = this.#rows[Math.max(0, Math.min(this.#rows.length - 1, index))];
    const top = this.#rows.indexOf(row) * this.#height();
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (top + this.#height() > scrollTop + clientHeight) this.element.scrollTop = top + this.#height() - clientHeight;
    this.#scrolled();
    this.#nodes.get(row.id)?.querySelector('button')?.focus({ preventScroll: true });
  }
}

/** Where the row with this id is, or the first after it; ids rise, so it is found by halving. */
function placeOf(rows, id) {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle].id < id) low = middle + 1;
    else high = middle;
  }
  return Math.min(low, rows.length - 1);
}
