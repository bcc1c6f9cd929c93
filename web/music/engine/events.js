// What sounds when: one pure function from a pattern to its notes, used by live sound, WAV and (in Rust) MIDI.
// It must never know tempo, clocks or audio; a beat is a quarter note.

/** @typedef {[beat: number, track: number, level: number, midi: number]} SongEvent Beat within the pattern. */

/**
 * @typedef {object} Sounding What decides how a pattern sounds.
 * @property {ArrayLike<number>} cells The 128 values of one pattern, at `cellIndex(track, step)`.
 * @property {number} swing Percent of a step, 0 to 60, by which every second step is late.
 * @property {boolean[]} mute By track.
 * @property {boolean[]} solo By track.
 */

export const TRACKS = ['kick', 'snare', 'closed_hat', 'open_hat', 'clap', 'tom', 'bass', 'lead'];
export const PATTERNS = ['A', 'B', 'C', 'D'];
export const STEPS = 16;
export const CELLS = TRACKS.length * STEPS;
export const STEPS_PER_BEAT = 4;
export const BEATS_PER_BAR = STEPS / STEPS_PER_BEAT;
/** How long each note is, in beats: 108 ticks of 480. */
export const NOTE_BEATS = 0.225;

const DRUM_NOTES = [36, 38, 42, 46, 39, 45];
/** A minor pentatonic, in half-tones. */
const SCALE = [0, 3, 5, 7, 10, 12, 15, 17];
const BASS_ROOT = 33;
const LEAD_ROOT = 69;
const BASS = 6;

export const cellIndex = (track, step) => track * STEPS + step;
/** 0 off, 1 soft, 2 normal, 3 accent. */
export const levelOf = (value) => value & 3;
/** The degree of the scale, 0 to 7. */
export const noteOf = (value) => value >> 2;
export const cellValue = (level, note = 0) => (level === 0 ? 0 : (note << 2) | level);
/** Bass and lead play notes; the drums have none. */
export const isMelodic = (track) => track >= BASS;

/** @returns {number} The MIDI note of a cell. */
export function midiOf(track, value) {
  if (!isMelodic(track)) return DRUM_NOTES[track];
  return (track === BASS ? BASS_ROOT : LEAD_ROOT) + SCALE[noteOf(value)];
}

/** @returns {boolean} Whether a track is heard: one solo silences all others, and mute wins over solo. */
function isHeard(track, mute, solo) {
  return (solo.includes(true) ? solo[track] : true) && !mute[track];
}

/** When a step sounds, in beats from the start of its pattern. */
export const beatOf = (step, swing) => (step + (step % 2 === 1 ? swing / 100 : 0)) / STEPS_PER_BEAT;

/**
 * The notes of one step, in the order of the tracks.
 * @param {Sounding} sounding
 * @param {number} step 0 to 15.
 * @returns {SongEvent[]}
 */
export function stepEvents({ cells, swing, mute, solo }, step) {
  const events = [];
  for (let track = 0; track < TRACKS.length; track += 1) {
    const value = cells[cellIndex(track, step)];
    if (levelOf(value) === 0 || !isHeard(track, mute, solo)) continue;
    events.push([beatOf(step, swing), track, levelOf(value), midiOf(track, value)]);
  }
  return events;
}

/**
 * The notes of a whole pattern. Swing is less than a step, so the order of the steps is the order of the beats.
 * @param {Sounding} sounding
 * @returns {SongEvent[]} Sorted by beat, then track.
 */
export function eventList(sounding) {
  return Array.from({ length: STEPS }, (_, step) => stepEvents(sounding, step)).flat();
}
