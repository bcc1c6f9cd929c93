// Loads the page again when a part of it did not come, as when a whole class behind one address opens it at once.
// It is no module and comes first, because it has to work when nothing else does. It must never know what the page is.

addEventListener('error', ({ target }) => {
  if (!(target instanceof HTMLScriptElement || target instanceof HTMLLinkElement) || document.querySelector('.again')) return;
  const seconds = 2 + Math.floor(4 * Math.random()); // Not all at once.
  const words = document.createElement('p');
  words.className = 'again';
  words.setAttribute('role', 'alert');
  words.textContent = `The server is busy: not all of this page has come. It loads again in ${seconds} s.`;
  document.body ? document.body.prepend(words) : addEventListener('DOMContentLoaded', () => document.body.prepend(words));
  setTimeout(() => location.reload(), seconds * 1_000);
}, true); // What did not load tells only itself, on the way down.
