// Reads lines aloud, one after the other, and is never stuck. Off until it is switched on.
// It must never know the page, nor which voice fits which name.

import { pieces } from './script.js';

const WAITING_AT_MOST = 5;
/** How long a piece may take before it is given up, in milliseconds. */
const PATIENCE = 2_000;
const PATIENCE_PER_CHARACTER = 90;

/**
 * @typedef {object} Speech
 * @property {string} text
 * @property {?object} voice One of the device's voices, or null for its own choice.
 * @property {object} about Handed back with every piece of news.
 */

/**
 * @typedef {object} SpeakerHandlers
 * @property {(speech: Speech, piece: string) => void} onPiece A piece begins.
 * @property {(start: number, length: number) => void} onWord The word being read, inside the piece.
 * @property {(speech: Speech) => void} onSkip Too much is waiting; this one will not be read.
 * @property {() => void} onSilence
 */

export class Speaker {
  #synthesis;
  #on;
  #queue = [];
  #isOn = false;
  #speech = null;
  #pieces = [];
  /** A browser may collect an utterance that nobody refers to, and then its end is never reported. */
  #utterance = null;
  #watchdog = null;

  /**
   * @param {?SpeechSynthesis} synthesis
   * @param {SpeakerHandlers} on
   */
  constructor(synthesis, on) {
    this.#synthesis = synthesis;
    this.#on = on;
  }

  get isOn() {
    return this.#isOn;
  }

  /** Has to be called by a tap or a key: a browser lets a page speak only after one. */
  unlock() {
    if (!this.#synthesis || this.#utterance) return;
    const silent = new SpeechSynthesisUtterance(' ');
    silent.volume = 0;
    this.#synthesis.speak(silent);
  }

  set(on) {
    this.#isOn = on && this.#synthesis !== null;
    if (this.#isOn) return this.unlock();
    this.#queue = [];
    this.#silence();
  }

  /** @param {Speech} speech */
  say(speech) {
    if (!this.#isOn) return;
    this.#queue.push(speech);
    while (this.#queue.length > WAITING_AT_MOST) this.#on.onSkip(this.#queue.shift());
    if (!this.#speech) this.#nextSpeech();
  }

  #nextSpeech() {
    this.#speech = this.#queue.shift() ?? null;
    if (!this.#speech) return this.#silence();
    this.#pieces = pieces(this.#speech.text);
    this.#nextPiece();
  }

  #nextPiece() {
    clearTimeout(this.#watchdog);
    const piece = this.#pieces.shift();
    if (piece === undefined) return this.#nextSpeech();
    const utterance = new SpeechSynthesisUtterance(piece);
    utterance.voice = this.#speech.voice;
    if (this.#speech.voice) utterance.lang = this.#speech.voice.lang;
    // An utterance that was given up still reports its end, at a time when another one is being read.
    const ifCurrent = (act) => (event) => utterance === this.#utterance && act(event);
    utterance.onboundary = ifCurrent((event) => this.#on.onWord(event.charIndex, event.charLength ?? 0));
    utterance.onend = utterance.onerror = ifCurrent(() => this.#nextPiece());
    this.#utterance = utterance;
    this.#watchdog = setTimeout(() => this.#giveUp(), PATIENCE + PATIENCE_PER_CHARACTER * piece.length);
    this.#on.onPiece(this.#speech, piece);
    this.#synthesis.speak(utterance);
  }

  /** The device went silent without a word. */
  #giveUp() {
    this.#utterance = null;
    this.#synthesis.cancel();
    this.#nextPiece();
  }

  #silence() {
    clearTimeout(this.#watchdog);
    this.#speech = null;
    this.#utterance = null;
    this.#pieces = [];
    this.#synthesis?.cancel();
    this.#on.onSilence();
  }
}
