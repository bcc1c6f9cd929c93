// The voices of this device, and which of them answers to a name.
// It must never speak, nor know why a voice is wanted.

/** Some browsers fill the list late and tell nobody, so it is read again after these milliseconds. */
const LOOK_AGAIN = [250, 1_000];

/** While a command is typed, the blanks in a voice's name are still written as `_`. */
const plain = (name) => name.toLowerCase().replace(/[\s_]+/gu, ' ').trim();

/**
 * Exact name, then the same ignoring case, then the beginning of a name, then a voice for the language.
 * @param {{name: string, lang: string, default?: boolean}[]} voices
 * @param {?string} wanted
 * @param {string} language Such as "en-GB".
 * @returns {{voice: ?object, found: boolean}} `found` is false when another voice stands in.
 */
export function chooseVoice(voices, wanted, language) {
  const first = (matches) => voices.find(matches) ?? null;
  const named = wanted && (first(({ name }) => name === wanted)
    ?? first(({ name }) => plain(name) === plain(wanted))
    ?? first(({ name }) => plain(name).startsWith(plain(wanted))));
  if (named) return { voice: named, found: true };
  const speaks = (start) => ({ lang }) => lang.replace('_', '-').toLowerCase().startsWith(start.toLowerCase());
  const standIn = first((voice) => voice.default && speaks(language.slice(0, 2))(voice))
    ?? first(speaks(language)) ?? first(speaks(language.slice(0, 2)))
    ?? first((voice) => voice.default) ?? first(() => true);
  return { voice: standIn, found: !wanted };
}

export class Voices {
  #synthesis;
  #list = [];
  #onChange;

  /**
   * @param {?SpeechSynthesis} synthesis
   * @param {() => void} onChange
   */
  constructor(synthesis, onChange) {
    this.#synthesis = synthesis;
    this.#onChange = onChange;
    this.#load();
    synthesis?.addEventListener?.('voiceschanged', () => this.#load());
    if (synthesis) for (const after of LOOK_AGAIN) setTimeout(() => this.#load(), after);
  }

  get list() {
    return this.#list;
  }

  get names() {
    return this.#list.map((voice) => voice.name);
  }

  has(word) {
    return chooseVoice(this.#list, word, '').found;
  }

  #load() {
    const list = this.#synthesis?.getVoices() ?? [];
    if (list.length === this.#list.length) return;
    this.#list = list;
    this.#onChange();
  }
}
