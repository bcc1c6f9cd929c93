// One chunk of a stream of events as it stood on the wire: its length in hex, the lines of SSE, the line break at its end.
// It must never know the page, nor pass a guess off as what was counted.

import { h } from '../dom.js';

/** The lines of one event. @param {string} text @param {?string} epoch Of the log, as the welcome named it. */
export function eventLines(text, seq, epoch) {
  const lines = [];
  if (seq !== null) lines.push({ part: 'id', text: `id: ${epoch ?? 'EPOCH'}.${seq}` });
  lines.push({ part: 'data', text: `data: ${text}` }, { part: 'end', text: '' });
  return lines;
}

/**
 * @param {{size: number, texts: string[]}} chunk
 * @param {(text: string) => ?number} seqOf
 * @param {?string} epoch
 */
export function chunkView({ size, texts }, seqOf, epoch) {
  const lines = texts.flatMap((text) => eventLines(text, seqOf(text), epoch));
  const inside = lines.reduce((sum, line) => sum + new TextEncoder().encode(line.text).length + 1, 0);
  const length = inside.toString(16);
  const whole = length.length + 2 + inside + 2;
  const row = (part, text, says) => h('div', { class: 'wire-line', 'data-part': part }, h('code', {}, text || '⏎'), h('small', {}, says));
  const says = { id: 'what Last-Event-ID will say', data: '', end: 'an empty line ends the event' };
  return h('div', { class: 'wire-chunk' },
    h('h4', {}, `Chunk: ${size} bytes`),
    row('size', `${length} ⏎`, `length in hex: ${inside} bytes follow`),
    ...lines.map(({ part, text }) => row(part, text, says[part])),
    row('size', '⏎', 'ends the chunk'),
    whole === size ? null : h('p', { class: 'wire-hint' }, `Written down here are ${whole} bytes; counted were ${size}.`));
}
