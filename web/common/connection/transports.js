// The four transports under the names that the server uses too, and which of them this tab has chosen.
// It must never know how a transport works, nor open one by itself.

import { tabMemory } from '../memory.js';
import { LongPollTransport } from './long_poll.js';
import { PollTransport } from './poll.js';
import { SseTransport } from './sse.js';
import { WebSocketTransport } from './websocket.js';

/**
 * @typedef {object} Choice
 * @property {'websocket'|'sse'|'long_poll'|'poll'|'auto'} kind `auto`: a WebSocket, or what gets through instead.
 * @property {number} every The period of a poll, in milliseconds.
 * @property {'interval'|'rearmed'} how Whether a poll asks by the clock, or anew after each answer.
 * @property {number} [pause] Between an answer to a long poll and the next question, in milliseconds.
 */

/** Name → maker. */
export const TRANSPORTS = {
  websocket: (room, listener) => new WebSocketTransport(room, listener),
  sse: (room, listener) => new SseTransport(room, listener),
  long_poll: (room, listener, choice) => new LongPollTransport(room, listener, choice),
  poll: (room, listener, choice) => new PollTransport(room, listener, choice),
};

/** The periods that the server allows, in milliseconds. */
const [SHORTEST, LONGEST] = [100, 10_000];
const KEY = 'transport';

/**
 * What a `RoomClient` is given: a choice to begin with, and how any transport is made.
 * @param {string} room
 * @param {Choice} [choice] Without one, what this tab has chosen.
 */
export function transportFor(room, choice = readChoice()) {
  return { choice: complete(choice), open: (chosen, listener) => TRANSPORTS[chosen.kind](room, listener, chosen) };
}

/** The page's address wins (`?transport=poll&every=2000&how=interval`), then what this tab chose before a reload. @returns {Choice} */
export function readChoice(search = location.search, memory = tabMemory) {
  const asked = Object.fromEntries(new URLSearchParams(search));
  if (isKind(asked.transport)) return complete({ ...asked, kind: asked.transport });
  try {
    return complete(JSON.parse(memory.get(KEY)) ?? {});
  } catch {
    return complete({}); // A curious person wrote something else there.
  }
}

/** @param {Choice} choice Until this tab is closed. */
export function keepChoice(choice, memory = tabMemory) {
  memory.set(KEY, JSON.stringify(choice));
}

/** Fills in what is missing, and what makes no sense. @returns {Choice} */
export function complete({ kind, every, how, pause }) {
  const period = Math.min(LONGEST, Math.max(SHORTEST, Math.round(Number(every)) || 1_000));
  const choice = { kind: isKind(kind) ? kind : 'auto', every: period, how: how === 'interval' ? how : 'rearmed' };
  return pause > 0 ? { ...choice, pause: Math.min(250, Number(pause)) } : choice;
}

/** Whether two choices make the same transport, once `auto` is a kind. */
export function isSame(one, other) {
  const parts = { poll: ['every', 'how'], long_poll: ['pause'] }[one.kind] ?? [];
  return one.kind === other.kind && parts.every((part) => one[part] === other[part]);
}

function isKind(word) {
  return word === 'auto' || Object.hasOwn(TRANSPORTS, word ?? '');
}
