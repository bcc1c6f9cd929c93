// Where the parts of the page stand, and which of them show what.
// It must never hold anything but views.

import { h } from '../common/dom.js';
import { MessageLine } from './bar/message_line.js';
import { PageSwitch } from './bar/page_switch.js';
import { PatternTabs } from './bar/pattern_tabs.js';
import { Tools } from './bar/tools.js';
import { TransportView } from './bar/transport_view.js';
import { ClockPanel } from './clock/clock_panel.js';
import { SyncPills } from './clock/sync_pills.js';
import { Playhead } from './grid/playhead.js';
import { GridView } from './grid/grid_view.js';
import { RowMenu } from './grid/row_menu.js';
import { StepPage, pageOf } from './grid/step_page.js';
import { Layout } from './layout.js';

export class PageView {
  element;
  grid;
  transport;
  clock;
  tools;
  /** Keys of the whole page. */
  keys = {
    p: () => this.transport.press(),
    t: () => this.transport.tempo.tap(performance.now()),
    c: () => this.clock.toggle(),
  };
  #tabs;
  #message;
  #pages = new PageSwitch((page) => this.#turn(this.#stepPage.choose(page, performance.now())));
  #stepPage = new StepPage();
  #pills = new SyncPills();
  #menu;
  #playhead;
  #layout;

  /**
   * @param {import('./hand.js').Hand} hand
   * @param {{home: HTMLElement, offer: HTMLElement}} parts
   * @param {object} on onHear, onPreset, onHome, onMode, onNudge, onClock; volumes.
   */
  constructor(hand, { home, offer }, on) {
    this.grid = new GridView({
      onSet: (edits) => hand.set(edits), onMute: hand.flipMute, onSolo: hand.flipSolo, value: hand.value,
      onMenu: (track, opener) => this.#menu.toggle(track, opener, { volume: on.volumes.get(track), canPaste: hand.canPaste }),
      onGoTo: hand.goTo, onTouch: (step) => this.touch(step),
    });
    this.#menu = new RowMenu({
      onVolume: (track, percent) => on.volumes.set(track, percent),
      onCopy: hand.copy, onPaste: hand.paste, onRandom: hand.randomRow, onClear: hand.clearRow,
    });
    this.#playhead = new Playhead(this.grid.tracks, (step) => this.#turn(this.#stepPage.follow(step, performance.now())));
    this.#tabs = new PatternTabs(hand.pattern);
    this.tools = new Tools({
      onPreset: on.onPreset, onRandom: hand.random, onClear: hand.clear,
      onVolume: (percent) => on.volumes.set('all', percent), onClock: () => this.clock.toggle(),
    });
    this.tools.showVolume(on.volumes.get('all'));
    this.clock = new ClockPanel({ onOpen: on.onClock, onMode: on.onMode, onNudge: on.onNudge });
    this.#message = new MessageLine({ onHear: on.onHear });
    this.transport = new TransportView({
      onPlay: hand.playOrStop, onBack: hand.back, onTempo: hand.tempo, onSwing: hand.swing,
      onUndo: hand.undo, onRedo: hand.redo, onHome: on.onHome, isWished: hand.isWished,
    });
    this.grid.element.append(this.#menu.element);
    this.element = h('div', { class: 'music' },
      h('div', { class: 'toolbar' }, this.#tabs.element, this.#pages.element, this.tools.element), offer,
      h('div', { class: 'stage' }, this.grid.element),
      h('div', { class: 'notices' }, this.#pills.element, this.#message.element),
      this.transport.element, this.clock.element, home);
    this.#layout = new Layout(this.element, () => this.#showPage());
    this.#showPage();
  }

  note(text) {
    this.#message.note(text);
  }

  showSilent(silent) {
    this.#message.showSilent(silent);
  }

  showPatterns(about) {
    this.#tabs.show(about);
  }

  showExchanges(count) {
    this.#pills.show(count);
  }

  /** @param {?number} beat @param {number} swing @param {boolean} playing */
  placePlayhead(beat, swing, playing) {
    this.#playhead.place(beat, swing, playing);
  }

  /** A hand is on this step: the page stays there for a while. */
  touch(step) {
    this.#turn(this.#stepPage.choose(pageOf(step), performance.now()));
  }

  #turn(turned) {
    if (turned) this.#showPage();
  }

  #showPage() {
    const { page } = this.#stepPage;
    this.grid.element.dataset.page = page;
    this.#pages.show(page);
    this.#playhead.showPage(this.#layout?.isPaged ? page : null);
  }
}
