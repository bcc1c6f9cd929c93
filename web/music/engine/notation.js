// The song as JSON that a person can read and write, and everything that can be wrong with it, in words. Pure.
// It must never know files or the page.

import { PATTERNS, STEPS, TRACKS, cellIndex, cellValue, isMelodic, levelOf, noteOf } from './events.js';

/** @typedef {import('./link.js').Song} Song */

const FORMAT = 'websockets-notes.song';
const VERSION = 1;
/** By level. */
const MARKS = '.oxX';
const BPM = [40, 240];
const SWING = [0, 60];
const FIELDS = ['format', 'version', 'bpm', 'swing', 'mute', 'solo', 'patterns'];
const MELODIC = TRACKS.filter((_, track) => isMelodic(track));
const ROWS = [...TRACKS, ...MELODIC.map((name) => `${name}_notes`)];

/** @param {Song} song @returns {object} As JSON has it. */
export function toNotation({ bpm, swing, mute, solo, patterns }) {
  const names = (flags) => TRACKS.filter((_, track) => flags[track]);
  const here = patterns.flatMap((cells, index) => (cells ? [[PATTERNS[index], writePattern(cells)]] : []));
  return { format: FORMAT, version: VERSION, bpm, swing, mute: names(mute), solo: names(solo), patterns: Object.fromEntries(here) };
}

/**
 * @param {unknown} json What was parsed.
 * @returns {Song}
 * @throws {Error} Which field is wrong, and what is wanted there.
 */
export function fromNotation(json) {
  demand(isObject(json), 'A song is an object in braces.');
  demand(json.format === FORMAT, `"format" must be "${FORMAT}".`);
  demand(json.version === VERSION, `"version" must be ${VERSION}.`);
  refuseOthers(json, FIELDS, 'A song');
  demand(isObject(json.patterns), '"patterns" must be an object with one to four of A, B, C and D.');
  refuseOthers(json.patterns, PATTERNS, '"patterns"');
  demand(Object.keys(json.patterns).length > 0, '"patterns" must hold at least one of A, B, C and D.');
  return {
    bpm: whole(json.bpm, '"bpm"', BPM),
    swing: whole(json.swing, '"swing"', SWING),
    mute: readTracks(json.mute, '"mute"'),
    solo: readTracks(json.solo, '"solo"'),
    patterns: PATTERNS.map((name) => (name in json.patterns ? readPattern(json.patterns[name], name) : null)),
  };
}

/** @param {string} text A file. @returns {Song} @throws {Error} As above. */
export function parseSong(text) {
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error('This is not JSON.');
  }
  return fromNotation(json);
}

function writePattern(cells) {
  const row = (track, write) => Array.from({ length: STEPS }, (_, step) => write(cells[cellIndex(track, step)])).join('');
  const levels = TRACKS.map((name, track) => [name, row(track, (value) => MARKS[levelOf(value)])]);
  const notes = MELODIC.map((name) => [`${name}_notes`, row(TRACKS.indexOf(name), noteOf)]);
  return Object.fromEntries([...levels, ...notes]);
}

function readPattern(json, pattern) {
  demand(isObject(json), `Pattern ${pattern} must be an object with a row for each track.`);
  refuseOthers(json, ROWS, `Pattern ${pattern}`);
  const cells = new Uint8Array(TRACKS.length * STEPS);
  TRACKS.forEach((name, track) => {
    const levels = readRow(json[name], `"${name}" of pattern ${pattern}`, MARKS, '.');
    const notes = readRow(json[`${name}_notes`], `"${name}_notes" of pattern ${pattern}`, '01234567', '0');
    levels.forEach((level, step) => {
      demand(level > 0 || notes[step] === 0, `"${name}_notes" of pattern ${pattern} must be 0 at step ${step + 1}, which is off.`);
      cells[cellIndex(track, step)] = cellValue(level, notes[step]);
    });
  });
  return cells;
}

/** @returns {number[]} For each step, the place of its character among those allowed. */
function readRow(row, where, allowed, empty) {
  const text = row === undefined ? empty.repeat(STEPS) : row;
  demand(typeof text === 'string' && text.length === STEPS, `${where} must be ${STEPS} characters.`);
  const values = Array.from(text, (character) => allowed.indexOf(character));
  const wrong = values.indexOf(-1);
  demand(wrong === -1, `${where} has "${text[wrong]}" at step ${wrong + 1}; only ${Array.from(allowed).join(' ')} are known.`);
  return values;
}

function readTracks(names, where) {
  demand(Array.isArray(names), `${where} must be a list of tracks; it may be empty.`);
  for (const name of names) demand(TRACKS.includes(name), `${where} names ${JSON.stringify(name)}; the tracks are ${TRACKS.join(', ')}.`);
  return TRACKS.map((name) => names.includes(name));
}

function whole(value, where, [least, most]) {
  demand(Number.isInteger(value) && value >= least && value <= most, `${where} must be a whole number from ${least} to ${most}.`);
  return value;
}

function refuseOthers(json, known, where) {
  const other = Object.keys(json).find((name) => !known.includes(name));
  demand(other === undefined, `${where} has no "${other}"; known are ${known.join(', ')}.`);
}

const isObject = (json) => typeof json === 'object' && json !== null && !Array.isArray(json);

function demand(isSo, problem) {
  if (!isSo) throw new Error(problem);
}
