// Polling: paper planes. Each carries a question up and an answer back, and most answers say nothing.
// It must never know where the planes come from.

import { legs } from '../flight.js';

/** Planes nearer to each other than this, in pixels, would be a smear: then only their traces are drawn. */
const APART = 24;

/** @param {import('./pen.js').Pen} pen @param {import('../lane.js').Lane} lane */
export function drawPlanes(pen, lane, motion) {
  let seen = -Infinity;
  for (const exchange of inView(lane.timeline.exchanges, pen.axis, motion)) {
    const { up, down } = legs(exchange, { flight: null, motion });
    const x = pen.axis.x(up[0]);
    const isApart = x - seen >= APART;
    if (isApart) seen = x;
    drawFlight(pen, up, 'up', { isFull: false, isApart });
    if (down && exchange.status !== 0) drawFlight(pen, down, 'down', { isFull: exchange.seqs.length > 0, isApart, isOvertaken: exchange.isOvertaken });
  }
}

function drawFlight(pen, leg, way, { isFull, isApart, isOvertaken = false }) {
  const trace = pen.trace(leg, way, { dash: isOvertaken ? [] : [5, 4], width: isOvertaken ? 2.5 : 1.5, colour: isOvertaken ? pen.colours.ink : undefined });
  if (!trace) return;
  if (trace.isUnderWay) return pen.plane(trace.head, way, { isFull, size: 12 });
  const middle = [pen.axis.x((leg[0] + leg[1]) / 2), pen.height(way, 0.5)];
  if (isFull || isApart) pen.plane(middle, way, { isFull, size: 9, alpha: isFull ? 1 : 0.75 });
}

/** Those of which anything can still be seen. */
export function inView(exchanges, axis, motion) {
  const oldest = axis.oldest - 2 * motion.least;
  return exchanges.filter(({ start, end }) => end === null || end > oldest || start > oldest);
}
