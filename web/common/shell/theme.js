// Light or dark: the system decides until the key D does.
// It must never know a colour; the dark ones live in a style sheet of their own.

const KEY = 'theme';
const FOLLOW_SYSTEM = '(prefers-color-scheme: dark)';

const sheet = () => document.getElementById('dark');

/** Applies what was chosen earlier in this tab. */
export function restoreTheme() {
  try {
    apply(sessionStorage.getItem(KEY));
  } catch {
    // Without storage the system goes on deciding.
  }
}

/** Changes to the theme that is not shown now. */
export function switchTheme() {
  const dark = matchMedia(sheet().media || 'all').matches;
  const chosen = dark ? 'light' : 'dark';
  apply(chosen);
  try {
    sessionStorage.setItem(KEY, chosen);
  } catch {
    // The choice then lasts until the next reload.
  }
}

function apply(chosen) {
  sheet().media = { dark: 'all', light: 'not all' }[chosen] ?? FOLLOW_SYSTEM;
}
