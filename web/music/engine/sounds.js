// The mixer: eight tracks with a volume of this device's own, a master, and a limit that nothing can pass.
// It must never know when something is to be played, only that it is, and the same way live and in a file.

import { TRACKS } from './events.js';
import { Strike, noiseFor } from './strike.js';
import { VOICES } from './voices.js';

const CLOSED_HAT = TRACKS.indexOf('closed_hat');
const OPEN_HAT = TRACKS.indexOf('open_hat');
/** So that the tracks are about as loud as one another, and all of them together stay below the limit. */
const MIX = [0.8, 0.55, 0.42, 0.4, 0.5, 0.6, 0.55, 0.62];
/** Left to right, as a drummer's kit is seen from the class. */
const PLACE = [0, 0, 0.2, 0.2, -0.15, -0.25, 0, 0.1];
const MASTER = 0.85;
/** How fast a slider's move is followed, in seconds; at once would crackle. */
const GLIDE = 0.02;
/** Up to here nothing is changed; above, the curve bends towards one. */
const KNEE = 0.7;
/** How much louder than full the sum of all tracks may become before it is cut instead of bent. */
const HEADROOM = 3;
/** Hats are remembered this long, in seconds: the open one has ended by then, and no plan reaches further ahead. */
const REMEMBERED = 3;

export class Sounds {
  #context;
  #noise;
  #master;
  #tracks;
  #open = new Set();
  #closed = new Set();

  /** @param {BaseAudioContext} context Live or offline. @param {AudioNode} [out] */
  constructor(context, out = context.destination) {
    this.#context = context;
    this.#noise = noiseFor(context);
    this.#master = new GainNode(context, { gain: MASTER });
    // A compressor would look ahead and so delay everything by a few milliseconds. A bent curve is on time.
    const limit = new WaveShaperNode(context, { curve: limitCurve() });
    this.#master.connect(new GainNode(context, { gain: 1 / HEADROOM })).connect(limit).connect(out);
    this.#tracks = TRACKS.map((_, track) => this.#channel(track));
  }

  /**
   * @param {number} track 0 to 7.
   * @param {number} level 1 soft, 2 normal, 3 accent.
   * @param {number} midi Note; only the melodic tracks listen to it.
   * @param {number} at Seconds of the context.
   * @param {number} length Of the note, in seconds.
   * @returns {() => void} Takes it back, or cuts it off.
   */
  play(track, level, midi, at, length) {
    const strike = new Strike(this.#context, this.#noise, this.#tracks[track].input, at);
    VOICES[track](strike, level, 440 * 2 ** ((midi - 69) / 12), length);
    strike.go();
    const lift = this.#pedal(track, { at, strike, choked: Infinity });
    return () => {
      lift();
      strike.cut();
    };
  }

  /** @param {number} track @param {number} volume 0 to 1, of this device alone. */
  setVolume(track, volume) {
    this.#tracks[track].fader.gain.setTargetAtTime(volume, this.#context.currentTime, GLIDE);
  }

  /** @param {number} volume 0 to 1. */
  setMaster(volume) {
    this.#master.gain.setTargetAtTime(MASTER * volume, this.#context.currentTime, GLIDE);
  }

  #channel(track) {
    const input = new GainNode(this.#context, { gain: MIX[track] });
    const fader = new GainNode(this.#context, { gain: 1 });
    input.connect(fader).connect(new StereoPannerNode(this.#context, { pan: PLACE[track] })).connect(this.#master);
    return { input, fader };
  }

  /** The two hats are one: the closed one ends the open one. @returns {() => void} As if it had not been struck. */
  #pedal(track, hat) {
    if (track !== OPEN_HAT && track !== CLOSED_HAT) return () => {};
    const alike = track === OPEN_HAT ? this.#open : this.#closed;
    for (const old of alike) if (old.at < hat.at - REMEMBERED) alike.delete(old);
    alike.add(hat);
    this.#choke();
    return () => {
      alike.delete(hat);
      this.#choke();
    };
  }

  /** Each open hat ends with the first closed one after it, in whatever order they were planned or taken back. */
  #choke() {
    for (const hat of this.#open) {
      const first = Math.min(...[...this.#closed].map(({ at }) => at).filter((at) => at > hat.at));
      if (first === hat.choked) continue;
      hat.strike.uncut(hat.choked);
      hat.strike.cut(first);
      hat.choked = first;
    }
  }
}

/** The shaper's input of -1 to 1 stands for all of the headroom. */
function limitCurve() {
  const bend = (loud) => (loud <= KNEE ? loud : KNEE + (1 - KNEE) * Math.tanh((loud - KNEE) / (1 - KNEE)));
  return Float32Array.from({ length: 8_193 }, (_, index) => {
    const value = (HEADROOM * (index - 4_096)) / 4_096;
    return Math.sign(value) * bend(Math.abs(value));
  });
}
