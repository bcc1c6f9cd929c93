// How many lasting connections the tabs of this browser hold open to this host. They tell each other.
// It must never know what a connection is for, nor refuse one: it only counts.
//
// Over HTTP/1.1 a browser opens at most six connections to a host, over all of its tabs. A stream or a held question
// occupies one for good; with the sixth no tab can send, ask or even load any more. WebSockets count elsewhere.

const MOST = 6;
const NAME = 'connections';

export class Budget {
  /** Told whenever another tab holds fewer than before. */
  onFall = () => {};
  #channel;
  #own = 0;
  /** What the other tabs hold. @type {Map<string, number>} */
  #others = new Map();
  #tab = Math.random().toString(36).slice(2);
  #isLimited;

  /** @param {boolean} isLimited Newer protocols carry any number of requests over one connection. */
  constructor(channel = openChannel(), isLimited = speaksOldHttp()) {
    this.#channel = channel;
    this.#isLimited = isLimited;
    channel?.addEventListener('message', ({ data }) => this.#heard(data));
    this.refresh();
    // Whoever sleeps or goes away holds nothing, and cannot answer either.
    globalThis.addEventListener?.('pagehide', () => this.#say('holds', 0));
    globalThis.addEventListener?.('pageshow', () => this.#say('holds', this.#own));
  }

  /** @returns {number} How many are held now, by all tabs together. */
  held() {
    return this.#heldByOthers() + this.#own;
  }

  /** @param {number} count What this tab would hold in all. @returns {boolean} Whether no request could get through then. */
  wouldFreeze(count) {
    return this.#isLimited && count > 0 && this.#heldByOthers() + count >= MOST;
  }

  /** @param {number} count What this tab holds in all from now on. */
  hold(count) {
    if (count === this.#own) return;
    this.#own = count;
    this.#say('holds', count);
  }

  /** Asks all tabs anew: one that crashed has not said goodbye. The answers take a few milliseconds. */
  refresh() {
    this.#others.clear();
    this.#say('ask');
  }

  #heldByOthers() {
    return [...this.#others.values()].reduce((sum, count) => sum + count, 0);
  }

  #heard({ type, tab, count }) {
    if (type === 'ask') return this.#say('holds', this.#own);
    const before = this.#others.get(tab) ?? 0;
    this.#others.set(tab, count);
    if (count < before) this.onFall();
  }

  #say(type, count) {
    this.#channel?.postMessage({ type, tab: this.#tab, count });
  }
}

function openChannel() {
  return 'BroadcastChannel' in globalThis ? new BroadcastChannel(NAME) : null;
}

function speaksOldHttp() {
  const [page] = performance.getEntriesByType('navigation');
  return !/^h[23]/u.test(page?.nextHopProtocol ?? '');
}

/** The one of this tab. */
export const budget = new Budget();
