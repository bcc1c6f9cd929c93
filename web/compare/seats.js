// Five seats in the room: one for each lane, and the talker's. Nothing of them outlives the page.
// It must never know what the events are for.

import { RoomClient } from '../common/connection/room_client.js';
import { transportFor } from '../common/connection/transports.js';
import { NAMES } from './lane.js';

/** A reload begins anew: four lanes that were gone would come back with a past that nobody has seen. */
const FORGETFUL = { load: () => ({ epoch: null, entries: [] }), save() {}, clear() {} };

const QUIET = {
  onState() {}, onWelcome() {}, onSnapshot() {}, onEvent() {}, onSkip() {}, onFrame() {}, onCaughtUp() {},
  onAck() {}, onNack() {}, onSlowDown() {}, onRoundTrip() {},
};

/** How long the other tabs get to say what they hold, in milliseconds. */
const ANSWER_WITHIN = 150;
/** Two who ask in the same moment are both told no, so they ask apart, in milliseconds. */
const SPREAD = 1_000;
/** One stream, one held question, and one for the poll's own, which is nearly always in use on a slow network. */
const ALL_FOUR = 3;
const WITHOUT_HELD = 1;

/**
 * Asks the other tabs whether all four lanes can be opened beside theirs without freezing this browser.
 * Two tabs that ask in the same moment are both told no.
 * @param {import('../common/connection/budget.js').Budget} budget
 */
export async function isRoomForAll(budget) {
  budget.hold(ALL_FOUR);
  budget.refresh();
  await new Promise((resolve) => setTimeout(resolve, ANSWER_WITHIN));
  if (!budget.wouldFreeze(ALL_FOUR)) return true;
  budget.hold(WITHOUT_HELD);
  return false;
}

/**
 * Asks again whenever another tab lets go of something, until there is room. Not all who wait ask in the same moment.
 * @param {import('../common/connection/budget.js').Budget} budget @param {() => void} onRoom
 * @returns {() => void} Gives up waiting.
 */
export function waitForRoom(budget, onRoom) {
  let later = null;
  let isOver = false;
  const stop = () => {
    isOver = true;
    clearTimeout(later);
    budget.onFall = () => {};
  };
  const ask = async () => {
    const isRoom = await isRoomForAll(budget);
    if (isOver) return holdAll(budget); // Somebody decided while we asked.
    if (!isRoom) return;
    stop();
    onRoom();
  };
  budget.onFall = () => {
    clearTimeout(later);
    later = setTimeout(ask, ANSWER_WITHIN + SPREAD * Math.random());
  };
  return stop;
}

/** Somebody knows better. */
export function holdAll(budget) {
  budget.hold(ALL_FOUR);
}

/** The seat that sends everything and keeps the clock. @param {string} room @param {object} on */
export function talkerSeat(room, on) {
  return new RoomClient({ transport: transportFor(room, { kind: 'websocket' }), secret: null, store: FORGETFUL, on: { ...QUIET, ...on } });
}

export class Seat {
  #client;
  #name;
  #isTaken = false;

  /**
   * @param {string} room
   * @param {import('./lane.js').Lane} lane
   * @param {import('../common/connection/transports.js').Choice} choice
   * @param {import('../common/clock.js').Clock} clock The talker's, so that all four are measured by one.
   */
  constructor(room, lane, choice, clock) {
    this.#name = `${NAMES[lane.kind]} lane`;
    this.#client = new RoomClient({
      transport: transportFor(room, choice),
      secret: null,
      store: FORGETFUL,
      clock,
      wire: lane.wire,
      on: lane.handlers,
    });
  }

  get isTaken() {
    return this.#isTaken;
  }

  take() {
    this.#isTaken = true;
    this.#client.join(this.#name);
  }

  /** @param {import('../common/connection/transports.js').Choice} choice Of the same kind. */
  use(choice) {
    this.#client.use(choice);
  }

  wake() {
    if (this.#isTaken) this.#client.wake();
  }

  pause() {
    if (this.#isTaken) this.#client.pause();
  }
}
