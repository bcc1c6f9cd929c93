// Gives the person a file that was made in the page.
// It must never know what is in it.

/** Long enough for any browser to have taken it. */
const KEPT = 60_000;

/** @param {Blob} blob @param {string} name */
export function download(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT);
}
