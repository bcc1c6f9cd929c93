// Is a text short enough to be sent? Pure; the limits come from the server.
// It must never shorten anything: that is for the person who wrote it.

/** The count is shown once this many characters are left. */
const NEAR = 100;

/** What a reader calls a character: an emoji with its skin tone is one, a letter with its accents too. */
const characters = 'Segmenter' in Intl
  ? (text) => [...new Intl.Segmenter().segment(text)].length
  : (text) => [...text].length;

/**
 * @param {string} text
 * @param {{text: number, text_bytes: number, text_lines: number}} limits
 * @returns {{fits: boolean, notice: string}} `notice` is empty while there is room enough.
 */
export function measure(text, limits) {
  const left = limits.text - characters(text);
  const lines = text.split('\n').length;
  const bytes = new TextEncoder().encode(text).length;
  if (left < 0) return { fits: false, notice: `${-left} too many; a line has at most ${limits.text} characters` };
  if (lines > limits.text_lines) return { fits: false, notice: `${lines} rows; at most ${limits.text_lines} fit in one line` };
  if (bytes > limits.text_bytes) return { fits: false, notice: `${bytes} bytes; at most ${limits.text_bytes} fit in one line` };
  return { fits: true, notice: left <= NEAR ? `${left} left` : '' };
}
