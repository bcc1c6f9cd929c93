// How loud each track and all of them are on this device, remembered here and told to nobody.
// It must never know the song.

import { deviceMemory } from '../common/memory.js';
import { TRACKS } from './engine/events.js';

const FULL = 100;

export class Volumes {
  #sounds;
  #memory;

  /** @param {{setVolume: Function, setMaster: Function}} sounds Takes volumes from 0 to 1. */
  constructor(sounds, memory = deviceMemory) {
    this.#sounds = sounds;
    this.#memory = memory;
    TRACKS.forEach((_, track) => this.#apply(track));
    this.#apply('all');
  }

  /** @param {number|'all'} which A track, or all of them. @returns {number} Percent. */
  get(which) {
    const kept = this.#memory.get(`volume.${which}`);
    const percent = kept === null ? FULL : Number(kept);
    return percent >= 0 && percent <= FULL ? percent : FULL; // A curious person wrote something else there.
  }

  set(which, percent) {
    this.#memory.set(`volume.${which}`, String(percent));
    this.#apply(which);
  }

  /** What is heard grows with the square, so that the middle of the slider is half as loud. */
  #apply(which) {
    const volume = (this.get(which) / FULL) ** 2;
    if (which === 'all') this.#sounds.setMaster(volume);
    else this.#sounds.setVolume(which, volume);
  }
}
