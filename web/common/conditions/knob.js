// The lecturer's knob as the server offers it: what is in force, whether it is ours to turn, and turning it.
// It must never know the page.

const ADDRESS = '/conditions';
const OWN_MACHINE = /^(localhost|127(\.\d+){3}|\[::1\])$/u;
const NO_ANSWER = 'The server does not answer.';

/** @typedef {{transports: Object<string, import('../shell/conditions_words.js').Condition>, yours: boolean}} Knob */

/** Only a page under such a name can be at the server's own machine; no other needs to ask. @param {string} hostname */
export function mayBeOurs(hostname) {
  return OWN_MACHINE.test(hostname);
}

let asked = null;

/** Asks once for each load of the page. @returns {Promise<?Knob>} `null` if the knob is not for this page. */
export function ourKnob() {
  asked ??= mayBeOurs(location.hostname) ? look() : Promise.resolve(null);
  return asked;
}

async function look() {
  const knob = await askServer();
  if (!knob) asked = null; // The server is away; who asks later may hear more.
  return knob?.yours ? knob : null;
}

/** What is in force at this moment, which anybody may know. @returns {Promise<?Knob>} `null` without an answer. */
export async function askServer() {
  const answer = await fetch(ADDRESS, { cache: 'no-store' }).catch(() => null);
  return answer?.ok ? answer.json().catch(() => null) : null;
}

/**
 * Turns it.
 * @param {{transport: string, delay: number, jitter: number, refused: boolean} | {drop: string}} wish
 * @returns {Promise<Knob>} What is in force now; fails with a sentence for people.
 */
export async function turn(wish) {
  const answer = await fetch(ADDRESS, { method: 'POST', body: JSON.stringify(wish) }).catch(() => {
    throw new Error(NO_ANSWER);
  });
  if (!answer.ok) throw new Error((await answer.text().catch(() => '')).trim() || NO_ANSWER);
  return answer.json();
}
