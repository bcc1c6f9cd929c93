// Text for the clipboard. Outside a secure context, which is every page on a LAN, there is none: then the text is selected.
// It must never know what is copied.

import { button, h } from '../dom.js';

/** @param {string} label @param {() => string} text @returns {HTMLElement} A button, and under it the text once it was pressed. */
export function copyButton(label, text) {
  const shown = h('output', { class: 'wire-copied', tabindex: '0', hidden: true });
  const press = button({ class: 'pill wire-copy' }, async () => {
    shown.textContent = text();
    shown.hidden = false;
    try {
      await navigator.clipboard.writeText(shown.textContent);
      press.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(shown);
      press.textContent = 'Selected: now copy it';
    }
  }, label);
  return h('div', { class: 'wire-copy-place' }, press, shown);
}

/** Hands a text to the person as a file. @param {string} name @param {string} text */
export function download(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = h('a', { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
