// Which wish goes along with one that still waits, so that a slow connection carries few of them, and the newest. Pure.
// It must never know how a wish travels.

/** @typedef {{key: string, command: object}} Waiting */

/** Of these only the newest counts. */
const NEWEST_COUNTS = ['tempo', 'swing', 'seek'];
/** These may overtake each other; all others wait for what was before them, and undo above all. */
const PASSING = ['set', ...NEWEST_COUNTS];

/** What a restarted server must not hear: there the song is another. What was painted may go on to it. */
export const isBound = ({ type }) => type !== 'set' && type !== 'rename';

/**
 * @param {Waiting[]} waiting What is not under way, in order.
 * @param {object} wish
 * @returns {?Waiting} What is to be said in the place of one that waits; null if the wish has to wait by itself.
 */
export function joinWish(waiting, wish) {
  for (const { key, command } of [...waiting].reverse()) {
    const joined = join(command, wish);
    if (joined) return { key, command: joined };
    if (!mayPass(wish, command)) return null;
  }
  return null;
}

function join(older, wish) {
  if (older.type !== wish.type) return null;
  if (NEWEST_COUNTS.includes(wish.type)) return wish;
  const isOneStroke = wish.type === 'set' && older.group === wish.group;
  return isOneStroke ? { ...wish, cells: gathered(older.cells, wish.cells) } : null;
}

/** Each cell once, as the newer ones have it. */
function gathered(older, newer) {
  return [...older.filter((cell) => !newer.some((other) => isSame(cell, other))), ...newer];
}

/** Two strokes of two fingers do, unless they met in a cell. */
function mayPass(wish, older) {
  if (!PASSING.includes(wish.type) || !PASSING.includes(older.type)) return false;
  if (wish.type !== 'set' || older.type !== 'set') return true;
  return !older.cells.some((cell) => wish.cells.some((other) => isSame(cell, other)));
}

const isSame = (one, other) => [0, 1, 2].every((part) => one[part] === other[part]);
