// Who has a head, and where it is. Pure: timers are handed in.
// It must never know the page, the connection, or anybody's name.

import { browserTimers } from '../common/timers.js';
import { Doze } from './doze.js';
import { Track } from './track.js';

/** The others are drawn so much later than they were heard of that the next sample is already here. */
export const LATE = 66;
/** Whoever wants no motion sees the others jump, and this often. */
const JUMP_EVERY = 500;

/** @typedef {{id: number, x: number, y: number}} Head `x` and `y` are where it is to be drawn now. */

/**
 * @typedef {object} HeadsHandlers
 * @property {(head: Head) => void} onCome
 * @property {(head: Head) => void} onGo
 * @property {(head: Head) => void} onPlace It is to be drawn at another spot than before.
 * @property {(id: number, mood: import('./doze.js').Mood) => void} onMood
 * @property {(spot: {x: number, y: number}) => void} onEcho Where the server believes me to be.
 * @property {() => void} onWay Somebody is under way, so frames are needed.
 */

export class Heads {
  /** @type {Map<number, Head & {track: Track}>} */
  #all = new Map();
  #underWay = new Set();
  #me = null;
  /** What was known died with a connection; the first frame of the next one says everything. */
  #isStale = true;
  #doze;
  #on;

  /** @param {HeadsHandlers} on */
  constructor(on, timers = browserTimers) {
    this.#on = on;
    this.#doze = new Doze(on.onMood, timers);
  }

  /** @returns {?Head} */
  get own() {
    return this.#all.get(this.#me) ?? null;
  }

  /** @returns {?Head} */
  get(id) {
    return this.#all.get(id) ?? null;
  }

  /** Another connection: what is shown stays until its first frame says how it is now. */
  welcome(me) {
    const before = this.own;
    this.#isStale = true;
    if (this.#me === me) return;
    // A new server knows me by another number, which may have been somebody else's. My head goes on where it was.
    this.#me = me;
    for (const head of [before, this.own]) if (head) this.#drop(head);
    if (!before) return;
    this.#come(me, before, 0);
    this.rouse(me);
  }

  /**
   * @param {{at: number, values: [number, ?{x: number, y: number}, number][]}} frame Each with its age at `at`.
   * @param {number} serverTime What time it is now. A frame for a newcomer may be as old as the last move of anybody.
   */
  latest({ at, values }, serverTime = at) {
    if (this.#isStale) this.#onlyThese(values.map(([id]) => id));
    for (const [id, spot, age] of values) {
      if (spot) this.#heard(id, spot, at - age, serverTime);
      else this.#gone(id);
    }
    this.#isStale = false;
    this.#on.onWay();
  }

  /** My own head is where I put it, at once. */
  walk({ x, y }) {
    const { own } = this;
    if (own && (own.x !== x || own.y !== y)) {
      this.#put(own, x, y);
      this.rouse(own.id);
    }
  }

  /** Somebody shows that they are awake. */
  rouse(id) {
    if (this.#all.has(id)) this.#doze.rouse(id);
  }

  /**
   * Draws those who are under way.
   * @param {number} serverTime
   * @param {boolean} jumps Whether motion is to be reduced to a few jumps.
   * @returns {boolean} Whether there is more to draw in the next frame.
   */
  frame(serverTime, jumps) {
    const late = serverTime - LATE;
    const time = jumps ? Math.floor(late / JUMP_EVERY) * JUMP_EVERY : late;
    for (const head of this.#underWay) {
      if (!head.track.drawAt(time)) this.#underWay.delete(head);
      if (head.track.x !== head.x || head.track.y !== head.y) this.#put(head, head.track.x, head.track.y);
    }
    return this.#underWay.size > 0;
  }

  /** Where I am I know better. */
  #heard(id, { x, y }, at, serverTime) {
    const head = this.#all.get(id);
    if (id === this.#me) this.#on.onEcho({ x, y });
    if (!head) this.#come(id, { x, y }, at);
    else if (id !== this.#me) this.#follow(head, { x, y }, at);
    this.#doze.rouse(id, serverTime - at);
  }

  #follow(head, { x, y }, at) {
    if (this.#isStale) head.track.startAt(at, x, y); // The server may be another one, whose time is another.
    else head.track.add(at, x, y);
    this.#underWay.add(head);
  }

  #come(id, { x, y }, at) {
    const track = new Track();
    track.startAt(at, x, y);
    const head = { id, x, y, track };
    this.#all.set(id, head);
    this.#on.onCome(head);
  }

  /** Whoever is not among all who are here has gone without our hearing of it. */
  #onlyThese(ids) {
    const here = new Set(ids);
    for (const id of this.#all.keys()) if (!here.has(id)) this.#gone(id);
  }

  /** That I was away for a while is no reason to lose my own head. */
  #gone(id) {
    if (id !== this.#me && this.#all.has(id)) this.#drop(this.#all.get(id));
  }

  #drop(head) {
    this.#all.delete(head.id);
    this.#underWay.delete(head);
    this.#doze.forget(head.id);
    this.#on.onGo(head);
  }

  #put(head, x, y) {
    head.x = x;
    head.y = y;
    this.#on.onPlace(head);
  }
}
