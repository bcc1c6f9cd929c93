// Where a quote came from and how it stands with the service, in sentences that are true whenever they are read. Pure.
// It must never know how they are shown.

/** @typedef {import('./quotes.js').Quotes['upstream']} Upstream */

const SOURCES = {
  live: 'From the service, and never shown before.',
  cached: 'From the service, and kept: it was shown before.',
};

/**
 * @param {?('live'|'cached'|'offline')} source Of the current quote.
 * @param {Upstream} upstream
 * @returns {string} Empty before the first quote.
 */
export function aboutSource(source, { state, known }) {
  if (source !== 'offline') return SOURCES[source] ?? '';
  if (state === 'offline') return 'A stand-in of this server, which asks nobody.';
  if (known === 0) return 'A stand-in of this server. It has nothing from the service yet.';
  // By now there may be more; but that was so when it was chosen.
  return 'A stand-in of this server. When it was chosen, no known quote was new, and there were too few to show them again yet.';
}

/**
 * @param {Upstream} upstream
 * @returns {string} Empty where the error says it all.
 */
export function aboutService({ state, host }) {
  if (state === 'starting') return `${host} has not answered yet.`;
  if (state === 'live') return `${host} answered the last time it was asked.`;
  if (state === 'offline') return `${host} is not asked, because the server was started with --offline.`;
  return '';
}

/**
 * Whatever is wrong is a sentence of the server's, because only it knows whether there was an answer.
 * @param {Upstream} upstream
 */
export function aboutTrouble({ state, error }) {
  if (!error) return 'There was no error.';
  return state === 'failing' ? error : `Last error: ${error}`;
}
