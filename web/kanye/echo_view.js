// The echo of my own head: hollow, and where the server believes me to be. The gap between the two is the latency.
// It must never know how the server's belief arrived; it is shown as it comes.

import { button, h, setAttribute } from '../common/dom.js';
import { hueOf } from '../common/people.js';
import { icon } from '../common/shell/icons.js';
import { deviceMemory } from '../common/memory.js';
import { drawing } from './head_view.js';
import { toLeft, toTop } from './stage.js';

const KEY = 'kanye.echo';
const WHAT = 'The hollow head is where the server believes yours to be. The gap is the latency.';

export class EchoView {
  /** On the stage. */
  element = h('div', { class: 'echo', hidden: true, 'aria-hidden': 'true' });
  /** Among the controls. */
  control;
  #spot = null;
  #box = null;

  /** @param {(words: string) => void} onExplain It has just been switched on. */
  constructor(onExplain) {
    const turn = () => {
      this.#switch(this.element.hidden);
      if (!this.element.hidden) onExplain(WHAT);
    };
    this.control = button({ id: 'echo', class: 'pill', title: WHAT }, turn, icon('echo'), h('span', {}, 'Echo'));
    this.#switch(deviceMemory.get(KEY) === 'on');
  }

  isMe(id) {
    setAttribute(this.element, 'data-hue', hueOf(id));
    this.element.replaceChildren(drawing(id), h('span', { class: 'echo-name' }, 'server’s copy'));
  }

  place(spot) {
    this.#spot = spot;
    this.#move();
  }

  /** @param {import('./stage.js').Box} box */
  fit(box) {
    this.#box = box;
    this.#move();
  }

  #switch(on) {
    this.element.hidden = !on;
    this.control.setAttribute('aria-pressed', on);
    deviceMemory.set(KEY, on ? 'on' : null);
    this.#move();
  }

  #move() {
    if (this.element.hidden || !this.#spot || !this.#box) return;
    this.element.style.transform = `translate(${toLeft(this.#box, this.#spot.x)}px, ${toTop(this.#box, this.#spot.y)}px)`;
  }
}
