// The lecturer's controls for the whole room: slow mode, lock, clear.
// It must never know the server, and is shown to nobody but the lecturer.

import { button, h } from '../dom.js';
import { icon } from '../shell/icons.js';
import { askTwice } from './ask_twice.js';
import { SLOW_STEPS, secondsWords } from './hand_words.js';

export class RoomControls {
  element;
  #slow = h('select', { class: 'hand-slow', id: 'hand-slow' }, ...SLOW_STEPS.map(option));
  #lock;
  #locked = h('span', {});
  #problem = h('p', { class: 'hand-problem', role: 'alert', hidden: true });
  #isLocked = false;

  /** @param {(wish: import('./lecturer.js').Wish) => void} onWish */
  constructor(onWish) {
    this.#slow.addEventListener('change', () => onWish({ slow_ms: Number(this.#slow.value) }));
    this.#lock = button({ class: 'pill hand-lock' }, () => onWish({ lock: !this.#isLocked }), icon('lock'), this.#locked);
    const clear = askTwice({ class: 'hand-clear', label: 'Clear …', question: 'Forget all?', yes: 'Clear' }, () => onWish({ clear: true }));
    this.element = h('section', { class: 'hand', 'aria-label': 'Your hand on the room', hidden: true },
      h('h2', {}, 'Your hand'),
      h('div', { class: 'hand-row' }, h('label', { for: 'hand-slow' }, 'Slow mode'), this.#slow),
      h('div', { class: 'hand-row' }, this.#lock, clear), this.#problem);
  }

  /** @param {import('./lecturer.js').InHand} inHand */
  show({ locked, slow_ms: slowMs }) {
    this.#isLocked = locked;
    this.#locked.textContent = locked ? 'Unlock room' : 'Lock room';
    this.#lock.toggleAttribute('data-on', locked);
    if (![...this.#slow.options].some(({ value }) => Number(value) === slowMs)) this.#slow.append(option(slowMs));
    this.#slow.value = slowMs;
  }

  /** @param {string} words Nothing, if it has worked. */
  showProblem(words) {
    this.#problem.hidden = !words;
    this.#problem.replaceChildren(...(words ? [icon('warning'), h('span', {}, `That did not work. ${words}`)] : []));
  }
}

function option(milliseconds) {
  return h('option', { value: milliseconds }, milliseconds === 0 ? 'off' : `once in ${secondsWords(milliseconds)}`);
}
