// Everything that makes sound, put together: audio device, clocks, scheduler, voices.
// It must never know the page or the connection.

import { Arrival } from './arrival.js';
import { AudioClock } from './audio_clock.js';
import { NOTE_BEATS, STEPS_PER_BEAT } from './events.js';
import { Scheduler } from './scheduler.js';
import { Sounds } from './sounds.js';
import { timeOfBeat } from './transport.js';

/** A step that is too late by more than this, in seconds, is left out: late is worse than missing. */
const TOO_LATE = 0.01;
/** Not sooner than this after the last look, in milliseconds. */
const LOOK_AGAIN = 25;

/**
 * @typedef {object} Played What was handed to the audio device.
 * @property {number} step
 * @property {number} at Server time at which it is heard.
 * @property {number} ideal Server time at which the transport says it belongs.
 * @property {number} when Seconds of the audio context.
 * @property {'scheduled'|'arrival'} mode
 */

export class Player {
  /** @type {Sounds} */
  sounds;
  /** @type {AudioClock} */
  audioClock;
  #context;
  #clock;
  #transport;
  #scheduler;
  #arrival;
  #mode = 'scheduled';
  #isRunning = false;
  #settling = null;
  #lookedAt = -Infinity;
  #on;

  /**
   * @param {object} parts
   * @param {import('../../common/clock.js').Clock} parts.clock
   * @param {import('./transport.js').Transport} parts.transport
   * @param {import('./song.js').Song} parts.song
   * @param {AudioContext} [parts.context] Silent until `unlock` is called from a tap.
   * @param {{onPlayed?: (played: Played) => void, onTakenBack?: (played: Played) => void}} [parts.on] What is taken
   *   back was not heard.
   */
  constructor({ clock, transport, song, context = new AudioContext({ latencyHint: 'interactive' }), on = {} }) {
    this.#on = { onPlayed() {}, onTakenBack() {}, ...on };
    this.#clock = clock;
    this.#transport = transport;
    this.#context = context;
    this.sounds = new Sounds(context);
    this.audioClock = new AudioClock(context, clock);
    const now = () => clock.serverTime(performance.now());
    this.#scheduler = new Scheduler({
      now,
      transport,
      sounding: song.sounding,
      latency: () => this.audioClock.lead,
      hasStood: () => this.audioClock.sample(),
      onStood: () => this.#deviceChanged(),
      play: (hit) => this.#play(hit, this.audioClock.audioTime(hit.at)),
      onBar: () => clock.reanchor(performance.now()),
    });
    this.#arrival = new Arrival({ now, sounding: song.sounding, play: (hit) => this.#playNow(hit) });
    context.addEventListener('statechange', () => this.#deviceChanged());
    globalThis.document?.addEventListener('visibilitychange', () => this.#look());
  }

  /** Sound begins; a browser allows it only from a tap or a key. */
  async unlock() {
    this.#clock.onJump ??= () => {}; // From now on a jump would be heard, so it waits for a bar.
    await this.#context.resume();
    this.#deviceChanged();
  }

  get isUnlocked() {
    return this.#context.state === 'running';
  }

  /** @returns {'scheduled'|'arrival'} */
  get mode() {
    return this.#mode;
  }

  set mode(mode) {
    this.#mode = mode;
    this.#isRunning = false;
    this.#scheduler.stop();
    this.#arrival.stop();
    clearTimeout(this.#settling);
    this.#begin();
  }

  /** A transport vector has just come by event, and was given to the transport too. */
  received(vector) {
    this.#arrival.received(vector);
    this.#look();
  }

  /** The same, by snapshot. */
  caughtUp(vector) {
    this.#arrival.caughtUp(vector);
    this.#look();
  }

  /**
   * Something that is heard has changed. The timer would see it soon enough, but not in a hidden tab, where messages
   * are in time and timers are not. A class that paints makes hundreds of changes a second, so not each is a look.
   */
  changed() {
    if (performance.now() - this.#lookedAt >= LOOK_AGAIN) this.#look();
  }

  #look() {
    this.#lookedAt = performance.now();
    if (this.#isRunning && this.#mode === 'scheduled') this.#scheduler.look();
  }

  /** Starts as soon as the device has shown how late it is. */
  #begin() {
    if (!this.isUnlocked) return;
    this.audioClock.sample();
    this.#isRunning = this.audioClock.isSettled;
    if (this.#isRunning) (this.#mode === 'arrival' ? this.#arrival : this.#scheduler).start();
    else this.#settling = setTimeout(() => this.#begin(), LOOK_AGAIN);
  }

  /** A call or another program may take the device away; what was scheduled then would all come at once later. */
  #deviceChanged() {
    this.audioClock.reset();
    this.mode = this.#mode;
  }

  #play({ step, at, bpm, events }, when) {
    if (when < this.#context.currentTime - TOO_LATE) return () => {};
    const seconds = (NOTE_BEATS * 60) / bpm;
    const start = Math.max(when, this.#context.currentTime);
    const stops = events.map(([, track, level, midi]) => this.sounds.play(track, level, midi, start, seconds));
    const ideal = this.#mode === 'arrival' ? this.#ideal(step) : at;
    const played = { step, at: this.audioClock.serverTime(start), ideal, when: start, mode: this.#mode };
    this.#on.onPlayed(played);
    return () => {
      stops.forEach((stop) => stop());
      if (start > this.#context.currentTime) this.#on.onTakenBack(played);
    };
  }

  #playNow(hit) {
    this.audioClock.sample();
    this.#clock.reanchor(performance.now()); // Nobody asks the clock, so it may jump whenever it likes.
    this.#play(hit, this.#context.currentTime);
  }

  /** Where the step belongs, had the clock been asked. */
  #ideal(step) {
    return timeOfBeat(this.#transport.newest, step / STEPS_PER_BEAT);
  }
}
