// One line of the chat, or one mark between lines, as DOM nodes.
// It must never know the other lines, nor decide what becomes of one.

import { button, h, setAttribute, userText } from '../common/dom.js';
import { hueOf } from '../common/people.js';
import { richText } from '../common/rich_text_view.js';
import { avatar } from '../common/shell/avatar.js';
import { icon } from '../common/shell/icons.js';
import { transportBadge } from '../common/shell/transport_badge.js';
import { COMMANDS, readVoice } from './commands.js';

const MARKS = {
  divider: () => ['The server was restarted. This is a new room.'],
  away: () => ['While you were away'],
  gap: (gap) => [gapWords(gap)],
  note: ({ text }) => [text],
  cleared: () => ['The lecturer has cleared the room.'],
  renamed: ({ before, after }) => [userText(before), ' is now ', userText(after)],
  elsewhere: ({ seq, text }) => [`Sent as #${seq}, among the lines that are not loaded: `, userText(text)],
  commands: ({ unknown }) => [h('p', {}, ...commandLead(unknown)), commandTable()],
};

/**
 * @param {import('./line.js').Mark} mark
 * @returns {HTMLElement}
 */
export function markView(mark) {
  return h('li', { class: `mark mark-${mark.kind}`, 'data-count': mark.count ?? null }, h('div', { class: 'mark-words' }, ...MARKS[mark.kind](mark)));
}

/** Of a skip only the events are known, and not every event is a line. */
function gapWords({ count, atMost = false }) {
  if (atMost && count === 1) return 'a line may be missing here';
  return `${atMost ? 'up to ' : ''}${count} older ${count === 1 ? 'line' : 'lines'} not loaded`;
}

function commandLead(unknown) {
  if (!unknown) return ['The commands:'];
  return ['There is no command ', h('code', {}, `/${unknown}`), '. These are the commands:'];
}

function commandTable() {
  const rows = COMMANDS.map(({ word, hint, what }) => [h('dt', {}, h('code', {}, word), ` ${hint}`), h('dd', {}, what)]);
  return h('dl', { class: 'command-table' }, ...rows.flat());
}

/**
 * @param {import('./line.js').Line} line
 * @param {{time: Date, transport: ?string}} about The transport is not known before the list of people says it.
 * @param {{onRetry: (line: object) => void, onDiscard: (line: object) => void}} on
 * @returns {HTMLElement}
 */
export function lineView(line, { time, transport }, on) {
  const clock = h('time', { class: 'line-time numbers', datetime: time.toISOString() }, shortTime(time));
  const name = userText(line.name, { class: 'line-name' });
  const { voice, text } = readVoice(line.text);
  const said = h('div', { class: 'line-bubble' },
    line.me ? h('span', { class: 'line-actor' }, userText(line.name), ' ') : null,
    voice ? h('span', { class: 'line-voice' }, icon('sound', 'Voice:'), userText(voice)) : null,
    text.trim() ? richText(text) : h('span', { class: 'line-blank' }, 'nothing that can be shown'));
  const view = h('li', { class: 'line' },
    avatar({ id: line.from ?? 1, name: line.name }),
    h('div', { class: 'line-head' }, name, transport && transportBadge(transport), clock),
    h('div', { class: 'line-row' }, said, h('span', { class: 'line-state numbers' })),
    h('div', { class: 'line-trouble' }));
  updateLine(view, line, on);
  return view;
}

/** Shows what changed about a line: its state, its number, its author's id. */
export function updateLine(view, line, on) {
  const attributes = {
    'data-status': line.status, 'data-seq': line.seq, 'data-n': line.n, 'data-from': line.from,
    'data-hue': hueOf(line.from ?? 1), 'data-own': line.own, 'data-me': line.me, 'data-missed': line.missed,
  };
  for (const [name, value] of Object.entries(attributes)) setAttribute(view, name, value);
  view.querySelector('.line-state').replaceChildren(...state(line));
  view.querySelector('.line-trouble').replaceChildren(...(line.status === 'failed' ? trouble(line, on) : []));
}

function trouble(line, { onRetry, onDiscard }) {
  return [h('span', { class: 'line-problem' }, line.problem),
    button({ class: 'pill retry' }, () => onRetry(line), 'Try again'),
    button({ class: 'pill plain discard' }, () => onDiscard(line), 'Discard')];
}

function state({ status, seq, own }) {
  if (status === 'failed') return [icon('warning'), 'not sent'];
  if (status === 'pending') return [h('span', { class: 'line-waiting' }, 'waiting')];
  const number = seq === null ? '' : `#${seq}`;
  return own ? [icon('check', 'sent as'), number] : [number];
}

function shortTime(time) {
  return time.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}
