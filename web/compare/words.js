// Numbers as people read them. Pure.
// It must never know where a number comes from.

const count = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** @param {?number} milliseconds @returns {string} */
export function time(milliseconds) {
  if (milliseconds === null || milliseconds === undefined) return '–';
  if (milliseconds < 9.95) return `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 9_999.5) return `${count.format(milliseconds)} ms`;
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}

/** @param {?number} bytes @returns {string} Three digits and a unit, or all of it below 100 000. */
export function size(bytes) {
  if (bytes === null || bytes === undefined) return '–';
  if (bytes < 99_999.5) return `${whole(bytes)} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let [value, unit] = [bytes / 1_000, 0];
  while (value >= 999.5 && unit < units.length - 1) [value, unit] = [value / 1_000, unit + 1];
  return `${value.toPrecision(3)} ${units[unit]}`;
}

/** A narrow space between thousands. */
export function whole(value) {
  return count.format(value).replaceAll(',', '\u202f');
}

/** @param {number} value @param {string} one What one of them is called. */
export function counted(value, one, many = `${one}s`) {
  return `${whole(value)} ${Math.round(value) === 1 ? one : many}`;
}

/** @param {number} perMinute @returns {string} In the unit that is easier to picture. */
export function rate(perMinute) {
  if (perMinute < 59.5) return `${perMinute < 9.95 ? trim(perMinute.toFixed(1)) : perMinute.toFixed(0)} a minute`;
  const perSecond = perMinute / 60;
  return `${perSecond < 9.95 ? trim(perSecond.toFixed(1)) : perSecond.toFixed(0)} a second`;
}

const trim = (digits) => digits.replace(/\.0$/, '');
