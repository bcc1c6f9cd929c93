// The badge in the top rule as a button, and the small menu of transports that it opens.
// It must never know the connection: it shows what it is told, and says what was pressed.

import { button, h, setAttribute } from '../dom.js';
import { icon } from './icons.js';
import { NAMES, transportBadge } from './transport_badge.js';

const SENTENCES = {
  websocket: 'One line that stays open, both ways.',
  sse: 'One answer that never ends.',
  long_poll: 'Asks, and waits until there is news.',
  poll: 'Asks again and again, news or not.',
  auto: 'A WebSocket, or what else gets through.',
};
const HOWS = { interval: 'interval', rearmed: 're-armed' };
const HOW_TITLES = { interval: 'By the clock: answers may overtake each other', rearmed: 'The clock is set anew after each answer' };
const PERIODS = { 100: '100 ms', 200: '200 ms', 500: '500 ms', 1000: '1 s', 2000: '2 s', 5000: '5 s', 10000: '10 s' };
/** A countdown in seconds, in milliseconds. */
const TICK = 1_000;

export class TransportMenu {
  element;
  #button;
  #panel;
  #options;
  #hows;
  #period = h('select', { id: 'poll-every', class: 'transport-period' },
    ...Object.entries(PERIODS).map(([value, label]) => h('option', { value }, label)));
  #pollBy;
  #again = h('div', { class: 'transport-again', hidden: true });
  #againWords = h('span', {});
  #ticking = null;
  #returnWords;
  #warning = h('div', { class: 'transport-warning', role: 'alert', hidden: true });
  #choice;
  #onOpen;

  /**
   * @param {{onChoose: (choice: import('../connection/transports.js').Choice) => void, onOpen: () => void, onReturn: () => void,
   *   returnWords: () => string}} on `onReturn`: the way back is to be tried now; `returnWords`: when it would be otherwise.
   */
  constructor({ onChoose, onOpen, onReturn, returnWords }) {
    this.#onOpen = onOpen;
    this.#returnWords = returnWords;
    this.#again.append(this.#againWords, button({ class: 'pill' }, onReturn, 'Try now'));
    this.#options = Object.keys(SENTENCES).map((kind) => option(kind, () => this.#pressed(kind, onChoose)));
    this.#hows = Object.entries(HOWS).map(([how, label]) => button({ class: 'transport-how', 'data-how': how, title: HOW_TITLES[how] },
      () => onChoose({ ...this.#choice, how }), label));
    this.#period.addEventListener('change', () => onChoose({ ...this.#choice, every: Number(this.#period.value) }));
    this.#pollBy = h('div', { class: 'transport-poll' },
      h('div', { class: 'transport-hows', role: 'group', 'aria-label': 'When it asks' }, ...this.#hows),
      h('label', { for: 'poll-every' }, 'every'), this.#period);
    this.#panel = h('div', { id: 'transports', class: 'transport-menu', role: 'dialog', 'aria-label': 'How this page is connected', hidden: true },
      ...this.#options.flatMap((made) => [made, ...({ poll: [this.#pollBy], auto: [this.#again] }[made.dataset.kind] ?? [])]), this.#warning);
    this.#button = button({ id: 'transport', class: 'tool transport-button', 'aria-haspopup': 'dialog', 'aria-expanded': 'false', 'aria-controls': 'transports' },
      () => this.#toggle());
    this.element = h('div', { class: 'transport' }, this.#button, this.#panel);
    this.#listen();
  }

  /** @param {import('../connection/transports.js').Choice} choice @param {?string} kind What is really used, if anything is. */
  show(choice, kind) {
    this.#choice = choice;
    const isAuto = choice.kind === 'auto';
    const shown = kind ?? (isAuto ? 'websocket' : choice.kind);
    this.#button.replaceChildren(...(isAuto ? [h('span', { class: 'transport-auto' }, 'auto ·')] : []), transportBadge(shown, { withName: true }));
    this.#button.setAttribute('aria-label', `Connected by ${NAMES[shown]}${isAuto ? ', chosen by the page' : ''}. Change`);
    this.#button.dataset.kind = shown;
    this.#button.dataset.choice = choice.kind;
    for (const made of this.#options) made.setAttribute('aria-pressed', made.dataset.kind === choice.kind);
    for (const made of this.#hows) made.setAttribute('aria-pressed', made.dataset.how === choice.how);
    this.#pollBy.hidden = choice.kind !== 'poll';
    this.#showReturn();
    this.#period.value = Object.keys(PERIODS).findLast((period) => period <= choice.every);
  }

  /** Before something is done that may be regretted. @param {{label: string, onPress: () => void}} anyway */
  warn(text, { label, onPress }) {
    this.#warning.replaceChildren(h('p', {}, icon('warning'), text), button({ class: 'pill' }, onPress, label));
    this.#warning.hidden = false;
    this.#warning.scrollIntoView({ block: 'nearest' });
  }

  calm() {
    this.#warning.hidden = true;
  }

  /** A poll has more to choose; after everything else the menu is no longer needed, unless there is a warning. */
  #pressed(kind, onChoose) {
    this.calm();
    onChoose({ ...this.#choice, kind });
    if (kind !== 'poll' && this.#warning.hidden) this.#close();
  }

  #toggle() {
    if (!this.#panel.hidden) return this.#close();
    this.#panel.hidden = false;
    this.#showReturn();
    this.#ticking = setInterval(() => this.#showReturn(), TICK);
    setAttribute(this.#button, 'aria-expanded', 'true');
    this.#options.find((made) => made.getAttribute('aria-pressed') === 'true')?.focus();
    this.#onOpen();
  }

  #close() {
    if (this.#panel.hidden) return;
    const hadFocus = this.element.contains(document.activeElement);
    this.#panel.hidden = true;
    clearInterval(this.#ticking);
    this.calm();
    setAttribute(this.#button, 'aria-expanded', 'false');
    if (hadFocus) this.#button.focus();
  }

  #showReturn() {
    const words = this.#returnWords();
    this.#again.hidden = words === '';
    this.#againWords.textContent = words;
  }

  #listen() {
    document.addEventListener('pointerdown', ({ target }) => this.element.contains(target) || this.#close());
    this.#panel.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget && !this.element.contains(relatedTarget)) this.#close();
    });
    this.element.addEventListener('keydown', (event) => this.#key(event));
  }

  #key(event) {
    if (this.#panel.hidden) return;
    if (event.key === 'Escape') this.#close();
    else if (!this.#walk(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The arrows go through all that can be pressed; in the list of periods they have their own meaning. */
  #walk({ key, target }) {
    const stops = [...this.#panel.querySelectorAll('button, select')].filter((made) => made.offsetParent !== null);
    const here = stops.indexOf(target);
    const sideways = target === this.#period ? {} : { ArrowDown: here + 1, ArrowUp: here < 0 ? -1 : here - 1, Home: 0, End: -1 };
    if (!(key in sideways)) return false;
    stops.at(sideways[key] % stops.length).focus();
    return true;
  }
}

function option(kind, onPress) {
  const name = h('span', { class: 'badge', 'data-transport': kind }, icon(kind), h('b', {}, NAMES[kind] ?? kind));
  return button({ class: 'transport-option', 'data-kind': kind, 'aria-pressed': 'false' }, onPress,
    name, h('span', { class: 'transport-words' }, SENTENCES[kind]), icon('check'));
}
