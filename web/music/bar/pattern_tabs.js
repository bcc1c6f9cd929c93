// The four patterns: which one plays, and which one is about to.
// It must never know what is in them.

import { button, h, setAttribute } from '../../common/dom.js';
import { PATTERNS } from '../engine/events.js';

export class PatternTabs {
  element;
  #buttons;
  /** What is written there, by pattern. */
  #looks = PATTERNS.map(() => ({}));

  /** @param {(pattern: number) => void} onPattern */
  constructor(onPattern) {
    this.#buttons = PATTERNS.map((letter, pattern) =>
      button({
        class: 'pattern', 'data-pattern': pattern, 'aria-pressed': 'false', 'aria-label': `Pattern ${letter}`,
        title: `Pattern ${letter}, for everybody`,
      }, () => onPattern(pattern), letter));
    this.element = h('div', { class: 'patterns', role: 'group', 'aria-label': 'Patterns' }, ...this.#buttons);
  }

  /**
   * Writes only what changes.
   * @param {{shown: number, coming: ?number, filled: boolean[]}} about `coming` plays from the next beat on.
   */
  show({ shown, coming, filled }) {
    this.#buttons.forEach((tab, pattern) => {
      const looks = { 'aria-pressed': String(pattern === shown), 'data-coming': pattern === coming, 'data-filled': filled[pattern] };
      for (const [name, value] of Object.entries(looks)) {
        if (this.#looks[pattern][name] !== value) setAttribute(tab, name, value);
      }
      this.#looks[pattern] = looks;
    });
  }
}
