// One row opened: what it says, how it stood on the wire, who did it, and how to do it by hand.
// It must never know the list it was taken from.

import { button, h } from '../dom.js';
import { icon } from '../shell/icons.js';
import { transportBadge } from '../shell/transport_badge.js';
import { anatomyView } from './anatomy_view.js';
import { chunkView } from './chunk_view.js';
import { copyButton } from './copy.js';
import { asCurl, frameAsCurl } from './curl.js';
import { readFrame } from './frame_text.js';
import { sourceView } from './source_view.js';
import { sourcesOf } from './sources.js';
import { bytesText, millisecondsText, timeText } from './units.js';

const WHO = { open: 'Who opened this?', send: 'Who sent this?', receive: 'Who sent this?', close: 'Who closed this?' };

/**
 * @param {import('./rows.js').Row} row
 * @param {{room: string, epoch: ?string, wallTime: (at: number) => Date, onBack: () => void}} about
 * @returns {HTMLElement}
 */
export function detailView(row, { room, epoch, wallTime, onBack }) {
  const back = button({ class: 'tool wire-back', 'aria-label': 'Back to the rows' }, onBack, icon('back'));
  const places = sourcesOf(row);
  const view = h('section', { class: 'wire-detail', 'aria-label': 'One row', 'data-transport': row.transport },
    h('header', { class: 'wire-detail-head' }, back,
      h('h3', {}, h('span', { class: 'wire-verb' }, row.verb), ' ', row.title, row.seq === null ? '' : ` #${row.seq}`), transportBadge(row.transport, { withName: true })),
    h('div', { class: 'wire-detail-body' },
      facts(row, wallTime), saying(row), ...onTheWire(row, epoch),
      places.length > 0 ? section(WHO[row.verb], sourceView(places)) : null,
      ...byHand(row, room)));
  view.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onBack();
  });
  // The lines that did it are there at a press, and not fetched for everybody who only looks at a row.
  view.querySelector('.wire-source-tabs button')?.click();
  return view;
}

function facts(row, wallTime) {
  const known = [
    row.bytes === null ? 'what this page did itself: no byte of it is on the wire' : `${bytesText(row.bytes)} ${{ up: 'up', down: 'down', both: 'up and down' }[row.way]}`,
    row.at === null ? null : timeText(wallTime(row.at)),
    row.latency === null ? null : `under way for ${millisecondsText(row.latency)}`,
    row.note || null,
  ];
  return h('p', { class: 'wire-facts' }, ...known.filter(Boolean).map((fact) => h('span', {}, fact)));
}

function saying({ frame, text }) {
  if (!text) return null;
  return section('What it says', h('pre', { class: 'wire-text', tabindex: '0' }, frame ? JSON.stringify(frame, null, 2) : text));
}

function onTheWire({ kind, record }, epoch) {
  if (kind === 'page' || record === null) return [];
  if (record.kind === 'frame') return [section('On the wire', anatomyView(record))];
  if (record.kind === 'chunk') return [section('On the wire', chunkView(record, (text) => readFrame(text).seq, epoch))];
  return [
    section(`Request: ${bytesText(record.up)}`, raw(record.request, record.body_up)),
    section(`Answer: ${bytesText(record.down)}${record.ended === null && record.status !== 101 ? ' so far' : ''}`, raw(record.answer, record.body_down)),
    record.cut ? h('p', { class: 'wire-hint' }, 'Bodies are shown up to 16 KiB. All of them is counted.') : null,
  ].filter(Boolean);
}

/** A head, the empty line, a body: as they stood on the socket. */
function raw(head = '', body = '') {
  const [first, ...headers] = head.trimEnd().split('\r\n');
  const lines = headers.map((line) => {
    const colon = line.indexOf(':');
    return h('span', { class: 'wire-header' }, h('b', {}, line.slice(0, colon)), `${line.slice(colon)}\n`);
  });
  return h('pre', { class: 'wire-text wire-raw', tabindex: '0' }, h('strong', {}, `${first}\n`), ...lines, body ? `\n${body}` : '');
}

function byHand({ record, kind, way, text }, room) {
  if (record?.kind === 'exchange' && kind === 'request') return [section('By hand', copyButton('Copy as curl', () => asCurl(record, location.origin)))];
  if (way === 'up' && text) return [section('By hand', copyButton('Copy as curl', () => frameAsCurl(text, room, location.origin)))];
  return [];
}

function section(title, ...content) {
  return h('section', { class: 'wire-section' }, h('h4', { class: 'wire-section-title' }, title), ...content);
}
