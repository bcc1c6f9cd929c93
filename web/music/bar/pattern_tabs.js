// The four patterns: which one plays, and which one is about to.
// It must never know what is in them.

import { button, h, setAttribute } from '../../common/dom.js';
import { PATTERNS } from '../engine/events.js';

export class PatternTabs {
  element;
  #buttons;

  /** @param {(pattern: number) => void} onPattern */
  constructor(onPattern) {
    this.#buttons = PATTERNS.map((letter, pattern) =>
      button({
        class: 'pattern', 'data-pattern': pattern, 'aria-pressed': 'false', 'aria-label': `Pattern ${letter}`,
        title: `Pattern ${letter}, for everybody`,
      }, () => onPattern(pattern), letter));
    this.element = h('div', { class: 'patterns', role: 'group', 'aria-label': 'Patterns' }, ...this.#buttons);
  }

  /** @param {{shown: number, coming: ?number, filled: boolean[]}} about `coming` plays from the next beat on. */
  show({ shown, coming, filled }) {
    this.#buttons.forEach((tab, pattern) => {
      tab.setAttribute('aria-pressed', pattern === shown);
      setAttribute(tab, 'data-coming', pattern === coming);
      setAttribute(tab, 'data-filled', filled[pattern]);
    });
  }
}
