// A button for what cannot be undone: the first press asks, the second does it.
// It must never know what it does.

import { button, h } from '../dom.js';

/**
 * @param {{label: string, question: string, yes: string, class?: string}} words
 * @param {() => void} onYes
 * @returns {HTMLElement}
 */
export function askTwice({ label, question, yes, ...attributes }, onYes) {
  const ask = button({ ...attributes, class: `pill ${attributes.class ?? ''}` }, () => open(true), label);
  const no = button({ class: 'pill plain ask-no' }, () => open(false), 'No');
  const sure = button({ class: 'pill ask-yes' }, () => {
    open(false);
    onYes();
  }, yes);
  const asking = h('span', { class: 'ask-sure', role: 'group', 'aria-label': question, hidden: true }, h('span', {}, question), sure, no);
  const element = h('span', { class: 'ask-twice' }, ask, asking);
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || asking.hidden) return;
    event.stopPropagation(); // What lies around it stays open.
    open(false);
  });
  return element;

  /** The keyboard goes to the answer that does nothing. */
  function open(isAsking) {
    ask.hidden = isAsking;
    asking.hidden = !isAsking;
    (isAsking ? no : ask).focus();
  }
}
