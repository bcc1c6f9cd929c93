// What the text of one frame says about itself: its type, its numbers, and whether it is what anybody came for. Pure.
// It must never know how the text travelled, nor the frames of one demo.

/** These carry a `seq` that belongs to another frame, or none that counts. */
const NOT_EVENTS = new Set(['welcome', 'snapshot', 'ack', 'nack', 'skip', 'ping', 'clock', 'bye', 'close', 'conditions', 'storage']);

const encoder = new TextEncoder();

/**
 * @typedef {object} FrameText
 * @property {string} text As it travelled.
 * @property {?object} frame What it says; `null` if it is no JSON object, as in the lecture's plain dialect.
 * @property {string} type
 * @property {?number} seq The number, if this is a numbered event.
 * @property {?number} at When the event happened, on the server's clock.
 * @property {?number} n The number of the command, if this is one.
 * @property {number} size Bytes of the text.
 */

/** @param {string} text @returns {FrameText} */
export function readFrame(text) {
  const frame = parse(text);
  const isEvent = typeof frame?.seq === 'number' && !NOT_EVENTS.has(frame.type);
  return {
    text,
    frame,
    type: typeof frame?.type === 'string' ? frame.type : 'text',
    seq: isEvent ? frame.seq : null,
    at: isEvent && typeof frame.at === 'number' ? frame.at : null,
    n: typeof frame?.n === 'number' ? frame.n : null,
    size: encoder.encode(text).length,
  };
}

/**
 * Useful are the texts of numbered events on their way down, and of numbered commands on their way up.
 * @param {FrameText} frame
 * @param {'up'|'down'} way
 */
export function usefulBytes({ seq, n, size }, way) {
  return (way === 'up' ? n !== null : seq !== null) ? size : 0;
}

/** The frames of a body, one a line. @param {string} [body] @returns {FrameText[]} */
export function readLines(body = '') {
  return body.split('\n').filter((line) => line.trim() !== '').map((line) => readFrame(line));
}

function parse(text) {
  try {
    const frame = JSON.parse(text);
    return frame !== null && typeof frame === 'object' ? frame : null;
  } catch {
    return null;
  }
}
