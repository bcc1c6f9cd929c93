// What this device alone decides about its sound: whether it may sound, how loud, how early, and by which way of playing.
// It must never know the room.

import { deviceMemory } from '../common/memory.js';
import { Volumes } from './volumes.js';

const NUDGE = 'music.nudge';
const MOST_NUDGE = 250;

export class SoundDesk {
  volumes;
  #parts;
  #view = null;
  #lead = 0;

  /** @param {object} parts context, player, probe, clock. */
  constructor(parts) {
    this.#parts = parts;
    this.volumes = new Volumes(parts.player.sounds);
    parts.player.audioClock.nudge = keptNudge();
    parts.context.addEventListener('statechange', () => this.showSilent());
    // Whatever a hand does first on this page is a gesture; after a reload there may be no other.
    for (const gesture of ['pointerup', 'keydown']) document.addEventListener(gesture, () => this.unlock(), { capture: true });
  }

  use(view) {
    this.#view = view;
    view.clock.showNudge(this.#parts.player.audioClock.nudge);
    this.showSilent();
  }

  /** To be called from a tap or a key. */
  async unlock() {
    if (!this.#parts.player.isUnlocked) await this.#parts.player.unlock();
  }

  showSilent() {
    this.#view.showSilent(!this.#parts.player.isUnlocked);
  }

  /** @param {number} lead How far ahead changes are announced, in milliseconds. */
  set lead(lead) {
    this.#lead = lead;
    this.show();
  }

  /** There is something new to see about the clock. */
  show() {
    const { clock, player, probe } = this.#parts;
    this.#view.showExchanges(clock.exchanges.length);
    const { latency } = player.audioClock;
    this.#view.clock.show({ clock, latency, lead: this.#lead, spread: probe.spread, mode: player.mode });
  }

  /** @param {'scheduled'|'arrival'} mode */
  playBy(mode) {
    this.#parts.player.mode = mode;
    this.#parts.probe.clear(); // What is said about it shall be about this way.
    this.show();
  }

  /** @param {number} milliseconds How much earlier this device plays. */
  nudge(milliseconds) {
    this.#parts.player.audioClock.nudge = milliseconds;
    deviceMemory.set(NUDGE, String(milliseconds));
    this.#view.clock.showNudge(milliseconds);
  }
}

/** A curious person may have written something else there. */
function keptNudge() {
  const kept = Number(deviceMemory.get(NUDGE) ?? 0);
  return Math.abs(kept) <= MOST_NUDGE ? kept : 0;
}
