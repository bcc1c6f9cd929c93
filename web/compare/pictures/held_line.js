// Long polling: a line that the server holds until there is something to say, and that snaps with the answer.
// It must never know where the lines come from.

import { legs } from '../flight.js';
import { inView } from './planes.js';

/** How long a snap is seen, in milliseconds. */
const SNAP = 450;

/** @param {import('./pen.js').Pen} pen @param {import('../lane.js').Lane} lane */
export function drawHeldLine(pen, lane, motion) {
  for (const exchange of inView(lane.timeline.exchanges, pen.axis, motion)) {
    const { up, down } = legs(exchange, { flight: lane.oneWay, motion });
    const asked = pen.trace(up, 'up', { width: 2.5 });
    if (asked && !asked.isUnderWay) drawHeld(pen, up[1], down?.[0] ?? pen.axis.now);
    if (asked?.isUnderWay) pen.dot(asked.head, { radius: 3.5 });
    if (down && exchange.status !== 0) drawAnswer(pen, down, exchange.seqs.length > 0);
  }
}

/** The server keeps the question in its hand: a bar along its rail. */
function drawHeld(pen, from, to) {
  const [left, right] = [pen.axis.x(from), pen.axis.x(Math.min(to, pen.axis.now))];
  if (right > left) pen.line([[left, pen.top], [right, pen.top]], { width: 8 });
}

function drawAnswer(pen, leg, isFull) {
  if (pen.axis.now < leg[0]) return;
  const x = pen.axis.x(leg[0]);
  const since = pen.axis.now - leg[0];
  const reach = pen.moves && since < SNAP ? 10 * (1 - since / SNAP) : 0;
  pen.line([[x, pen.top - 7 - reach], [x, pen.top + 7 + reach]], { width: 2.5, colour: pen.colours.ink });
  if (reach > 0) for (const side of [-1, 1]) pen.line([[x + side * 5, pen.top - 4 - reach], [x + side * (5 + reach), pen.top - 10 - reach]], { width: 2 });
  const trace = pen.trace(leg, 'down', { width: 2.5, dash: isFull ? [] : [5, 4] });
  if (trace?.isUnderWay) pen.dot(trace.head, { radius: 6, isHollow: !isFull });
}
