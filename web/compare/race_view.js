// The finish-line picture: a track for each lane, from the moment the server numbered the mark to its arrival.
// It must never run a race; a press is told to the owner.

import { button, h, setAttribute } from '../common/dom.js';
import { icon } from '../common/shell/icons.js';
import { KINDS, NAMES } from './lane.js';
import { SHOWN } from './race.js';
import { time } from './words.js';

const REPEATS = [1, 10];

export class RaceView {
  element;
  #race;
  #rows;
  #repeats;
  #stop;
  #scale = h('div', { class: 'race-scale numbers', 'aria-hidden': 'true' });

  /** @param {import('./race.js').Race} race @param {{onRun: () => void, onRepeat: (rate: number) => void, onStop: () => void, onReset: () => void}} on */
  constructor(race, on) {
    this.#race = race;
    this.#rows = KINDS.map((kind) => new Track(kind));
    this.#repeats = REPEATS.map((rate) => [rate, button({ class: 'pill', 'data-rate': rate, 'aria-pressed': 'false' }, () => on.onRepeat(rate), `${rate}/s`)]);
    this.#stop = button({ class: 'pill', id: 'race-stop' }, on.onStop, 'Stop');
    this.element = h('section', { class: 'panel race', 'aria-label': 'Race' },
      h('header', { class: 'panel-head' }, h('h2', {}, 'Race'), h('p', {}, 'one mark, four ways'),
        button({ class: 'primary', id: 'race-run' }, on.onRun, 'Go'), ...this.#repeats.map(([, made]) => made), this.#stop,
        button({ class: 'tool', id: 'race-reset', 'aria-label': 'Clear the race', title: 'Clear' }, on.onReset, icon('undo'))),
      h('div', { class: 'tracks', role: 'list' }, ...this.#rows.map((row) => row.element)),
      this.#scale);
  }

  show() {
    const { finish, rate, current, runs } = this.#race;
    for (const row of this.#rows) row.show({ took: current.get(row.kind) ?? null, all: this.#race.of(row.kind), finish, isRunning: runs > 0 });
    for (const [each, made] of this.#repeats) setAttribute(made, 'aria-pressed', String(rate === each));
    this.#stop.disabled = rate === 0;
    const marks = [0, 0.5, 1].map((share) => h('span', {}, time(share * finish).replace('0.0 ms', '0')));
    this.#scale.replaceChildren(...marks);
  }
}

class Track {
  kind;
  element;
  #bar = h('i', { class: 'track-bar' });
  #dots = Array.from({ length: SHOWN }, () => h('i', { class: 'track-dot', hidden: true }));
  #median = h('i', { class: 'track-median', hidden: true });
  #took = h('b', { class: 'track-took numbers' });
  #words = h('span', { class: 'track-words numbers' });

  constructor(kind) {
    this.kind = kind;
    this.element = h('div', { class: 'track', role: 'listitem', 'data-kind': kind },
      h('span', { class: 'track-name' }, icon(kind), NAMES[kind]),
      h('div', { class: 'track-way', 'aria-hidden': 'true' }, ...this.#dots, this.#bar, this.#median),
      this.#took, this.#words);
  }

  show({ took, all, finish, isRunning }) {
    const place = (value) => `${Math.min(100, (100 * value) / finish)}%`;
    this.#bar.style.width = place(took ?? 0);
    setAttribute(this.#bar, 'data-arrived', took !== null);
    const recent = all.recent.slice(-SHOWN);
    this.#dots.forEach((dot, index) => {
      dot.hidden = index >= recent.length;
      if (!dot.hidden) dot.style.left = place(recent[index]);
    });
    this.#median.hidden = all.count < 2;
    this.#median.style.left = place(all.median ?? 0);
    this.#took.textContent = took === null ? (isRunning ? '…' : '–') : time(took);
    this.#words.textContent = all.count > 1 ? `median ${time(all.median)} · worst ${time(all.worst)}` : '';
  }
}
