// The eight songs that come with the page.
// It must never know what the room plays.

/** @returns {Promise<{name: string, song: object}[]>} None if they cannot be had just now. */
export async function fetchPresets() {
  try {
    return await (await fetch('/music/presets.json')).json();
  } catch {
    return [];
  }
}
