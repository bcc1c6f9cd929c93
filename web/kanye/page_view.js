// Where the parts of the page stand, and which of them show what.
// It must never hold anything but views.

import { h } from '../common/dom.js';
import { BarView } from './bar_view.js';
import { Controls } from './controls.js';
import { EchoView } from './echo_view.js';
import { HeadsView } from './heads_view.js';
import { HistoryView } from './history_view.js';
import { LedgerView } from './ledger_view.js';
import { QuoteView } from './quote_view.js';
import { SceneView } from './scene_view.js';
import { SourcePill } from './source_pill.js';

const LESS_MOTION = matchMedia('(prefers-reduced-motion: reduce)');

export class PageView {
  element;
  scene;
  heads;
  echo = new EchoView((words) => this.controls.note(words));
  controls;
  #quote = new QuoteView();
  #source = new SourcePill();
  #ledger = new LedgerView();
  #bar;
  #history;
  #quotes;

  /**
   * @param {{quotes: import('./quotes.js').Quotes, people: import('../common/people.js').People,
   *   clock: import('../common/clock.js').Clock}} models
   * @param {{onNow: () => void, onHeart: (seq: number, on: boolean) => void}} on
   */
  constructor({ quotes, people, clock }, { onNow, onHeart }) {
    this.#quotes = quotes;
    this.#bar = new BarView({ clock, lessMotion: () => this.lessMotion });
    this.#history = new HistoryView((quote) => ({ time: clock.wallTime(quote.at), hearts: quotes.heartsOf(quote) }), onHeart);
    this.controls = new Controls({ source: this.#source.element, echo: this.echo.control },
      { onNow, onHeart: (on) => quotes.current && onHeart(quotes.current.seq, on) });
    this.scene = new SceneView(this.#quote.element, (box) => this.#fit(box));
    this.heads = new HeadsView(this.scene.stage, people, { lessMotion: () => this.lessMotion });
    this.scene.stage.append(this.echo.element);
    this.element = h('div', { class: 'kanye' },
      h('div', { class: 'now-playing' }, this.scene.element, this.#bar.element, this.controls.element),
      h('div', { class: 'before' }, this.#ledger.element, this.#history.element));
  }

  get lessMotion() {
    return LESS_MOTION.matches;
  }

  /** All that show for how long no heart is taken. @returns {{showWait: (seconds: number) => void}[]} */
  get hearts() {
    return [this.controls.heart, this.#history];
  }

  showAll() {
    this.#history.showAll(this.#quotes.list);
    this.#showCurrent();
  }

  showQuote(quote, gone) {
    this.#history.add(quote, gone);
    this.#showCurrent();
  }

  showHearts(quote) {
    const hearts = this.#quotes.heartsOf(quote);
    this.#history.showHearts(quote, hearts);
    if (quote === this.#quotes.current) this.controls.heart.show(hearts);
  }

  showUpstream() {
    this.#source.show({ quote: this.#quotes.current, upstream: this.#quotes.upstream });
    this.#ledger.show(this.#quotes);
  }

  isMe(person) {
    this.heads.isMe(person);
    this.echo.isMe(person.id);
  }

  nameHeads() {
    this.heads.nameAll();
  }

  bounce(id, quote) {
    this.heads.bounce(id);
    if (quote) this.say(id, quote);
  }

  say(id, { text }) {
    this.heads.say(id, text);
  }

  correctClock() {
    this.#bar.correct();
  }

  connectionLost() {
    this.#bar.connectionLost();
  }

  #showCurrent() {
    const { current, nextAt, every } = this.#quotes;
    this.#quote.show(current);
    this.controls.heart.show(current ? this.#quotes.heartsOf(current) : { count: 0, mine: false, pending: false });
    this.#bar.show({ at: nextAt, every });
    this.showUpstream();
  }

  #fit(box) {
    this.heads.fit(box);
    this.echo.fit(box);
  }
}
