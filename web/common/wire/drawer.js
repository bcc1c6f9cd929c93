// The drawer itself: a strip at the bottom of a narrow page that can be pulled up, a column beside a wide one.
// It must never know what is in it.

import { button, h } from '../dom.js';
import { tabMemory } from '../memory.js';
import { icon } from '../shell/icons.js';

/** The same width as in the style sheet. */
const WIDE = matchMedia('(min-width: 1100px)');
const STEP = 24;
/** A hand that moved less has tapped. */
const TAP = 6;
const LIMITS = { width: [320, 900], height: [200, 2_000] };

export class Drawer {
  element;
  #on;
  #grip;
  #toggle;
  /** The press that ends a drag is no tap. */
  #dragged = false;
  /** How large the hand wanted it. */
  #asked = Infinity;

  /**
   * @param {{strip: HTMLElement, rate: HTMLElement, body: HTMLElement[]}} parts
   * @param {{onShown: (state: string) => void, onLeft: () => void}} on Told when any of it comes into sight, and when nothing is left;
   *   and when what had the focus goes out of sight.
   */
  constructor({ strip, rate, body }, on) {
    this.#on = on;
    this.#grip = h('div', { class: 'wire-grip', role: 'separator', tabindex: '0', 'aria-label': 'Size of the wire drawer' });
    this.#toggle = button({ class: 'wire-strip', 'aria-expanded': 'false', 'aria-label': 'The wire: show the rows' }, () => this.#pressed(), strip, rate);
    const close = button({ class: 'tool wire-close', 'aria-label': 'Close the wire' }, () => this.close(), icon('close'));
    this.element = h('aside', { id: 'wire', class: 'wire', 'aria-label': 'The wire', tabindex: '-1' },
      this.#grip, h('div', { class: 'wire-top' }, this.#toggle, close), h('div', { class: 'wire-body' }, ...body));
    this.element.addEventListener('keydown', (event) => event.key === 'Escape' && this.fold());
    this.#grip.addEventListener('keydown', (event) => this.#keyed(event));
    for (const handle of [this.#grip, this.#toggle]) handle.addEventListener('pointerdown', (event) => this.#grabbed(event));
    for (const side of ['width', 'height']) this.#restore(side);
    WIDE.addEventListener('change', () => this.#describe());
  }

  get state() {
    return document.body.dataset.wire ?? 'off';
  }

  get isOpen() {
    return this.state === 'open';
  }

  open() {
    this.#enter('open');
  }

  /** From here the keyboard goes on in it; nothing in it takes what is typed for anything else. */
  focus() {
    this.element.focus({ preventScroll: true });
  }

  /** On a narrow page a live strip stays. */
  fold() {
    this.#enter(WIDE.matches ? 'off' : 'peek');
  }

  close() {
    this.#enter('off');
  }

  #enter(state) {
    const before = this.state;
    const focused = document.activeElement;
    const staysInSight = state === 'open' || (state === 'peek' && focused === this.#toggle);
    const isLeft = this.element.contains(focused) && !staysInSight;
    if (state === 'off') delete document.body.dataset.wire;
    else document.body.dataset.wire = state;
    this.#toggle.setAttribute('aria-expanded', state === 'open');
    this.#toggle.setAttribute('aria-label', state === 'open' ? 'The wire: hide the rows' : 'The wire: show the rows');
    this.#describe();
    if (state !== before) this.#on.onShown(state);
    if (isLeft) this.#on.onLeft();
  }

  #pressed() {
    if (this.#dragged) return (this.#dragged = false);
    if (WIDE.matches) return;
    this.isOpen ? this.fold() : this.open();
  }

  get #side() {
    return WIDE.matches ? 'width' : 'height';
  }

  get #size() {
    return this.element.getBoundingClientRect()[this.#side];
  }

  #grabbed(down) {
    if (WIDE.matches && down.currentTarget === this.#toggle) return;
    const [side, from, start] = [this.#side, this.#size, placeOf(down, WIDE.matches)];
    const handle = down.currentTarget;
    this.#dragged = false;
    handle.setPointerCapture(down.pointerId);
    const move = (event) => {
      const by = start - placeOf(event, WIDE.matches);
      if (Math.abs(by) < TAP && !this.#dragged) return;
      this.#dragged = true;
      this.element.dataset.dragged = '';
      if (side === 'height' && !this.isOpen) this.open();
      this.#resize(side, from + by);
    };
    const up = () => {
      handle.removeEventListener('pointermove', move);
      for (const end of ['pointerup', 'pointercancel']) handle.removeEventListener(end, up);
      delete this.element.dataset.dragged;
      if (!this.#dragged) return;
      if (handle === this.#grip) this.#dragged = false; // No click follows that would ask.
      if (side === 'height' && this.#asked < 130) this.fold();
    };
    handle.addEventListener('pointermove', move);
    for (const end of ['pointerup', 'pointercancel']) handle.addEventListener(end, up);
  }

  #resize(side, size) {
    this.#asked = size;
    const most = side === 'width' ? innerWidth - 360 : innerHeight - 56;
    const [least, limit] = LIMITS[side];
    const fits = Math.round(Math.max(least, Math.min(size, most, limit)));
    this.element.style.setProperty(`--wire-${side}`, `${fits}px`);
    tabMemory.set(`wire-${side}`, String(fits));
    this.#describe();
  }

  #restore(side) {
    const kept = Number(tabMemory.get(`wire-${side}`));
    if (kept) this.element.style.setProperty(`--wire-${side}`, `${kept}px`);
  }

  #keyed(event) {
    const grow = { ArrowUp: 'height', ArrowLeft: 'width' }[event.key] === this.#side;
    const shrink = { ArrowDown: 'height', ArrowRight: 'width' }[event.key] === this.#side;
    if (!grow && !shrink) return;
    event.preventDefault();
    this.#resize(this.#side, this.#size + (grow ? STEP : -STEP));
  }

  #describe() {
    this.#grip.setAttribute('aria-orientation', WIDE.matches ? 'vertical' : 'horizontal');
    const most = WIDE.matches ? LIMITS.width[1] : innerHeight - 56;
    for (const [name, value] of [['min', LIMITS[this.#side][0]], ['max', most], ['now', Math.round(this.#size)]]) {
      this.#grip.setAttribute(`aria-value${name}`, value);
    }
  }
}

const placeOf = (event, wide) => (wide ? event.clientX : event.clientY);
