// Reading aloud as the chat sees it: lines go in, the caption and the speaker do the rest.
// It must never know the connection, nor how the log is drawn.

import { hueOf } from '../../common/people.js';
import { readVoice } from '../commands.js';
import { Caption, voiceNote } from './caption.js';
import { spoken } from './script.js';
import { Speaker } from './speaker.js';
import { VoiceControl } from './voice_control.js';
import { Voices, chooseVoice } from './voices.js';

export class Reader {
  caption = new Caption();
  control;
  voices;
  #speaker;
  #preferred = null;

  /** @param {{onSkip: (line: object) => void}} on */
  constructor({ onSkip }) {
    const synthesis = globalThis.speechSynthesis ?? null;
    this.#speaker = new Speaker(synthesis, {
      onPiece: ({ about }, piece) => this.caption.show({ ...about, piece }),
      onWord: (start, length) => this.caption.markWord(start, length),
      onSkip: ({ about }) => about.line && onSkip(about.line),
      onSilence: () => this.caption.hide(),
    });
    this.control = new VoiceControl({
      onSwitch: () => this.toggle(),
      onChoose: (name) => this.#prefer(name),
    });
    this.voices = new Voices(synthesis, () => this.control.showVoices(this.voices?.list ?? []));
    this.control.showVoices(this.voices.list);
    if (!synthesis) this.control.remove();
  }

  /** Call it inside a tap. */
  unlock() {
    this.#speaker.unlock();
  }

  toggle() {
    this.#speaker.set(!this.#speaker.isOn);
    this.control.showOn(this.#speaker.isOn);
  }

  /** @param {import('../line.js').Line} line */
  read(line) {
    const { voice: wanted, text } = readVoice(line.text);
    const aloud = spoken(line.me ? `${line.name} ${text}` : text);
    if (aloud) this.#say(aloud, wanted, { line, name: line.name, hue: hueOf(line.from) });
  }

  #say(text, wanted, about) {
    const choice = chooseVoice(this.voices.list, wanted ?? this.#preferred, navigator.language || 'en');
    const note = voiceNote({ ...choice, wanted });
    this.#speaker.say({ text, voice: choice.voice, about: { ...about, note } });
  }

  #prefer(name) {
    this.#preferred = name || null;
    this.#say(name ? `This is ${name}.` : 'Any voice will do.', null, { name: 'Voice', hue: null });
  }
}
