// The lecturer's hand as the server offers it: whether it is ours, and moving it.
// It must never know the page.

import { mayBeOurs } from '../conditions/knob.js';
import { dropKey, hasKey, keyHeaders } from './key.js';

const NO_ANSWER = 'The server does not answer.';

/**
 * @typedef {{locked: boolean, slow_ms: number, muted: number[]}} InHand What is in force; people by number.
 * @typedef {{mute: number, on: boolean} | {slow_ms: number} | {clear: true} | {lock: boolean} | {remove: number}} Wish
 */

const addressOf = (room) => `/rooms/${encodeURIComponent(room)}/hand`;

/** Only a page at the server's own machine, or one with a key, needs to ask. @param {string} room @returns {Promise<?InHand>} `null` if the hand is not ours. */
export async function ourHand(room) {
  if (!hasKey() && !mayBeOurs(location.hostname)) return null;
  try {
    const answer = await fetch(addressOf(room), { headers: keyHeaders() });
    if (!answer.ok) return null;
    const hand = await answer.json();
    if (!hand.yours) dropKey(); // A server that was started again has another one.
    return hand.yours ? hand : null;
  } catch {
    return null;
  }
}

/** Has a seat kept for the lecturer, who comes in whatever is in force. @param {string} room @param {string} name @returns {Promise<?string>} Its secret. */
export async function lecturersSeat(room, name) {
  const request = { method: 'POST', headers: keyHeaders(), body: JSON.stringify({ name }) };
  try {
    const answer = await fetch(`/rooms/${encodeURIComponent(room)}/door`, request);
    return answer.ok ? (await answer.json()).session : null;
  } catch {
    return null;
  }
}

/** @param {string} room @param {Wish} wish @returns {Promise<InHand>} What is in force now; fails with a sentence for people. */
export async function moveHand(room, wish) {
  const request = { method: 'POST', headers: keyHeaders(), body: JSON.stringify(wish) };
  const answer = await fetch(addressOf(room), request).catch(() => {
    throw new Error(NO_ANSWER);
  });
  if (!answer.ok) throw new Error((await answer.text().catch(() => '')).trim() || NO_ANSWER);
  return answer.json();
}
