// The keys that everybody's fingers know for taking back and bringing back.
// It must never know what is taken back.

/** Fields of text take back their own letters. */
const TEXT = 'textarea, input:not([type="range"]), [contenteditable], dialog';

/** @param {{onUndo: () => void, onRedo: () => void}} on */
export function onUndoKeys({ onUndo, onRedo }) {
  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest(TEXT)) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    event.preventDefault();
    if (key === 'y' || event.shiftKey) onRedo();
    else onUndo();
  });
}
