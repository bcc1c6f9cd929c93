// The moments in which a page goes to sleep, wakes, or finds the network again.
// It must never know what is done about them.

/**
 * @param {{onAwake: () => void, onHide: () => void, onRestore: () => void}} on
 *   `onHide` comes before the page is frozen or thrown away; `onRestore` when a frozen page is shown again.
 */
export function watchPageLife({ onAwake, onHide, onRestore }) {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') onAwake();
  });
  window.addEventListener('online', onAwake);
  // An open socket would keep the page out of the back/forward cache, or be cut in there unseen.
  window.addEventListener('pagehide', onHide);
  window.addEventListener('pageshow', (event) => (event.persisted ? onRestore() : onAwake()));
}
