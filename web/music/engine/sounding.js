// The song as it is heard: what the room decided, from a fixed moment after the decision on. Pure.
// It must never know what is shown, nor anything that the room has not decided.

import { CELLS, PATTERNS, TRACKS, cellIndex } from './events.js';
import { SAME_MOMENT } from './transport.js';

/** An edit sounds this long after its decision, so that it has arrived on all devices; in milliseconds. */
export const EDIT_DELAY = 200;

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

  /** A snapshot has no past: everything in it is heard at once, even a pattern that is announced for the next beat. */
  reset({ cells, swing, mute, solo, pattern }) {
    this.#now = { cells: cells.map((values) => Uint8Array.from(values)), swing, mute: [...mute], solo: [...solo], pattern };
    this.#coming = [];
  }

  /** An event of the room that changes what is heard. */
  apply(event) {
    const from = event.type === 'pattern' ? event.pattern_from : event.at + EDIT_DELAY;
    this.#coming.push({ from, event });
  }

  /** Time went on: what is heard by now is taken over for good. @param {number} now Server time. */
  settle(now) {
    const due = this.#coming.filter(({ from }) => from <= now);
    if (due.length === 0) return;
    this.#now = after(this.#now, due);
    this.#coming = this.#coming.filter(({ from }) => from > now);
  }

  /**
   * What is heard at a server time, not before the one that was settled.
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
