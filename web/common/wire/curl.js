// A request as a line for a terminal. Pure. It must never send anything.

import { readFrame } from './frame_text.js';

/** curl sets these itself, or they would be wrong for it. */
const LEFT_OUT = new Set(['host', 'connection', 'content-length', 'accept-encoding', 'user-agent', 'cache-control', 'pragma']);

/**
 * @param {{method: string, target: string, request?: string, body_up?: string}} exchange
 * @param {string} origin
 * @returns {string}
 */
export function asCurl({ method, target, request = '', body_up: body = '' }, origin) {
  const isUpgrade = /^upgrade:\s*websocket/imu.test(request);
  const headers = request.split('\r\n').slice(1).filter((line) => {
    const name = line.split(':')[0].toLowerCase();
    return line.includes(':') && !name.startsWith('sec-fetch') && !name.startsWith('sec-ch') && (!LEFT_OUT.has(name) || (isUpgrade && name === 'connection'));
  });
  return [
    'curl', '-i', '-N', ...(isUpgrade ? ['--http1.1'] : []),
    ...(method === 'GET' || (method === 'POST' && body) ? [] : ['-X', method]),
    ...headers.flatMap((header) => ['-H', quoted(header)]),
    ...(body ? ['--data-binary', quoted(body)] : []),
    quoted(origin + target),
  ].join(' ');
}

/**
 * The same words said by POST: how anybody with a terminal speaks in the room. Without their number, which counts in this
 * page's session: a terminal that used it for another line would not be heard, as if it had said that already.
 */
export function frameAsCurl(text, room, origin) {
  return `curl -d ${quoted(withoutNumber(text))} ${quoted(`${origin}/rooms/${encodeURIComponent(room)}/send`)}`;
}

/** What is no object is in the lecture's plain dialect, and has no number. */
function withoutNumber(text) {
  const { frame, n } = readFrame(text);
  return n === null ? text : JSON.stringify({ ...frame, n: undefined });
}

/** Within single quotes a shell reads nothing but the end of them. */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
