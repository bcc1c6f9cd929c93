// SSE and WebSocket: a tube that stays open. Through the one things only fall down, through the other they go both ways.
// It must never know where the frames come from.

import { stretched } from '../flight.js';

/** Between the marks that say which way the tube goes: time, so that they move with it. */
const EVERY = 1_000;

/** @param {import('./pen.js').Pen} pen @param {import('../lane.js').Lane} lane */
export function drawTube(pen, lane, motion) {
  const isTwoWay = lane.kind === 'websocket';
  for (const { from, to } of lane.timeline.tubes) drawPipe(pen, from, to, isTwoWay);
  for (const { at, way, took, seq } of lane.timeline.frames) {
    const leg = [at, at + stretched(took, motion)];
    if (leg[1] < pen.axis.oldest) continue;
    const isNumbered = seq !== null;
    const trace = pen.trace(leg, way, { width: isNumbered ? 2.5 : 1.5, alpha: isNumbered ? 1 : 0.6 });
    if (!trace) continue;
    if (trace.isUnderWay) pen.dot(trace.head, { radius: isNumbered ? 7 : 4 });
    else if (!isNumbered) pen.dot(trace.head, { radius: 3 });
  }
}

function drawPipe(pen, from, to, isTwoWay) {
  const { axis, top, bottom } = pen;
  const [left, right] = [axis.x(Math.max(from, axis.oldest)), axis.x(to ?? axis.now) + (to === null ? 40 : 0)];
  if (right <= left || (to !== null && to < axis.oldest)) return;
  const [high, low] = [top + 5, bottom - 5];
  pen.area([left, high, right, low], { alpha: 0.1 });
  for (const y of [high, low]) pen.line([[left, y], [right, y]], { width: 2.5 });
  if (from > axis.oldest) pen.line([[left, high], [left, low]], { width: 4 });
  if (to !== null) pen.line([[right, high], [right, low]], { width: 4 });
  const middle = (high + low) / 2;
  for (let time = Math.ceil(axis.oldest / EVERY) * EVERY + EVERY / 2; time < axis.now; time += EVERY) {
    if (time < from || (to !== null && time > to)) continue;
    const x = axis.x(time);
    chevron(pen, x, middle + (isTwoWay ? 7 : 0), 1);
    if (isTwoWay) chevron(pen, x, middle - 7, -1);
  }
}

function chevron(pen, x, y, direction) {
  pen.line([[x - 6, y - 3 * direction], [x, y + 3 * direction], [x + 6, y - 3 * direction]], { width: 2, alpha: 0.4 });
}
