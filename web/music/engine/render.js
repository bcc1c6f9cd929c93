// The song as it sounds, computed faster than it is heard: the same events and the same voices, into a buffer.
// It must never know the room or its clock.

import { BEATS_PER_BAR, NOTE_BEATS, eventList } from './events.js';
import { Sounds } from './sounds.js';

const RATE = 44_100;
/** What still rings after the last bar, in seconds. */
const TAIL = 1;

/**
 * @param {import('./events.js').Sounding} sounding One pattern.
 * @param {{bpm: number, bars?: number}} options
 * @returns {Promise<AudioBuffer>}
 */
export function renderBars(sounding, { bpm, bars = 1 }) {
  const beat = 60 / bpm;
  const context = new OfflineAudioContext(2, Math.ceil((bars * BEATS_PER_BAR * beat + TAIL) * RATE), RATE);
  const sounds = new Sounds(context);
  const events = eventList(sounding);
  for (let bar = 0; bar < bars; bar += 1) {
    for (const [at, track, level, midi] of events) {
      sounds.play(track, level, midi, (bar * BEATS_PER_BAR + at) * beat, NOTE_BEATS * beat);
    }
  }
  return context.startRendering();
}
