// The last seconds as shapes on a time axis: a poll is a short bar, a long poll a long one that snaps shut, a stream one bar
// without an end, a WebSocket a pipe; what passes through them are ticks. Pure. It must never draw.

/**
 * @typedef {object} Shape
 * @property {'pipe'|'stream'|'bar'|'hold'|'tick'|'end'} shape `hold` is a bar that is not answered yet.
 * @property {number} from In milliseconds before now; `to` is nearer to it.
 * @property {number} to
 * @property {string} transport
 * @property {'up'|'down'|'both'} way
 * @property {boolean} isEvent
 * @property {boolean} isEmpty
 */

/** How long the page was connected, and how. @typedef {{transport: string, from: number, to: ?number}} Stretch Server's times. */

/**
 * @param {import('./rows.js').Row[]} rows Oldest first. @param {Stretch[]} stretches
 * @param {number} now Server's time. @param {number} span How far back, in milliseconds.
 * @returns {Shape[]} In the order in which they are to be drawn.
 */
export function shapesOf(rows, stretches, now, span) {
  const beside = { way: 'both', isEvent: false, isEmpty: false };
  const seen = rows.slice(firstSince(rows, now - span - 30_000)).filter((row) => row.at !== null);
  const shapes = [];
  for (const { transport, from, to } of stretches) {
    if (to !== null && now - to > span) continue;
    const stretch = { ...beside, transport, from: Math.min(span, now - from), to: to === null ? 0 : now - to };
    if (transport === 'websocket') shapes.push({ ...stretch, shape: 'pipe' });
    if (transport === 'sse') shapes.push({ ...stretch, shape: 'stream' });
    if (transport === 'long_poll' && to === null) shapes.push({ ...stretch, shape: 'hold', from: now - heldSince(seen, from) });
    if (to !== null) shapes.push({ ...stretch, shape: 'end', from: stretch.to });
  }
  for (const row of seen) {
    const shape = shapeOf(row, now);
    if (shape && shape.to <= span) shapes.push({ ...shape, from: Math.min(shape.from, span) });
  }
  return shapes;
}

function shapeOf(row, now) {
  const { kind, transport, way, seq, isEmpty, record } = row;
  const what = { transport, way, isEvent: seq !== null, isEmpty };
  if (kind === 'page') return null;
  if (kind === 'frame') return { ...what, shape: 'tick', from: now - row.at, to: now - row.at };
  // What takes the whole stretch is drawn as one; its opening is a tick on it.
  if (record.ended === null || row.verb === 'close') return null;
  return { ...what, way: record.method === 'POST' ? 'up' : 'down', shape: 'bar', from: now - record.began, to: now - record.ended };
}

/** A long poll is asked again as soon as it was answered. */
function heldSince(rows, opened) {
  const last = rows.findLast(({ kind, transport, record }) => kind === 'request' && transport === 'long_poll' && record.method === 'GET');
  return Math.max(opened, last?.record.ended ?? opened);
}

/** Rows are in order of being told, which is nearly the order of happening; so a little further back. */
function firstSince(rows, time) {
  let index = rows.length;
  while (index > 0 && (rows[index - 1].at ?? Infinity) >= time) index -= 1;
  return index;
}
