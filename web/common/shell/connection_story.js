// What a person is told about the connection, as plain data. Pure: the time is handed in.
// It must never know the page, and never decide anything about the connection itself.

/**
 * @typedef {object} Story
 * @property {'quiet'|'waiting'|'good'|'stopped'} tone
 * @property {string} text Spoken by screen readers once.
 * @property {string} [detail] Changes often, so it is only shown.
 * @property {{label: string, action: 'again'|'reload'}} [offer]
 */

/**
 * @param {import('../connection/connection.js').ConnectionState} state
 * @param {number} now On the clock of `performance.now()`.
 * @returns {Story}
 */
export function connectionStory(state, now) {
  if (state.phase === 'online') return { tone: 'quiet', text: '' };
  if (state.phase === 'stopped') return stopped(state);
  const because = state.reason ? `${sentence(state.reason)} ` : '';
  if (state.isLocked) return { tone: 'waiting', text: because.trim(), detail: ` Asking again in ${seconds(state, now, 0)} s.` };
  const text = `${because}${state.again ? 'reconnecting' : 'connecting'}, try ${state.attempt}`;
  if (state.phase === 'connecting' || state.retryAt === undefined) return { tone: 'waiting', text, detail: ' …' };
  return { tone: 'waiting', text, detail: ` in ${seconds(state, now, 1)} s` };
}

function seconds({ retryAt }, now, digits) {
  return (Math.max(0, retryAt - now) / 1000).toFixed(digits);
}

/** @param {{from: number, to: number, count: number, complete: boolean}|null} replay */
export function returnStory(replay) {
  if (!replay?.complete) return { tone: 'good', text: 'back' }; // What is missing stands in the log.
  if (replay.count === 0) return { tone: 'good', text: 'back, nothing missed' };
  const numbers = replay.count === 1 ? `#${replay.from}` : `#${replay.from}–#${replay.to}`;
  return { tone: 'good', text: `back, ${replay.count} ${replay.count === 1 ? 'event' : 'events'} replayed`, detail: ` (${numbers})` };
}

function stopped({ stopped: why, reason }) {
  if (why === 'replaced') {
    const text = 'You went on in another tab, so this one has stopped. What it shows stays here.';
    return { tone: 'stopped', text, offer: { label: 'Continue here as a new person', action: 'again' } };
  }
  if (why === 'removed') return { tone: 'stopped', text: `${sentence(reason)} What this page shows stays here.` };
  return { tone: 'stopped', text: reason ?? 'The connection has ended.', offer: { label: 'Reload the page', action: 'reload' } };
}

function sentence(text) {
  return /[.!?]$/u.test(text) ? text : `${text}.`;
}
