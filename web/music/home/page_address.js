// The address at which others find this page: the server knows which of its own can be reached.
// It must never know what is put behind it.

/** @param {string} room @returns {Promise<string>} Without a fragment. */
export async function pageAddress(room) {
  const own = location.href.split('#')[0];
  try {
    const { url, reach } = await (await fetch(`/share?room=${encodeURIComponent(room)}`)).json();
    return reach === 'network' ? url : own;
  } catch {
    return own;
  }
}
