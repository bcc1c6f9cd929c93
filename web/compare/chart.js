// The chart of the crossover: bytes per minute against events per minute, both by powers of ten.
// It must never know how it was measured.

import { RATES, logScale } from './crossover.js';
import { KINDS, NAMES } from './lane.js';
import { rate as inWords } from './words.js';

const MARKS = [1, 6, 60, 600, 1_200];
const PLACE = { left: 66, top: 10, right: 96, bottom: 28 };

/** @typedef {import('./crossover.js').Point} Point */

/**
 * @param {{context: CanvasRenderingContext2D, width: number, height: number, colours: object}} sheet
 * @param {Point[]} points In order of the rate. @param {?Point} current The one that is being measured.
 * @param {number} users By how many the numbers are multiplied.
 */
export function drawChart(sheet, points, current, users) {
  const all = current && !points.includes(current) ? [...points, current] : points;
  const place = placer(sheet, all);
  drawGrid(sheet, place, users);
  const labels = [];
  for (const kind of KINDS) {
    const own = points.filter(({ bytes }) => bytes.get(kind) > 0).map((point) => [place.x(point.rate), place.y(point.bytes.get(kind))]);
    drawLine(sheet.context, own, sheet.colours[kind]);
    for (const spot of own) drawSpot(sheet, spot, kind, true);
    const now = current?.bytes.get(kind) > 0 ? [place.x(current.rate), place.y(current.bytes.get(kind))] : null;
    if (now && !current.isDone) drawSpot(sheet, now, kind, false);
    const last = [own.at(-1), now].filter(Boolean).sort((one, other) => one[0] - other[0]).at(-1);
    if (last) labels.push({ kind, x: last[0], y: last[1] });
  }
  drawNames(sheet, labels);
}

/** Where a rate and a number of bytes lie. */
function placer({ width, height }, points) {
  const bytes = points.flatMap((point) => [...point.bytes.values()]).filter((value) => value > 0);
  const least = 10 ** Math.floor(Math.log10(Math.min(1_000, ...bytes)));
  const most = 10 ** Math.ceil(Math.log10(Math.max(100_000, ...bytes)));
  const scale = logScale(least, most);
  return {
    least,
    most,
    x: (rate) => PLACE.left + Math.max(0, RATES.share(rate)) * (width - PLACE.left - PLACE.right),
    y: (value) => height - PLACE.bottom - scale.share(value) * (height - PLACE.top - PLACE.bottom),
  };
}

function drawGrid({ context, width, height, colours }, { least, most, x, y }, users) {
  Object.assign(context, { strokeStyle: colours.rule, fillStyle: colours.muted, lineWidth: 1, font: colours.font.replace(/^600 [\d.]+px/, '400 14px') });
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (let value = least; value <= most; value *= 10) {
    stroke(context, [[PLACE.left, y(value)], [width - PLACE.right, y(value)]]);
    context.fillText(round(value * users), PLACE.left - 8, y(value));
  }
  context.textBaseline = 'alphabetic';
  for (const [index, rate] of MARKS.entries()) {
    stroke(context, [[x(rate), PLACE.top], [x(rate), height - PLACE.bottom]]);
    if (rate === 600 && width < 520) continue;
    context.textAlign = ['left', 'center'][Math.min(1, index)];
    context.fillText(inWords(rate).replace(' a minute', '/min').replace(' a second', '/s'), x(rate), height - 8);
  }
}

/** A power of ten, as it stands on an axis. */
function round(bytes) {
  const power = Math.floor(Math.log10(bytes) / 3 + 1e-9);
  return `${Math.round(bytes / 1_000 ** power)} ${['B', 'kB', 'MB', 'GB', 'TB'][power]}`;
}

function drawLine(context, points, colour) {
  Object.assign(context, { strokeStyle: colour, lineWidth: 3, lineJoin: 'round' });
  if (points.length > 1) stroke(context, points);
}

/** Each lane has a shape of its own as well as a colour. */
function drawSpot({ context, colours }, [x, y], kind, isDone) {
  Object.assign(context, { fillStyle: isDone ? colours[kind] : colours.card, strokeStyle: colours[kind], lineWidth: 2.5 });
  context.beginPath();
  const corners = { poll: 3, long_poll: 4, websocket: 4 }[kind];
  if (!corners) context.arc(x, y, 6, 0, 2 * Math.PI);
  for (let corner = 0; corner < corners; corner += 1) {
    const angle = (2 * Math.PI * corner) / corners - Math.PI / 2 + (kind === 'websocket' ? Math.PI / 4 : 0);
    context.lineTo(x + 7.5 * Math.cos(angle), y + 7.5 * Math.sin(angle));
  }
  context.closePath();
  context.fill();
  context.stroke();
}

/** Beside the last point, moved apart where two would cover each other. */
function drawNames({ context, colours, height }, labels) {
  Object.assign(context, { font: colours.font, textAlign: 'left', textBaseline: 'middle' });
  let free = -Infinity;
  for (const { kind, x, y } of labels.sort((one, other) => one.y - other.y)) {
    free = Math.max(y, free + 20);
    context.fillStyle = colours[kind];
    context.fillText(NAMES[kind], x + 13, Math.min(free, height - PLACE.bottom));
  }
}

function stroke(context, points) {
  context.beginPath();
  points.forEach(([x, y], index) => (index ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.stroke();
}
