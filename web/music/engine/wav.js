// Sound as a file that everything can open: WAV, 16 bits, as many channels as there are. Pure.
// It must never know where the sound came from.

const HEADER = 44;
const PCM = 1;
const BYTES = 2;

/**
 * @param {Float32Array[]} channels All of one length; samples from -1 to 1, what lies beyond is cut.
 * @param {number} sampleRate
 * @returns {ArrayBuffer}
 */
export function encodeWav(channels, sampleRate) {
  const frame = channels.length * BYTES;
  const size = channels[0].length * frame;
  const view = new DataView(new ArrayBuffer(HEADER + size));
  const text = (at, letters) => Array.from(letters, (letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  text(0, 'RIFF');
  view.setUint32(4, HEADER - 8 + size, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, PCM, true);
  view.setUint16(22, channels.length, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * frame, true);
  view.setUint16(32, frame, true);
  view.setUint16(34, BYTES * 8, true);
  text(36, 'data');
  view.setUint32(40, size, true);
  channels.forEach((samples, channel) => {
    for (let index = 0; index < samples.length; index += 1) {
      view.setInt16(HEADER + index * frame + channel * BYTES, asInteger(samples[index]), true);
    }
  });
  return view.buffer;
}

const asInteger = (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * 32_767);
