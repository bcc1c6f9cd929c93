// The song as it is heard: what the room decided, from a fixed moment after the decision on. Pure.
// It must never know what is shown, nor anything that the room has not decided.

import { CELLS, PATTERNS, TRACKS, cellIndex } from './events.js';
import { SAME_MOMENT } from './transport.js';

/** A step at the slowest tempo, in milliseconds: swing makes it late, and it sounds as it was where it belongs. */
export const STEP_AT_MOST = 375;
/** An edit sounds this long after its decision, so that it has arrived on all devices; in milliseconds. */
const EDIT_DELAY = 200;

export class Sounding {
  #now = {
    cells: PATTERNS.map(() => new Uint8Array(CELLS)),
    swing: 0,
    mute: TRACKS.map(() => false),
    solo: TRACKS.map(() => false),
    pattern: 0,
  };
  /** Changes that are not heard yet, in the order of the room. @type {{from: number, event: object}[]} */
  #coming = [];

  /** A snapshot: everything in it is heard at once, but for a pattern that is announced for a later beat. */
  reset({ cells, swing, mute, solo, pattern, pattern_from: from, pattern_before: before }) {
    this.#now = { cells: cells.map((values) => Uint8Array.from(values)), swing, mute: [...mute], solo: [...solo], pattern: before };
    this.#coming = [{ from, event: { type: 'pattern', pattern } }];
  }

  /** An event of the room that changes what is heard. It settles too: of a page that makes no sound nobody asks. */
  apply(event) {
    this.settle(event.at);
    const from = event.type === 'pattern' ? event.pattern_from : event.at + EDIT_DELAY;
    this.#coming.push({ from, event });
  }

  /** Time went on: what was heard a step ago is taken over for good. @param {number} now Server time. */
  settle(now) {
    const past = now - STEP_AT_MOST;
    const due = this.#coming.filter(({ from }) => from <= past);
    if (due.length === 0) return;
    this.#now = after(this.#now, due);
    this.#coming = this.#coming.filter(({ from }) => from > past);
  }

  /**
   * What is heard at a server time, not more than a step before the one that was settled.
   * @returns {import('./events.js').Sounding & {pattern: number}} The cells of the pattern that plays then.
   */
  at(time) {
    const due = this.#coming.filter(({ from }) => from <= time + SAME_MOMENT);
    const { cells, ...heard } = after(this.#now, due);
    return { ...heard, cells: cells[heard.pattern] };
  }
}

/** The state after some changes; the one before is left as it was. A class that paints makes hundreds a second, so one copy. */
function after(state, changes) {
  if (changes.length === 0) return state;
  const next = { ...state, cells: state.cells.map((values) => values.slice()), mute: [...state.mute], solo: [...state.solo] };
  for (const { event } of changes) write(next, event);
  return next;
}

function write(state, event) {
  if (event.type === 'swing') state.swing = event.percent;
  else if (event.type === 'pattern') state.pattern = event.pattern;
  else if (event.type === 'cells') for (const [pattern, track, step, value] of event.cells) state.cells[pattern][cellIndex(track, step)] = value;
  else state[event.type][event.track] = event.on;
}
