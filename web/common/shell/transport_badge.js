// The badge of a transport: a shape, a colour and a name, never one of them alone.
// It must never know how a transport works.

import { h } from '../dom.js';
import { icon } from './icons.js';

/** As people read them. */
export const NAMES = { websocket: 'WebSocket', sse: 'SSE', long_poll: 'long poll', poll: 'poll' };

/**
 * @param {string} transport As the server names it.
 * @param {{withName?: boolean}} [options]
 * @returns {HTMLElement}
 */
export function transportBadge(transport, { withName = false } = {}) {
  // Who only sends, by single requests, hears nothing: an arrow up, in no transport's colour.
  const kind = NAMES[transport] ? transport : 'send';
  const title = NAMES[transport] ?? 'single requests';
  const name = withName ? h('span', { class: 'badge-name' }, title) : null;
  return h('span', { class: 'badge', 'data-transport': kind, title }, icon(kind, withName ? undefined : title), name);
}
