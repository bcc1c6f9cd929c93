// What the lecturer does to the network, in words. Pure.
// It must never know the page, nor who may turn the knob.

import { NAMES } from './transport_badge.js';

/** @typedef {{delay: number, jitter: number, refused: boolean}} Condition Times in milliseconds, one way. */

/**
 * @param {Object<string, Condition>} transports What is in force; nothing is in it that is as usual.
 * @returns {string} A sentence, or nothing if all is as usual.
 */
export function conditionsWords(transports) {
  const known = Object.keys(NAMES).filter((kind) => transports[kind]);
  const clauses = [];
  for (const [amount, kinds] of groups(known, (kind) => amountWords(transports[kind]))) {
    if (amount) clauses.push(`slows ${list(kinds.map((kind) => NAMES[kind]))} by ${amount}`);
  }
  const refused = known.filter((kind) => transports[kind].refused).map((kind) => NAMES[kind]);
  if (refused.length > 0) clauses.push(`keeps new ${list(refused)} connections out`);
  return clauses.length > 0 ? `The lecturer ${list(clauses)}` : '';
}

/** @param {Condition} condition @returns {string} How much is waited each way; nothing if nothing is. */
export function amountWords({ delay, jitter }) {
  if (jitter === 0) return delay === 0 ? '' : `${delay} ms`;
  return delay < jitter ? `up to ${delay + jitter} ms` : `${delay} ± ${jitter} ms`;
}

function groups(kinds, word) {
  const found = new Map();
  for (const kind of kinds) found.set(word(kind), [...(found.get(word(kind)) ?? []), kind]);
  return found;
}

function list(words) {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
