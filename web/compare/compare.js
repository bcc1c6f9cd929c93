// The page without its looks: four lanes and the talker, and what happens when something comes or is asked for.
// It must never build DOM nodes, nor open a connection by itself.

import { Crossover } from './crossover.js';
import { Events } from './events.js';
import { KINDS, Lane } from './lane.js';
import { Race } from './race.js';
import { Talker } from './talker.js';

/** The talk itself; a number in writing is under its mark anyway. */
const WORD = 'tick';

export class Compare {
  events = new Events();
  /** In order. @type {Map<string, Lane>} */
  lanes;
  race;
  crossover = new Crossover();
  talker;
  /** The newest measure of the crossover. @type {?import('./crossover.js').Point} */
  measured = null;
  /** Two numbers in writing are so far apart, in milliseconds. The page knows how wide they are. */
  gap = 800;
  #clock;
  #send;
  #now;
  #told = 0;

  /**
   * @param {import('../common/clock.js').Clock} clock The talker's, which all lanes share.
   * @param {{send: (text: string) => boolean, onKey: () => void, onFrame: (frame: object) => void}} on
   */
  constructor(clock, { send, onKey, onFrame }, now = () => performance.now()) {
    this.#clock = clock;
    this.#send = send;
    this.#now = now;
    this.race = new Race(KINDS, send);
    this.talker = new Talker(() => send(WORD));
    this.lanes = new Map(KINDS.map((kind) => [kind, new Lane(kind, clock, {
      onKey,
      onFrame,
      onEvent: (event, took) => this.#arrived(kind, event, took),
    }, now)]));
  }

  /** A typed text goes the same way as everything else. */
  say(text) {
    return this.#send(text);
  }

  /** The talker, which is nearest to the server, has heard of an event. */
  tell(event) {
    this.#told += 1;
    this.events.tell(event.seq, this.#clock.localTime(event.at), event.text ?? '', this.gap);
  }

  /** The server was restarted: its numbers begin again. */
  startOver() {
    this.events.startOver();
  }

  /** What the lecturer adds to each way. @param {{transports: Object<string, {delay: number}>}} frame */
  slow({ transports }) {
    for (const [kind, lane] of this.lanes) lane.delay = transports[kind]?.delay ?? 0;
  }

  /** The wire's feed: each record belongs to the lane whose connection it names. */
  count(records) {
    for (const lane of this.lanes.values()) {
      const own = records.filter(({ connection }) => lane.owns(connection));
      if (own.length > 0) lane.count(own);
    }
  }

  /** @returns {string[]} The connections whose bytes are to be told. */
  get keys() {
    return [...this.lanes.values()].map(({ key }) => key).filter(Boolean);
  }

  reset() {
    for (const lane of this.lanes.values()) lane.reset();
  }

  /** @param {number} rate Events per minute; 0 to stop. */
  talk(rate) {
    this.crossover.change();
    this.measured = null;
    if (rate > 0) this.talker.talk(rate);
    else this.talker.stop();
  }

  /** A setting has changed, so what is being measured begins anew. */
  settingChanged() {
    this.crossover.change();
    this.measured = null;
  }

  /** A look at the counts, a few times a second. */
  look() {
    if (this.talker.rate === 0) return;
    const running = [...this.lanes].filter(([, lane]) => lane.state.phase === 'online');
    const bytes = new Map(running.map(([kind, lane]) => [kind, lane.account.everything]));
    this.measured = this.crossover.look(this.#now(), { events: this.#told, bytes }) ?? this.measured;
  }

  #arrived(kind, event, took) {
    this.events.tell(event.seq, this.#clock.localTime(event.at), event.text ?? '', this.gap);
    if (took !== null && event.type === 'mark') this.race.arrived(kind, event.text, took);
  }
}
