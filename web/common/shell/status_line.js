// The thin line under the top rule that tells how the connection is doing, when there is something to tell.
// It must never know the connection: it is given a state and shows the story of it.

import { button, h, userText } from '../dom.js';
import { connectionStory, returnStory } from './connection_story.js';

/** Most interruptions are over before this, and then nobody needs to know. */
const PATIENCE = 600;
const GOOD_NEWS_STAYS = 4_000;
const COUNTDOWN_EVERY = 100;
/** The detail of a hint changes with the seconds. */
const DETAIL_EVERY = 1_000;

export class StatusLine {
  element = h('div', { class: 'status', role: 'status', 'data-tone': 'quiet' });
  #text = userText('', { class: 'status-text' });
  #detail = h('span', { class: 'status-detail numbers', 'aria-hidden': 'true' });
  #offer = h('span', { class: 'status-offer' });
  #on;
  /** By topic, the oldest first. */
  #hints = new Map();
  #told = false;
  #lost = false;
  /** Whether there was a connection before; only then can one be back. */
  #again = false;
  #patience = null;
  #countdown = null;
  #fade = null;

  /** @param {{onAgain: () => void, onReload: () => void}} on */
  constructor(on) {
    this.#on = on;
    this.element.append(h('span', { class: 'status-words' }, this.#text, this.#detail), this.#offer);
  }

  /** @param {import('../connection/connection.js').ConnectionState} state */
  show(state) {
    clearInterval(this.#countdown);
    clearTimeout(this.#patience); // Whatever was to be told later is no longer so.
    if (state.phase === 'online') return;
    clearTimeout(this.#fade);
    this.#again = state.again;
    const tell = () => this.#tell(state);
    if (state.phase === 'stopped' || this.#told) return tell();
    const spent = this.#lost ? performance.now() - this.#lost : 0;
    this.#lost ||= performance.now();
    this.#patience = setTimeout(tell, Math.max(0, PATIENCE - spent));
  }

  /** All that was missed is shown again. Good news is only news if the bad news was told. */
  back(replay) {
    clearTimeout(this.#patience);
    if (this.#told && this.#again) {
      this.#write(returnStory(replay));
      this.#fade = setTimeout(() => this.#rest(), GOOD_NEWS_STAYS);
    } else {
      this.#rest();
    }
    this.#told = false;
    this.#lost = false;
  }

  /**
   * Something worth knowing that is no trouble; it is shown when there is nothing more pressing.
   * @param {string} topic A later hint of the same topic takes its place.
   * @param {string} text
   * @param {{label: string, onPress: () => void, stays?: boolean}} [offer] What can be done about it; the hint may stay then.
   * @param {() => string} [detail] What follows the text, and changes with the time.
   */
  hint(topic, text, offer, detail) {
    const act = () => {
      if (!offer.stays) this.forgetHint(topic);
      offer.onPress();
    };
    const close = button({ class: 'pill plain' }, () => this.forgetHint(topic), offer && !offer.stays ? 'Later' : 'Close');
    this.#hints.set(topic, { text, detail, offer: offer ? [button({ class: 'pill' }, act, offer.label), close] : [close] });
    if (!this.#told && !this.#lost) this.#rest();
  }

  /** It is no longer so, or was read. */
  forgetHint(topic) {
    if (this.#hints.delete(topic) && this.element.dataset.tone === 'hint') this.#rest();
  }

  #rest() {
    clearInterval(this.#countdown);
    const [hint] = this.#hints.values();
    if (!hint) return this.#write({ tone: 'quiet' });
    const { text, offer, detail } = hint;
    this.#write({ tone: 'hint', text });
    this.#offer.replaceChildren(...offer);
    if (!detail) return;
    const tell = () => (this.#detail.textContent = ` ${detail()}`);
    tell();
    this.#countdown = setInterval(tell, DETAIL_EVERY);
  }

  #tell(state) {
    this.#told = true;
    const write = () => this.#write(connectionStory(state, performance.now()));
    write();
    if (state.phase === 'waiting') this.#countdown = setInterval(write, COUNTDOWN_EVERY);
  }

  #write({ tone, text, detail = '', offer }) {
    this.element.dataset.tone = tone;
    // Words that did not change are left alone: a screen reader would say them again. A quiet line
    // keeps its words, so that they do not vanish before the line has faded.
    if (text !== undefined && this.#text.textContent !== text) this.#text.textContent = text;
    if (text !== undefined) this.#detail.textContent = detail;
    if (!offer) return this.#offer.replaceChildren();
    if (this.#offer.textContent === offer.label) return;
    const act = offer.action === 'again' ? this.#on.onAgain : this.#on.onReload;
    this.#offer.replaceChildren(button({ class: 'pill' }, act, offer.label));
  }
}
