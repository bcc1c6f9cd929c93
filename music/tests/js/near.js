// What the checks of the music need beside the harness of all pages.

/** Equal but for the last digits. */
function near(actual, expected, tolerance, about = '') {
  if (!(Math.abs(actual - expected) <= tolerance)) throw new Error(`${about} is ${actual} and shall be ${expected} ± ${tolerance}`);
}

/** What an attempt is refused with. */
function refusal(attempt) {
  try {
    attempt();
  } catch (error) {
    return error.message;
  }
  throw new Error('it was not refused');
}

/** Everything off, with some cells that are not. @param {[number, number, number][]} cells Track, step, value. */
function patternWith(...cells) {
  const pattern = new Array(128).fill(0);
  for (const [track, step, value] of cells) pattern[track * 16 + step] = value;
  return pattern;
}

/** What a snapshot says of an empty room. */
function emptyState() {
  const four = () => [0, 1, 2, 3].map(() => new Array(128).fill(0));
  const flags = () => new Array(8).fill(false);
  return { swing: 0, mute: flags(), solo: flags(), pattern: 0, pattern_from: 0, pattern_before: 0, cells: four(), by: four() };
}

/**
 * Between devices: for each step that all of them have, the latest minus the earliest.
 * @param {Map<number, number>[]} devices When each step is heard, in milliseconds.
 */
function spreadAcross([first, ...others]) {
  const common = [...first.keys()].filter((step) => others.every((times) => times.has(step)));
  const widths = common.map((step) => {
    const times = [first, ...others].map((device) => device.get(step));
    return Math.max(...times) - Math.min(...times);
  });
  widths.sort((one, other) => one - other);
  return { median: widths[Math.floor(widths.length / 2)], steps: widths.length };
}
