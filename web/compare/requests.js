// The page's own questions to `/poll`, seen at the moment they leave and at the moment they are answered.
// The wire's feed knows a request only when it is over, and a held line is to be seen while it is held.
// It must never change what the transports ask or get.

import { readLines } from '../common/wire/frame_text.js';

/**
 * Watches the browser's own `fetch` from now on.
 * @param {(kind: 'poll'|'long_poll') => ((status: number, seqs: number[]) => void)} onAsk Is told of each question,
 *   and returns whom to tell of its answer; status 0 if none came.
 */
export function watchRequests(onAsk, scope = globalThis) {
  const ask = scope.fetch.bind(scope);
  scope.fetch = async (target, options) => {
    const address = new URL(target.url ?? target, location.href);
    if (!/^\/rooms\/[^/]+\/poll$/.test(address.pathname)) return ask(target, options);
    const onAnswer = onAsk(address.searchParams.has('wait') ? 'long_poll' : 'poll');
    try {
      const answer = await ask(target, options);
      const copy = answer.clone().text();
      copy.then((body) => onAnswer(answer.status, numbersIn(body)), () => onAnswer(0, []));
      return answer;
    } catch (problem) {
      onAnswer(0, []);
      throw problem;
    }
  };
}

/** The numbers of the events in an answer of one frame a line. @param {string} body @returns {number[]} */
export function numbersIn(body) {
  return readLines(body).map(({ seq }) => seq).filter((seq) => seq !== null);
}
