// The stage: from pixels to its own units and back. Pure.
// It must never know what stands on it, nor touch the page.

/** Both axes run from 0 to this, whatever the size of a screen. */
export const FAR = 65_535;
const WIDE = 16;
const HIGH = 9;

/** @typedef {{left: number, top: number, width: number, height: number}} Box In pixels. */
/** @typedef {{x: number, y: number}} Spot In units of the stage, whole numbers from 0 to `FAR`. */

/**
 * The largest stage that fits into an area, in the middle of it. Only its size differs between screens, never
 * its form, so that a spot beside a word is beside that word everywhere.
 * @returns {Box}
 */
export function letterbox(width, height) {
  const fitting = Math.min(width / WIDE, height / HIGH);
  const [wide, high] = [fitting * WIDE, fitting * HIGH];
  return { left: (width - wide) / 2, top: (height - high) / 2, width: wide, height: high };
}

/**
 * The spot of the stage that is nearest to a point of the page.
 * @param {Box} box
 * @returns {Spot}
 */
export function toSpot(box, left, top) {
  return { x: unit((left - box.left) / box.width), y: unit((top - box.top) / box.height) };
}

/** Pixels from the left edge of the stage. @param {Box} box */
export const toLeft = (box, x) => (x / FAR) * box.width;

/** Pixels from the upper edge of the stage. @param {Box} box */
export const toTop = (box, y) => (y / FAR) * box.height;

/**
 * A spot so many tenths of a percent of the stage's width away, as far as the stage goes. A step up is as
 * long as a step aside.
 * @param {Spot} from
 * @returns {Spot}
 */
export function step({ x, y }, right, down) {
  return { x: unit(x / FAR + right / 1000), y: unit(y / FAR + (down / 1000) * (WIDE / HIGH)) };
}

/** How far two spots are apart, in pixels. @param {Box} box */
export function apart(box, one, other) {
  return Math.hypot(toLeft(box, one.x - other.x), toTop(box, one.y - other.y));
}

function unit(part) {
  return Math.round(Math.min(1, Math.max(0, part)) * FAR);
}
