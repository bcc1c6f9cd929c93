// How long something is seen on its way, and where it is: real times, and the stretched ones that are drawn. Pure.
// It must never know lanes or canvases.

/** The slow motions; a flight shorter than `least`, in milliseconds, would not be seen. */
export const MOTIONS = [
  { factor: 1, least: 180, words: 'true to time; a flight under 0.18 s is drawn as 0.18 s' },
  { factor: 10, least: 600, words: 'stretched ×10, and to 0.6 s at least' },
  { factor: 100, least: 2_000, words: 'stretched ×100, and to 2 s at least' },
];

/** @param {number} took Milliseconds. @param {{factor: number, least: number}} motion @returns {number} */
export function stretched(took, { factor, least }) {
  return Math.max(least, took * factor);
}

/**
 * @typedef {object} Exchange One question over HTTP and its answer; local times.
 * @property {number} start
 * @property {?number} end Null while the answer is not there.
 * @property {?number} status Null until then; 0 if it never came.
 * @property {number[]} seqs The numbered events in the answer.
 * @property {boolean} isOvertaken The answer to a later question came before.
 */

/**
 * The three parts of an exchange as they are drawn: the question flies up, is held at the server, the answer flies down.
 *
 * What the server waits for it holds; what is left of the time was spent on the way, and nobody can say which
 * direction took more of it, so each gets half.
 * @param {Exchange} exchange
 * @param {{flight: number, motion: object}} how `flight` is one way in milliseconds, as far as it is known
 *   without this exchange: of a poll nothing is held, so it says `null` and the exchange tells.
 * @returns {{up: [number, number], down: ?[number, number]}}
 */
export function legs({ start, end }, { flight, motion }) {
  const total = end === null ? null : end - start;
  const oneWay = flight ?? (total === null ? 0 : total / 2);
  const shown = stretched(total === null ? oneWay : Math.min(oneWay, total / 2), motion);
  const up = [start, start + shown];
  if (end === null) return { up, down: null };
  const leaves = Math.max(up[1], end - Math.min(oneWay, total / 2));
  return { up, down: [leaves, leaves + shown] };
}

/** How far it is at a time: 0 on leaving, 1 on arrival, `null` before and after. */
export function progress([from, to], now) {
  return now < from || now > to ? null : (now - from) / (to - from);
}

/**
 * An answer has come: was it overtaken by the answer to a later question?
 * @param {Exchange[]} exchanges In the order of the questions.
 * @param {Exchange} exchange The one that ended just now.
 */
export function wasOvertaken(exchanges, exchange) {
  return exchanges.some((other) => other.start > exchange.start && other.end !== null && other.status !== 0 && other.end < exchange.end);
}
