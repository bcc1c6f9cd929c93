// Light or dark: the system decides until the key D does.
// It must never know a colour; the dark ones live in a style sheet of their own.

import { tabMemory } from '../memory.js';

const KEY = 'theme';
const FOLLOW_SYSTEM = '(prefers-color-scheme: dark)';

const sheet = () => document.getElementById('dark');

/** Applies what was chosen earlier in this tab. */
export function restoreTheme() {
  apply(tabMemory.get(KEY));
}

/** Changes to the theme that is not shown now. */
export function switchTheme() {
  const dark = matchMedia(sheet().media || 'all').matches;
  const chosen = dark ? 'light' : 'dark';
  apply(chosen);
  tabMemory.set(KEY, chosen);
}

function apply(chosen) {
  sheet().media = { dark: 'all', light: 'not all' }[chosen] ?? FOLLOW_SYSTEM;
}
