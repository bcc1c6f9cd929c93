// The band under the top rule that says that the server's disk is full, while it is.
// It must never know what is done about it.

import { h } from '../dom.js';
import { icon } from './icons.js';
import { storage } from './storage.js';

const WORDS = 'The lecturer’s disk is full or fails: nothing new is taken, everything else goes on.';

/** @returns {HTMLElement} Always there, so that a screen reader hears its words when they come. */
export function storageBand(known = storage) {
  const element = h('div', { class: 'storage-band', role: 'status' });
  known.listen((trouble) => element.replaceChildren(...(trouble ? [h('p', {}, icon('warning'), WORDS)] : [])));
  return element;
}
