// Which rows are shown. Pure. It must never know how they are shown.

/**
 * @typedef {object} Wish
 * @property {''|'up'|'down'} way
 * @property {''|'open'|'send'|'receive'|'close'} verb
 * @property {boolean} events Only numbered events.
 * @property {string} text Anywhere in title, note, number or text.
 */

/** @type {Wish} */
export const EVERYTHING = { way: '', verb: '', events: false, text: '' };

/** @param {Wish} wish @returns {(row: import('./rows.js').Row) => boolean} */
export function filterOf({ way, verb, events, text }) {
  const sought = text.trim().toLowerCase();
  return (row) =>
    (way === '' || row.way === way || row.way === 'both') &&
    (verb === '' || row.verb === verb) &&
    (!events || row.seq !== null) &&
    (sought === '' || searched(row).includes(sought));
}

export const isEverything = ({ way, verb, events, text }) => way === '' && verb === '' && !events && text.trim() === '';

function searched({ title, note, seq, n, text }) {
  return `${title}\n${note}\n${seq === null ? '' : `#${seq}`}\n${n === null ? '' : `n=${n}`}\n${text}`.toLowerCase();
}
