// A sentence over the lanes that asks for a decision, or tells that something is not so.
// It must never know what the decision is about.

import { button, h } from '../common/dom.js';
import { icon } from '../common/shell/icons.js';

export class Notice {
  element = h('div', { class: 'notice', role: 'alert', hidden: true });

  /** @param {string} words @param {{words: string, act: () => void}} [way] What can be done about it. */
  show(words, way = null) {
    const act = way && button({ class: 'pill' }, () => {
      this.hide();
      way.act();
    }, way.words);
    this.element.replaceChildren(icon('warning'), h('p', {}, words), ...(act ? [act] : []));
    this.element.hidden = false;
  }

  hide() {
    this.element.hidden = true;
  }
}
