// From one record of the feed to the rows that show it. Pure.
// The bytes of its rows are together the bytes of the record. It must never know the page's own clock.

import { parseHead } from './anatomy.js';
import { readFrame, readLines } from './frame_text.js';

/** What the four letters of the lecture are called here. @typedef {'open'|'send'|'receive'|'close'} Verb */

/**
 * @typedef {object} Row
 * @property {number} id Running number; set by the log.
 * @property {'page'|'request'|'frame'} kind `page` is what this page did itself; no byte of it is counted.
 * @property {Verb} verb As this page would say it.
 * @property {'up'|'down'|'both'} way
 * @property {string} title Type of the frame, or method and status.
 * @property {string} note In words, what the title does not say.
 * @property {?number} bytes
 * @property {?number} seq
 * @property {?number} n
 * @property {?number} at Server's time.
 * @property {?number} latency In milliseconds of synchronised time; unknown until the page's own sight of it is found.
 * @property {string} transport
 * @property {string} connection
 * @property {string} text What it says, if it is a frame.
 * @property {?object} frame The same, parsed.
 * @property {?object} record Where it comes from.
 * @property {boolean} isEmpty An answer that brought nothing.
 */

const CONTROL = { 0: 'continuation', 2: 'binary', 8: 'close', 9: 'ping', 10: 'pong' };
const NEWLINE = 1;

/** @param {object} record @param {string} transport Of its connection. @param {boolean} [isEnd] A stream that was shown opening. */
export function rowsOf(record, transport, isEnd = false) {
  const make = { frame: frameRows, chunk: chunkRows, exchange: isEnd ? endRows : exchangeRows }[record.kind];
  return make ? make(record).map((row) => ({ ...EMPTY, transport, connection: record.connection, record, ...row })) : [];
}

const EMPTY = { kind: 'frame', note: '', bytes: null, seq: null, n: null, at: null, latency: null, text: '', frame: null, isEmpty: false };

/** A frame of JSON, whatever it travelled in. */
function said(read, way, bytes, at) {
  const { seq, n, text, frame, type } = read;
  const verb = type === 'close' || type === 'bye' ? 'close' : way === 'up' ? 'send' : 'receive';
  const note = type === 'close' ? closeNote(frame.code, frame.reason) : '';
  return { verb, way, title: type, note, bytes, seq, n, at, text, frame };
}

function frameRows({ way, at, head, size, text, hex, torn }) {
  if (torn) return [{ verb: way === 'up' ? 'send' : 'receive', way, title: 'part of a frame', note: 'the rest did not pass while it was watched', bytes: size, at }];
  const { opcode } = parseHead(head);
  if (text !== undefined && !CONTROL[opcode]) return [said(readFrame(text), way, size, at)];
  const verb = opcode === 8 ? 'close' : way === 'up' ? 'send' : 'receive';
  const title = opcode === 8 ? 'close frame' : CONTROL[opcode] ?? 'text';
  return [{ verb, way, title, note: opcode === 8 ? closePayload(text, hex) : '', bytes: size, at, text: text ?? '' }];
}

/** The framing goes to the first. */
function chunkRows({ at, size, texts }) {
  if (texts.length === 0) return [{ verb: 'receive', way: 'down', title: 'chunk', note: 'no event in it', bytes: size, at }];
  const read = texts.map((text) => readFrame(text));
  const framing = size - read.reduce((sum, frame) => sum + frame.size, 0);
  return read.map((frame, index) => said(frame, 'down', frame.size + (index === 0 ? framing : 0), at));
}

function exchangeRows(record) {
  const { status, began, ended, up, down } = record;
  const [above, below] = [readLines(record.body_up), readLines(record.body_down)];
  const lines = [...above, ...below].reduce((sum, { size }) => sum + size + NEWLINE, 0);
  const bodies = textBytes(record.body_up) + textBytes(record.body_down);
  const isEmpty = status === 204;
  const request = {
    kind: 'request',
    verb: verbOf(record, below),
    way: 'both',
    title: `${record.method} ${status ?? 'cut off'}`,
    note: heldNote(record),
    // A body need not end with a newline, and then its last line is that much shorter.
    bytes: up + down - Math.min(lines, bodies),
    at: began,
    isEmpty,
  };
  return [
    request,
    ...above.map((frame, index) => said(frame, 'up', lineBytes(frame, record.body_up, index === above.length - 1), began)),
    ...below.map((frame, index) => said(frame, 'down', lineBytes(frame, record.body_down, index === below.length - 1), ended ?? began)),
  ];
}

function endRows({ method, status, ended, rest }) {
  return [{ kind: 'request', verb: 'close', way: 'down', title: `${method} ${status}`, note: 'the answer is complete', bytes: rest, at: ended }];
}

function verbOf({ method, status, ended, again }, below) {
  if (again || status === 101 || (ended === null && method === 'GET')) return 'open';
  if (below.some(({ type }) => type === 'welcome')) return 'open';
  return method === 'POST' ? 'send' : 'receive';
}

function heldNote({ status, ended, held, method, aborted }) {
  if (status === 101) return 'no HTTP from here on';
  if (ended === null) return 'an answer without an end';
  if (aborted) return 'ended by this page before the answer did';
  if (method === 'POST') return '';
  const end = { 204: 'empty', 410: 'unknown' }[status] ?? 'answered';
  return (held ?? 0) >= 50 ? `held ${(held / 1_000).toFixed(held < 9_950 ? 1 : 0)} s, then ${end}` : `${end} at once`;
}

/** The code of a close frame is its first two bytes. */
function closePayload(text, hex) {
  if (hex) {
    const bytes = hex.match(/../gu).map((pair) => parseInt(pair, 16));
    if (bytes.length >= 2) return closeNote(bytes[0] * 256 + bytes[1], new TextDecoder().decode(new Uint8Array(bytes.slice(2))));
  }
  return text ? text : 'without a code';
}

export function closeNote(code, reason) {
  return reason ? `${code} ${reason}` : `${code}`;
}

const textBytes = (text = '') => new TextEncoder().encode(text).length;
const lineBytes = ({ size }, body, isLast) => size + (isLast && !body.endsWith('\n') ? 0 : NEWLINE);
