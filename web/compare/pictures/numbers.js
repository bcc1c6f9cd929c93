// The numbered events in one lane: when the server had them, how long they waited there, when they were here.
// It must never know which picture is drawn behind them.

import { legs, stretched } from '../flight.js';

/** A hair line where the server numbered it, at the same place in all lanes. */
export function drawGuides(pen, events) {
  for (const { at } of visible(events, pen.axis)) {
    const x = pen.axis.x(at);
    pen.line([[x, 0], [x, pen.bottom + BELOW]], { colour: pen.colours.guide, width: 1 });
  }
}
const BELOW = 26;

/** @param {import('./pen.js').Pen} pen @param {import('../lane.js').Lane} lane @param {import('../events.js').Told[]} events */
export function drawNumbers(pen, lane, events, motion) {
  const flights = flightsOf(lane, motion);
  for (const { seq, at, isLabelled } of visible(events, pen.axis)) {
    const [leaves, arrives] = flights.get(seq) ?? [lane.timeline.arrivals.get(seq) ?? Infinity, lane.timeline.arrivals.get(seq) ?? Infinity];
    const born = [pen.axis.x(at), pen.top];
    const waits = pen.axis.x(leaves) - born[0];
    if (waits > 3) pen.line([born, [pen.axis.x(leaves), pen.top]], { colour: pen.colours.ink, width: 3 });
    pen.dot(born, { radius: 4, colour: pen.colours.ink, isHollow: waits > 3 });
    if (arrives > pen.axis.now) continue;
    const x = pen.axis.x(arrives);
    pen.dot([x, pen.bottom], { radius: 6 });
    if (isLabelled) pen.number(x, `#${seq}`);
  }
}

/** From when to when each event is seen on its way to us. @returns {Map<number, [number, number]>} */
function flightsOf(lane, motion) {
  const flights = new Map();
  for (const exchange of lane.timeline.exchanges) {
    const { down } = legs(exchange, { flight: lane.kind === 'poll' ? null : lane.oneWay, motion });
    for (const seq of exchange.seqs) if (!flights.has(seq) || flights.get(seq)[1] > down[1]) flights.set(seq, down);
  }
  for (const { at, took, seq } of lane.timeline.frames) if (seq !== null) flights.set(seq, [at, at + stretched(took, motion)]);
  return flights;
}

const visible = (events, axis) => events.filter(({ at }) => at > axis.oldest - 4_000);
