// One blow on one instrument: the few Web Audio nodes it is made of, all told in advance what they will do.
// It must never know which instrument it is.

/** Below this nothing is heard; an exponential curve can not reach zero. */
const SILENT = 0.0005;
/** How fast a sound that is cut off goes, in seconds; at once would click. */
const CUT = 0.008;

/** One second of hiss. The same on all devices, and made once for each context. @returns {AudioBuffer} */
export function noiseFor(context) {
  const noise = context.createBuffer(1, context.sampleRate, context.sampleRate);
  const samples = noise.getChannelData(0);
  let state = 1;
  for (let index = 0; index < samples.length; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    samples[index] = state / 2 ** 31;
  }
  return noise;
}

export class Strike {
  #context;
  #noise;
  #at;
  #out;
  #sources = [];
  #end;

  /** @param {BaseAudioContext} context @param {AudioBuffer} noise @param {AudioNode} out @param {number} at Seconds. */
  constructor(context, noise, out, at) {
    this.#context = context;
    this.#noise = noise;
    this.#at = at;
    this.#end = at;
    this.#out = context.createGain();
    this.#out.connect(out);
  }

  /** A tone; its pitch may fall, as that of a skin does after the blow. */
  tone(type, from, to = from, fall = 0) {
    const source = this.#context.createOscillator();
    source.type = type;
    source.frequency.value = from;
    if (fall > 0) this.sweep(source.frequency, from, to, fall);
    return source;
  }

  noise() {
    const source = this.#context.createBufferSource();
    source.buffer = this.#noise;
    source.loop = true;
    return source;
  }

  filter(type, frequency, sharpness = 0.7) {
    return new BiquadFilterNode(this.#context, { type, frequency, Q: sharpness });
  }

  fixed(gain) {
    return new GainNode(this.#context, { gain });
  }

  /** Loudness over time: up within a moment, so that nothing clicks, held, and down to nothing. All in seconds. */
  fade(peak, decay, { attack = 0.001, hold = 0, late = 0 } = {}) {
    const node = new GainNode(this.#context, { gain: 0 });
    const start = this.#at + late;
    node.gain.setValueAtTime(0, start);
    node.gain.linearRampToValueAtTime(peak, start + attack);
    node.gain.setValueAtTime(peak, start + attack + hold);
    node.gain.exponentialRampToValueAtTime(SILENT, start + attack + hold + decay);
    node.gain.linearRampToValueAtTime(0, start + attack + hold + decay + CUT);
    this.#end = Math.max(this.#end, start + attack + hold + decay + CUT);
    return node;
  }

  sweep(parameter, from, to, seconds) {
    parameter.setValueAtTime(from, this.#at);
    parameter.exponentialRampToValueAtTime(to, this.#at + seconds);
  }

  /** Sends a source through nodes to the way out; one node may serve several sources. */
  play(source, nodes) {
    nodes.reduce((from, to) => from.connect(to), source).connect(this.#out);
    this.#sources.push(source);
  }

  /** Everything is told: goes. @returns {this} */
  go() {
    for (const source of this.#sources) {
      source.start(this.#at);
      source.stop(this.#end);
    }
    this.#sources[0].onended = () => this.#out.disconnect();
    return this;
  }

  /** Cuts the sound off at a time, or takes it back if it has not begun. */
  cut(at = this.#context.currentTime) {
    if (at >= this.#end) return;
    this.#out.gain.setValueAtTime(1, Math.max(at, 0));
    this.#out.gain.linearRampToValueAtTime(0, at + CUT);
    const stop = at <= this.#at ? this.#at : at + CUT;
    for (const source of this.#sources) source.stop(stop);
  }

  /** Takes a cut back that was planned for a time, if it has not come yet: the sound goes on to its own end. */
  uncut(at) {
    if (at <= this.#context.currentTime || at >= this.#end) return;
    this.#out.gain.cancelScheduledValues(at);
    for (const source of this.#sources) source.stop(this.#end);
  }
}
