// The lecturer's panel: makes each of the four transports slower, keeps it out, or cuts it.
// It must never be shown to anybody but the person at the server's own machine; the server refuses the others anyway.

import { button, h } from '../dom.js';
import { icon } from '../shell/icons.js';
import { NAMES } from '../shell/transport_badge.js';
import { inForce } from './in_force.js';
import { ourKnob, turn } from './knob.js';
import { TransportKnob } from './transport_knob.js';
import { USUAL, Wishes } from './wishes.js';

/** A hand that draws a slider is followed in such steps, in milliseconds. */
const SETTLED = 150;

class Panel {
  element;
  #wishes = new Wishes();
  #knobs;
  #off;
  #problem = h('p', { class: 'conditions-problem', role: 'alert', hidden: true });
  #timers = new Map();
  /** One wish after the other, so that the last one wins. */
  #line = Promise.resolve();

  constructor() {
    const knob = (kind) => new TransportKnob(kind, { onWant: (part) => this.#want(kind, part), onCut: () => this.#ask({ drop: kind }) });
    this.#knobs = Object.keys(NAMES).map(knob);
    this.#off = button({ class: 'pill conditions-off' }, () => this.#allOff(), 'All off');
    this.element = h('section', { class: 'conditions', 'aria-label': 'A network made worse on purpose', hidden: true },
      h('div', { class: 'conditions-head' }, h('p', {}, 'Everybody in every room feels it, and is told.'), this.#off),
      h('div', { class: 'conditions-knobs' }, ...this.#knobs.map(({ element }) => element)), this.#problem);
    inForce.listen((transports) => this.#told(transports));
  }

  #want(kind, part) {
    this.#wishes.want(kind, part);
    this.#show();
    clearTimeout(this.#timers.get(kind));
    this.#timers.set(kind, setTimeout(() => this.#send(kind), SETTLED));
  }

  async #send(kind) {
    const wish = this.#wishes.at(kind);
    await this.#ask({ transport: kind, ...wish });
    this.#wishes.answered(kind, wish);
    this.#show();
  }

  #ask(wish) {
    this.#line = this.#line.then(async () => {
      try {
        const { transports } = await turn(wish);
        this.#problem.hidden = true;
        inForce.told(transports);
      } catch ({ message }) {
        this.#problem.replaceChildren(icon('warning'), `That did not work. ${message}`);
        this.#problem.hidden = false;
      }
    });
    return this.#line;
  }

  #allOff() {
    for (const { kind } of this.#knobs) this.#want(kind, USUAL);
  }

  #told(transports) {
    this.#wishes.told(transports);
    this.#show();
  }

  #show() {
    for (const knob of this.#knobs) knob.show(this.#wishes.at(knob.kind));
    this.#off.disabled = this.#wishes.isUsual;
  }
}

/** @returns {HTMLElement} The panel, which appears if the knob is for this page. */
export function conditionsPanel() {
  const { element } = new Panel();
  ourKnob().then((knob) => {
    if (!knob) return;
    inForce.told(knob.transports);
    element.hidden = false;
  });
  return element;
}

/** The panel behind a button. @returns {{tool: HTMLElement, panel: HTMLElement}} */
export function conditionsTool() {
  const panel = h('div', { id: 'conditions', class: 'conditions-fold', hidden: true }, conditionsPanel());
  const tool = button({ class: 'wire-chip conditions-tool', title: 'Make the network worse on purpose', 'aria-expanded': 'false', 'aria-controls': 'conditions', hidden: true }, () => {
    panel.hidden = !panel.hidden;
    tool.setAttribute('aria-expanded', !panel.hidden);
  }, icon('clock'), 'Network');
  ourKnob().then((knob) => (tool.hidden = knob === null));
  return { tool, panel };
}
