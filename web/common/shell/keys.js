// Single-key shortcuts that stay out of the way of typing.
// It must never know what a key does.

/**
 * @param {Object<string, () => void>} actions By lower-case key.
 */
export function onKeys(actions) {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
    if (event.target.closest('input, textarea, select, [contenteditable], dialog')) return;
    const act = actions[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
