// The log and, below it, what waits for its number. The log grows at its end; only what is forgotten leaves it.
// It must never know where lines come from, nor what a line means.

import { button, h, setAttribute } from '../common/dom.js';
import { icon } from '../common/shell/icons.js';
import { continues } from './line.js';
import { lineView, markView, updateLine } from './line_view.js';
import { ScrollKeeper } from './scroll_keeper.js';

/** A page that runs all day must stay light: beyond so many items the oldest are let go, a few at a time. */
const MOST = 1_000;
const LET_GO = 200;
/** Marks that answer to what the person just did, so they want to be seen. */
const ANSWERS = ['commands', 'note'];
/** Browsers tell a screen reader a moment after they have drawn; until then the log is marked as busy. */
const PAST_STAYS = 500;
/** So many failures are kept where a screen reader hears of them. */
const TROUBLES = 5;

export class LinesView {
  element;
  #log = h('ol', { class: 'lines' });
  #live = h('div', { role: 'log', 'aria-label': 'Lines', 'aria-relevant': 'additions' }, this.#log);
  /** A line that changes is nothing that a log reads out, so what went wrong is said here. */
  #troubles = h('div', { class: 'visually-hidden', role: 'status', 'aria-atomic': 'false' });
  #waiting = h('ol', { class: 'lines lines-waiting', 'aria-label': 'Not sent yet' });
  #below = button({ class: 'pill below', hidden: true }, () => this.#scroll.toEnd(), icon('down'), h('span', {}, ''));
  #scroll;
  #views = new Map();
  #unsettled = new Set();
  #last = null;
  #news = 0;
  #past = null;
  #describe;
  #on;

  /**
   * @param {(line: object) => {time: Date, transport: ?string}} describe
   * @param {{onRetry: (line: object) => void, onDiscard: (line: object) => void}} on
   */
  constructor(describe, on) {
    this.#describe = describe;
    this.#on = on;
    const empty = h('p', { class: 'empty' }, h('strong', {}, 'Nobody has said anything yet.'), ' Say hello, or type / for the commands.');
    const scroller = h('div', { class: 'scroller', role: 'region', tabindex: '0', 'aria-label': 'Conversation' },
      h('div', { class: 'column' }, this.#live, this.#waiting, empty));
    this.element = h('section', { class: 'conversation' }, scroller, this.#below, this.#troubles);
    this.#scroll = new ScrollKeeper(scroller, () => this.#seen());
  }

  append(item) {
    this.#log.append(item.kind === 'line' ? this.#make(item) : markView(item));
    this.#grew(item);
  }

  /** What is appended in this turn was said before: it can be read, but is not read out. */
  takePast() {
    this.#live.setAttribute('aria-busy', 'true');
    clearTimeout(this.#past);
    this.#past = setTimeout(() => this.#live.removeAttribute('aria-busy'), PAST_STAYS);
  }

  addWaiting(line) {
    this.#waiting.append(this.#make(line));
    this.#unsettled.add(line);
    this.#group();
    this.#scroll.toEnd(); // Whoever writes wants to see what they wrote.
  }

  settle(line, corrected) {
    const written = this.#views.get(line);
    const view = corrected ? this.#make(line) : written;
    if (corrected) written.remove();
    updateLine(view, line, this.#on);
    this.#log.append(view);
    this.#unsettled.delete(line);
    this.#grew(line);
  }

  change(line) {
    updateLine(this.#views.get(line), line, this.#on);
    if (line.status !== 'failed') return;
    this.#troubles.append(h('p', {}, `Not sent: ${line.text}. ${line.problem}`));
    if (this.#troubles.children.length > TROUBLES) this.#troubles.firstElementChild.remove();
  }

  remove(line) {
    this.#views.get(line)?.remove();
    this.#views.delete(line);
    this.#unsettled.delete(line);
    this.#group();
  }

  /** Takes the lines of before a time out of the log, with the marks between them. */
  clear(before) {
    const old = [...this.#views].filter(([line, view]) => line.at < before && view.parentNode === this.#log);
    const last = before === Infinity ? Infinity : Math.max(...old.map(([, view]) => [...this.#log.children].indexOf(view)));
    for (const view of [...this.#log.children].slice(0, last + 1)) view.remove();
    for (const [line] of old) this.#views.delete(line);
    if (old.some(([line]) => line === this.#last)) this.#last = null;
    this.#group();
  }

  /** Too much was said in a short time, so this line will not be read aloud. */
  markUnread(line) {
    this.#views.get(line)?.setAttribute('data-unread', '');
  }

  #make(line) {
    const view = lineView(line, this.#describe(line), this.#on);
    this.#views.set(line, view);
    return view;
  }

  #grew(item) {
    if (item.kind === 'line') setAttribute(this.#views.get(item), 'data-continues', continues(item, this.#last));
    this.#last = item;
    this.#group();
    this.#trim();
    if (ANSWERS.includes(item.kind)) this.#scroll.toEnd();
    if (this.#scroll.atEnd || item.kind !== 'line' || item.own) return;
    this.#news += 1;
    this.#below.hidden = false;
    this.#below.lastElementChild.textContent = `${this.#news} new below`;
  }

  /** What waits below the log follows whatever is last in it just now. */
  #group() {
    let previous = this.#last;
    for (const line of this.#unsettled) {
      setAttribute(this.#views.get(line), 'data-continues', continues(line, previous));
      previous = line;
    }
  }

  #seen() {
    this.#news = 0;
    this.#below.hidden = true;
  }

  #trim() {
    if (this.#log.children.length <= MOST) return;
    // A mark that goes counted lines itself, and those are still not here.
    const lost = (view) => (view.classList.contains('line') ? 1 : Number(view.dataset.count ?? 0));
    const going = [...this.#log.children].slice(0, LET_GO);
    const count = going.reduce((sum, view) => sum + lost(view), 0);
    for (const view of going) view.remove();
    for (const [line, view] of this.#views) if (!view.isConnected) this.#views.delete(line);
    this.#log.prepend(markView({ kind: 'gap', count }));
  }
}
