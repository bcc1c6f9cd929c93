// The text of a file that somebody chose, if it can be a song at all.
// It must never know what is in it.

/** In bytes. The longest song is a few thousand; what is far above would only stop the page. */
const MOST = 64 * 1024;

/**
 * @param {{size: number, text: () => Promise<string>}} file
 * @returns {Promise<string>}
 * @throws {Error} In words for the person who chose it.
 */
export async function readSmall(file) {
  if (file.size > MOST) throw new Error('This file is too large for a song: it may have 64 KiB.');
  try {
    return await file.text();
  } catch {
    throw new Error('This file cannot be read. Was it moved or changed?');
  }
}
