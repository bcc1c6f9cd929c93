// What of the song and the transport is to be seen at this moment, on the clock that also decides what is heard.
// It must never build DOM nodes, nor send anything.

import { STEPS, TRACKS, levelOf } from './engine/events.js';

export class Show {
  /** The pattern that is shown: the one that plays, even if another is about to. */
  pattern = 0;
  /** Whether the tabs have to be looked at in the next frame: events come faster than frames, and all cells count there. */
  #areTabsOld = false;
  #parts;

  /** For the song: what has changed, and has to be shown. @type {import('./engine/song.js').SongHandlers} */
  handlers = {
    onCells: (changes) => this.#cells(changes),
    onReset: () => this.#reset(),
    onSetting: (what) => this.#setting(what),
  };

  /** @param {object} parts song, transport, clock, view, loop, and `me()`, my id. */
  use(parts) {
    this.#parts = parts;
  }

  /** The newest vector, which may not be in force yet. */
  showTransport({ bpm }) {
    this.#parts.view.transport.tempo.show(bpm);
    this.#parts.loop.wake();
  }

  /**
   * One frame.
   * @param {number} now Local time.
   * @returns {boolean} Whether something moves.
   */
  frame(now) {
    const { song, transport, clock, view } = this.#parts;
    if (this.#areTabsOld) this.#showTabs();
    const time = clock.serverTime(now);
    const { playing } = transport.inForce(time);
    const wanted = transport.newest.playing;
    const isComing = transport.pending(time) !== null || this.#turn(time);
    view.transport.showState(playing ? (wanted ? 'playing' : 'stopping') : wanted ? 'starting' : 'stopped');
    view.placePlayhead(transport.position(time), song.swing, playing);
    return playing || isComing;
  }

  /** Takes the pattern that was announced, once its time has come. @returns {boolean} Whether it has still to come. */
  #turn(time) {
    const { song } = this.#parts;
    if (song.pattern === this.pattern) return false;
    if (time < song.patternFrom) return true;
    this.#all(song.pattern);
    return false;
  }

  /** A snapshot may come while another pattern is announced. */
  #reset() {
    const { song, clock } = this.#parts;
    this.#all(song.sounding.at(clock.serverTime(performance.now())).pattern);
  }

  #all(pattern) {
    const { song, view, loop } = this.#parts;
    this.pattern = pattern;
    const all = TRACKS.flatMap((_, track) => Array.from({ length: STEPS }, (__, step) => [track, step]));
    view.grid.showAll(
      all.map((place) => song.value(this.pattern, ...place)),
      all.map((place) => song.writer(this.pattern, ...place)),
    );
    view.grid.showFlips(song);
    view.transport.swing.show(song.swing);
    this.#patterns();
    loop.wake();
  }

  #setting(what) {
    const { song, view, loop } = this.#parts;
    if (what === 'swing') view.transport.swing.show(song.swing);
    else if (what === 'pattern') this.#patterns();
    else view.grid.showFlips(song);
    loop.wake();
  }

  #cells(changes) {
    const { song, view, me } = this.#parts;
    for (const { pattern, track, step, value, by, isNews } of changes) {
      if (pattern !== this.pattern) continue;
      const cell = view.grid.cell(track, step);
      if (by === null) cell.mine(value, me());
      // Mine lies above what has changed; whether it stays there, its echo will tell.
      else if (song.isPending(pattern, track, step)) continue;
      else if (isNews) cell.change(value, by);
      else cell.rest(value, by); // Mine was refused, and nobody else was quicker.
    }
    this.#patterns();
  }

  #patterns() {
    this.#areTabsOld = true;
    this.#parts.loop.wake();
  }

  #showTabs() {
    const { song, view } = this.#parts;
    this.#areTabsOld = false;
    const filled = song.shown.map((cells) => cells.some((value) => levelOf(value) > 0));
    view.showPatterns({ shown: this.pattern, coming: song.pattern === this.pattern ? null : song.pattern, filled });
  }
}
