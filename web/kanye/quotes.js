// The quotes: the current one and those before it, their hearts, where they come from, what they cost. Pure.
// It must never know the page, or how anything travels.

const KEPT = 20;

/**
 * @typedef {object} Quote
 * @property {number} seq @property {number} at @property {string} text
 * @property {'live'|'cached'|'offline'} source
 * @property {number} [from] Who asked for it, if somebody did. @property {string} [name]
 * @property {number} hearts As the server counts them. @property {boolean} mine Whether it counts mine.
 * @property {Set<number>} by Who gave them; of a great many only some are known.
 */

/**
 * @typedef {object} QuotesHandlers
 * @property {() => void} onAll Everything is to be shown anew.
 * @property {(quote: Quote, gone: ?Quote) => void} onQuote A new one, and the one that had to make room.
 * @property {(quote: Quote) => void} onHearts
 * @property {() => void} onUpstream
 */

export class Quotes {
  /** @type {Quote[]} Oldest first. */
  list = [];
  upstream = { state: 'starting', host: '', fetches: 0, known: 0, error: null };
  deliveries = 0;
  every = 10_000;
  /** On the server's clock, or null as long as that is not known. */
  nextAt = null;
  #nowAt = 0;
  #nowEveryPerson = 0;
  #me = null;
  /** What I want and the server has not decided: by quote, and under which key. */
  #wishes = new Map();
  #on;

  /** @param {QuotesHandlers} on */
  constructor(on) {
    this.#on = on;
  }

  /** @returns {?Quote} */
  get current() {
    return this.list.at(-1) ?? null;
  }

  /** From when on I may ask for one, as far as can be known here: the room has a limit, and each person. */
  get nowAt() {
    const mine = this.list.findLast(({ from }) => from === this.#me);
    return Math.max(this.#nowAt, mine ? mine.at + this.#nowEveryPerson : 0);
  }

  /** Whether the limit that holds me back is my own. */
  get waitsAlone() {
    return this.nowAt > this.#nowAt;
  }

  /** @returns {?Quote} */
  get(seq) {
    return this.list.find((quote) => quote.seq === seq) ?? null;
  }

  /** Hearts of the person I was before are those of somebody else. */
  welcome(me) {
    if (me === this.#me) return;
    this.#me = me;
    for (const quote of this.list) {
      quote.mine = quote.by.has(me);
      this.#on.onHearts(quote);
    }
  }

  /** All that the room holds. */
  replace(state) {
    this.list = state.quotes.map((quote) => ({ ...quote, mine: quote.by.includes(this.#me), by: new Set(quote.by) }));
    Object.assign(this, { every: state.every, nextAt: state.next_at, upstream: state.upstream, deliveries: state.deliveries });
    this.#nowAt = state.now_at;
    this.#nowEveryPerson = state.now_every_person;
    this.#on.onAll();
  }

  add({ seq, at, text, source, from, name, next_at: nextAt, now_at: nowAt, deliveries }) {
    const quote = { seq, at, text, source, from: name === undefined ? undefined : from, name, hearts: 0, mine: false, by: new Set() };
    this.list.push(quote);
    Object.assign(this, { nextAt, deliveries });
    this.#nowAt = nowAt;
    const gone = this.list.length > KEPT ? this.list.shift() : null;
    if (gone) this.#wishes.delete(gone.seq);
    this.#on.onQuote(quote, gone);
  }

  tellUpstream({ state, host, fetches, known, error }) {
    this.upstream = { state, host, fetches, known, error };
    this.#on.onUpstream();
  }

  /** Somebody gave a heart or took it back. */
  tellHearts({ quote: seq, count, on, from }) {
    const quote = this.get(seq);
    if (!quote) return;
    quote.hearts = count;
    this.#mark(quote, from, on);
    this.#on.onHearts(quote);
  }

  /** The room has forgotten the quotes of before a time, but the newest; and who liked what before it. */
  clear(before) {
    const { current } = this;
    this.list = this.list.filter((quote) => quote.at >= before || quote === current);
    if (current?.at < before) Object.assign(current, { hearts: 0, mine: false, by: new Set() });
    for (const seq of [...this.#wishes.keys()]) if (!this.get(seq)) this.#wishes.delete(seq);
    this.#on.onAll();
  }

  /** I want my heart to be given or not. It shows at once, as a wish. */
  wish(seq, on, key) {
    this.#wishes.set(seq, { on, key });
    this.#show(seq);
  }

  /** The server took it, and tells everybody in a moment. */
  granted(seq, on, key) {
    const quote = this.get(seq);
    if (quote && quote.mine !== on) {
      quote.hearts += on ? 1 : -1;
      this.#mark(quote, this.#me, on);
    }
    this.decided(key);
  }

  /** It counts or it does not; in any case it is a wish no more. A later one for the same quote has another key. */
  decided(key) {
    const [seq] = [...this.#wishes].find(([, wish]) => wish.key === key) ?? [];
    this.#wishes.delete(seq);
    this.#show(seq);
  }

  /** @returns {{count: number, mine: boolean, pending: boolean}} As it is to be shown. */
  heartsOf({ seq, hearts, mine }) {
    const wish = this.#wishes.get(seq);
    if (!wish) return { count: hearts, mine, pending: false };
    return { count: hearts + Number(wish.on) - Number(mine), mine: wish.on, pending: true };
  }

  #mark(quote, person, on) {
    if (on) quote.by.add(person);
    else quote.by.delete(person);
    quote.mine = quote.by.has(this.#me);
  }

  #show(seq) {
    const quote = this.get(seq);
    if (quote) this.#on.onHearts(quote);
  }
}
