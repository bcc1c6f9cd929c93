// The lecturer's key: it comes behind the `#` of the address that the terminal has shown, and stays in this tab.
// It must never be shown, be put into an address again, or be sent to anything but the lecturer's hand.

import { tabMemory } from '../memory.js';

const KEPT = 'key';
const FRAGMENT = /^#key=([0-9a-f]{32})$/u;

/** Takes the key out of the address, where anybody could read it off the screen. @returns {boolean} Whether there was one. */
export function takeKey() {
  const found = FRAGMENT.exec(location.hash);
  if (!found) return false;
  tabMemory.set(KEPT, found[1]);
  history.replaceState(history.state, '', location.pathname + location.search);
  return true;
}

export const hasKey = () => tabMemory.get(KEPT) !== null;

/** It opens nothing any more. */
export const dropKey = () => tabMemory.set(KEPT, null);

/** @returns {Object<string, string>} What a request says with which the lecturer's hand is moved. */
export function keyHeaders() {
  const key = tabMemory.get(KEPT);
  return key ? { authorization: `Bearer ${key}` } : {};
}
