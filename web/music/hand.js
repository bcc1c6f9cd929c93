// What the person at this page wants of the song, turned into commands.
// It must never know what others do, nor how a command travels.

import { STEPS, STEPS_PER_BEAT, TRACKS, cellIndex, levelOf, midiOf } from './engine/events.js';
import { fitTrack } from './levels.js';
import { randomGroove, randomRow } from './random_groove.js';
import { joinWish } from './wishes.js';

const WAITS = 'The room does not answer just now. It hears of this as soon as it does.';
const FULL = 'Too many changes wait for the connection. This one was not made.';
/** How a cell sounds that was set while nothing plays. */
const PREVIEW_SECONDS = 0.18;
const SOFT = 1;
/** Any number will do; it only has to be another one than that of my other tabs and earlier loads. */
const GROUPS = 2 ** 32;

export class Hand {
  #parts;
  #group = Math.floor(Math.random() * GROUPS);
  /** A row that was copied, as sixteen values. */
  #copied = null;

  /** @param {object} parts client, song, transport, player, `audioNow()` in seconds, `pattern()`, the one
   *   that is shown, `isOnline()`, and `note(text)`. */
  constructor(parts) {
    this.#parts = parts;
  }

  /** What is done under one number is undone together. @returns {number} */
  newGroup = () => (this.#group = (this.#group + 1) % GROUPS);

  get canPaste() {
    return this.#copied !== null;
  }

  /** What is shown of a cell. */
  value = (track, step) => this.#parts.song.value(this.#parts.pattern(), track, step);

  /** @param {import('./grid/brush.js').Edit[]} edits */
  set(edits, group = this.newGroup()) {
    const pattern = this.#parts.pattern();
    const cells = edits.filter(([track, step, value]) => this.value(track, step) !== value).map((edit) => [pattern, ...edit]);
    if (cells.length === 0) return;
    const told = this.#command({ type: 'set', group, cells });
    if (told === null) return;
    this.#parts.song.edit(told.key, told.command.cells);
    if (cells.length === 1) this.#preview(cells[0]);
  }

  /** Shows again what was still waiting when the page was loaded again. */
  showRestored() {
    for (const { key, command } of this.#parts.client.restored) {
      if (command.type === 'set') this.#parts.song.edit(key, command.cells);
    }
  }

  undo = () => this.#command({ type: 'undo' });
  redo = () => this.#command({ type: 'redo' });
  play = () => this.#command({ type: 'play' });
  stop = () => this.#command({ type: 'stop' });
  back = () => this.goTo(0);
  goTo = (step) => this.#command({ type: 'seek', beat: step / STEPS_PER_BEAT });
  tempo = (bpm) => this.#command({ type: 'tempo', bpm });
  swing = (percent) => this.#command({ type: 'swing', percent });
  /** The other of the two, also of a wish that is not answered yet: two presses shall be back where it was. */
  playOrStop = () => {
    const wished = this.#wished(({ type }) => type === 'play' || type === 'stop');
    const plays = wished ? wished.type === 'play' : this.#parts.transport.newest.playing;
    return plays ? this.stop() : this.play();
  };
  flipMute = (track) => this.#flip('mute', track);
  flipSolo = (track) => this.#flip('solo', track);
  pattern = (pattern) => this.#command({ type: 'pattern', pattern });
  rename = (name) => this.#command({ type: 'rename', name });

  /** Whether the room has still to decide something of this kind. @param {string} type */
  isWished = (type) => this.#wished((command) => command.type === type) !== undefined;

  /** @param {object} song As JSON has it. @returns {boolean} Whether there was room for it. */
  load(song) {
    return this.#command({ type: 'load', group: this.newGroup(), song }) !== null;
  }

  copy = (track) => (this.#copied = this.#row((step) => this.value(track, step)));
  paste = (track) => this.#copied && this.#setRow(track, this.#copied.map((value) => fitTrack(track, value)));
  clearRow = (track) => this.#setRow(track, this.#row(() => 0));
  randomRow = (track) => this.#setRow(track, randomRow(track));
  clear = () => this.#setAll(() => 0);

  random = () => {
    const groove = randomGroove();
    this.#setAll((track, step) => groove[cellIndex(track, step)]);
  };

  #flip(type, track) {
    const wished = this.#wished((command) => command.type === type && command.track === track);
    return this.#command({ type, track, on: !(wished ?? { on: this.#parts.song[type][track] }).on });
  }

  /** @returns {object|undefined} The last command of this kind that the room has not decided. */
  #wished(isMeant) {
    return this.#parts.client.undecided.findLast(({ command }) => isMeant(command))?.command;
  }

  #row(make) {
    return Array.from({ length: STEPS }, (_, step) => make(step));
  }

  #setRow(track, values) {
    this.set(values.map((value, step) => [track, step, value]));
  }

  #setAll(make) {
    this.set(TRACKS.flatMap((_, track) => this.#row((step) => [track, step, make(track, step)])));
  }

  /** @returns {?import('./wishes.js').Waiting} What is told to the room, or null if there is no room for it. */
  #command(command) {
    const { client, note, isOnline } = this.#parts;
    // Painting shows by itself that it waits; a button would look broken.
    if (!isOnline() && command.type !== 'set') note(WAITS);
    const joined = joinWish(client.undecided.filter(({ n }) => n === null), command);
    if (joined) client.replace(joined.key, joined.command);
    if (joined) return joined;
    if (!client.isFull) return { key: client.command(command), command };
    note(FULL);
    return null;
  }

  /** While nothing plays one wants to hear what one has just set; softly, it is for me alone. */
  #preview([, track, , value]) {
    const { player, transport } = this.#parts;
    if (levelOf(value) === 0 || transport.newest.playing || !player.isUnlocked) return;
    player.sounds.play(track, SOFT, midiOf(track, value), this.#parts.audioNow(), PREVIEW_SECONDS);
  }
}
