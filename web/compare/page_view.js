// The whole page as it is seen: head, input, four lanes, race and crossover; and the loop that draws it.
// It must never know a connection; what somebody wants goes to the owner.

import { conditionsPanel } from '../common/conditions/panel.js';
import { h, userText } from '../common/dom.js';
import { conditionsBand } from '../common/shell/conditions_band.js';
import { CrossoverView } from './crossover_view.js';
import { MOTIONS } from './flight.js';
import { LaneView } from './lane_view.js';
import { Notice } from './notice.js';
import { PollControl } from './poll_control.js';
import { RaceView } from './race_view.js';
import { SayBar } from './say_bar.js';

/** Numbers that change more often than this, in milliseconds, cannot be read. */
const NUMBERS_EVERY = 200;
/** More frames would be smoother than a flight can show, and what draws cannot hear what comes. */
const DRAW_EVERY = 30;
/** With reduced motion nothing glides: the pictures are drawn anew now and then. */
const STILL_EVERY = 500;
/** The room that a number takes below the rail, in pixels. */
const NUMBER_WIDTH = 76;

export class PageView {
  element;
  notice = new Notice();
  #compare;
  #lanes;
  #race;
  #crossover;
  #say;
  #motion = MOTIONS[0];
  #lessMotion = matchMedia('(prefers-reduced-motion: reduce)');
  #numbersAt = -Infinity;
  #drawnAt = -Infinity;

  /** @param {import('./compare.js').Compare} compare @param {object} on What is asked for; see `main.js`. @param {object} poll The poll lane's first choice. */
  constructor(compare, on, { room, demo, poll }) {
    this.#compare = compare;
    this.#race = new RaceView(compare.race, { onRun: on.onRun, onRepeat: on.onRepeat, onStop: on.onStop, onReset: () => compare.race.reset() });
    this.#crossover = new CrossoverView(compare.crossover, {
      onTalk: () => on.onTalk(compare.talker.rate > 0 ? 0 : this.#crossover.rate),
      onRate: (rate) => compare.talker.rate > 0 && on.onTalk(rate),
      onBatch: on.onBatch,
      onClear: () => compare.crossover.clear(),
    });
    this.#say = new SayBar({ onSay: on.onSay, onReset: on.onReset, onMotion: (motion) => (this.#motion = motion) });
    const control = new PollControl(poll, on.onPoll);
    this.#lanes = [...compare.lanes.values()].map((lane) => new LaneView(lane, lane.kind === 'poll' ? control.element : null));
    this.element = h('div', { class: 'compare' },
      h('header', { class: 'compare-head' },
        h('h1', {}, 'Four ways to hear the same thing'),
        h('p', { class: 'compare-room' }, `${demo} · room `, userText(room)),
        h('div', { id: 'conditions' }, conditionsBand())),
      this.#say.element,
      this.notice.element,
      h('div', { class: 'lanes' }, ...this.#lanes.map((lane) => lane.element)),
      h('div', { class: 'panels' }, this.#race.element, this.#crossover.element),
      conditionsPanel(),
      h('p', { class: 'fine-print' }, 'Bytes are counted at the server’s socket: requests and answers with their headers, frames with theirs. ',
        'Not counted are the headers of TCP and IP, some 40 to 66 bytes a packet. Times run from the moment at which the server numbered an event to its arrival here, on a clock that both share to about a millisecond.'));
  }

  focus() {
    this.#say.focus();
  }

  /** Draws one frame. @returns {boolean} Always, because time goes on. */
  frame(now) {
    const moves = !this.#lessMotion.matches;
    if (now - this.#numbersAt >= NUMBERS_EVERY) this.#showNumbers(now);
    if (now - this.#drawnAt < (moves ? DRAW_EVERY : STILL_EVERY)) return true;
    this.#drawnAt = now;
    for (const lane of this.#lanes) lane.draw(now, this.#compare.events.list, { motion: this.#motion, moves });
    return true;
  }

  #showNumbers(now) {
    this.#numbersAt = now;
    const { crossover, talker, measured } = this.#compare;
    this.#compare.look();
    this.#compare.gap = this.#lanes[0].milliseconds(NUMBER_WIDTH);
    for (const lane of this.#lanes) lane.show(now);
    this.#race.show();
    this.#crossover.show(now, { isTalking: talker.rate > 0, current: measured, progress: talker.rate > 0 ? crossover.progress(now) : 0 });
  }
}
