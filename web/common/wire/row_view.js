// One row of the list: arrow, word, type, number, latency, bytes. It must never know the list.

import { button, h, setAttribute } from '../dom.js';
import { icon } from '../shell/icons.js';
import { bytesText, millisecondsText } from './units.js';

const ARROWS = { up: '↑', down: '↓', both: '⇅' };
const WAYS = { up: 'up to the server', down: 'down to this page', both: 'up and down' };

/** @param {import('./rows.js').Row} row @param {(id: number) => void} onOpen @returns {HTMLElement} */
export function rowView(row, onOpen) {
  const name = row.kind === 'page' ? 'page' : row.kind;
  const press = button(
    { class: 'wire-row', 'data-kind': name, 'data-verb': row.verb, 'data-way': row.way, 'data-transport': row.transport },
    () => onOpen(row.id),
    h('span', { class: 'wire-arrow', title: WAYS[row.way] }, row.kind === 'page' ? '·' : ARROWS[row.way]),
    h('span', { class: 'wire-badge' }, icon(ICONS.has(row.transport) ? row.transport : 'websocket')),
    h('span', { class: 'wire-verb' }, row.verb),
    h('span', { class: 'wire-what' },
      h('span', { class: 'wire-title' }, row.title, row.seq === null ? null : h('b', {}, ` #${row.seq}`)),
      h('span', { class: 'wire-note' }, row.note || sayings(row))),
    h('span', { class: 'wire-latency' }),
    h('span', { class: 'wire-bytes' }, row.bytes === null ? '' : bytesText(row.bytes)),
  );
  setAttribute(press, 'data-empty', row.isEmpty);
  setAttribute(press, 'data-event', row.seq !== null);
  return h('div', { class: 'wire-item', role: 'listitem', 'data-id': row.id }, press);
}

/** What can become known later. @param {HTMLElement} item @param {import('./rows.js').Row} row @param {?number} chosen */
export function updateRow(item, row, chosen) {
  const press = item.firstChild;
  const cell = press.querySelector('.wire-latency');
  const latency = row.latency === null ? '' : millisecondsText(row.latency);
  if (cell.textContent !== latency) cell.textContent = latency;
  const current = row.id === chosen ? 'true' : null;
  if (press.getAttribute('aria-current') !== current) setAttribute(press, 'aria-current', current);
}

const ICONS = new Set(['websocket', 'sse', 'long_poll', 'poll']);

/** A few words of what the frame says, so that a line of the chat is found at a glance. */
function sayings({ frame, text, title }) {
  const said = frame?.text ?? frame?.name ?? frame?.line?.text;
  if (typeof said === 'string') return said.slice(0, 60);
  return frame === null && title === 'text' ? text.slice(0, 60) : '';
}
