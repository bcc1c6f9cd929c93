// How bytes, times and rates are written: exact numbers with units. Pure. It must never know what they belong to.

/** @param {number} bytes */
export function bytesText(bytes) {
  if (bytes < 10_000) return `${Math.round(bytes).toLocaleString('en').replace(',', '\u202f')} B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(bytes < 100_000 ? 1 : 0)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Latencies, which may be a hair below zero: a clock is only known to a fraction of a round trip. @param {number} ms */
export function millisecondsText(ms) {
  const size = Math.abs(ms);
  const sign = ms <= -0.05 ? '−' : '';
  return size >= 10_000 ? `${sign}${(size / 1_000).toFixed(1)} s` : `${sign}${size.toFixed(size < 9.95 ? 1 : 0)} ms`;
}

/** Time of day to the millisecond. @param {Date} time */
export function timeText(time) {
  const two = (number) => String(number).padStart(2, '0');
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}
