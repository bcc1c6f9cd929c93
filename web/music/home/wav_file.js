// The whole song as sound: the patterns one after the other, each a few bars, in one file.
// It must never know the room; it computes faster than anybody hears.

import { BEATS_PER_BAR } from '../engine/events.js';
import { renderBars } from '../engine/render.js';
import { encodeWav } from '../engine/wav.js';

/**
 * @param {import('../engine/link.js').Song} song
 * @param {number} bars Of each pattern.
 * @returns {Promise<Blob>}
 */
export async function toWav({ bpm, swing, mute, solo, patterns }, bars) {
  const parts = [];
  for (const cells of patterns.filter(Boolean)) parts.push(await renderBars({ cells, swing, mute, solo }, { bpm, bars }));
  const rate = parts[0].sampleRate;
  const length = Math.round((bars * BEATS_PER_BAR * 60 * rate) / bpm);
  const channels = [0, 1].map((channel) => overlap(parts.map((part) => part.getChannelData(channel)), length));
  return new Blob([encodeWav(channels, rate)], { type: 'audio/wav' });
}

/**
 * What still rings at the end of one part goes on under the beginning of the next.
 * @param {Float32Array[]} parts
 * @param {number} length From the beginning of one to that of the next, in samples.
 * @returns {Float32Array}
 */
export function overlap(parts, length) {
  const all = new Float32Array((parts.length - 1) * length + parts.at(-1).length);
  parts.forEach((part, index) => part.forEach((sample, at) => (all[index * length + at] += sample)));
  return all;
}
