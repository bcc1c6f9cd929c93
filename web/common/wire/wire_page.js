// What is behind the drawer's button: feed, log, ledger and views, put together when somebody first opens it.
// It must never hold rules of its own.

import { conditionsTool } from '../conditions/panel.js';
import { h } from '../dom.js';
import { download } from './copy.js';
import { detailView } from './detail_view.js';
import { Drawer } from './drawer.js';
import { WireFeed } from './feed.js';
import { LaneStrip } from './lane_strip.js';
import { shapesOf } from './lanes.js';
import { Ledger } from './ledger.js';
import { ListView } from './list_view.js';
import { Ticker } from './ticker.js';
import { ToolsView } from './tools_view.js';
import { TotalsView } from './totals_view.js';
import { bytesText } from './units.js';
import { WireLog } from './wire_log.js';

/** How much time the strip shows, in milliseconds. */
const SPAN = 12_000;

export class WirePage {
  #room;
  #now;
  #clock;
  #log;
  #ledger = new Ledger();
  #feed;
  #keys = [];
  /** How long we were connected, and by what. @type {import('./lanes.js').Stretch[]} */
  #stretches = [];
  #strip = new LaneStrip(SPAN);
  #rate = h('span', { class: 'wire-rate' }, h('b', {}, '0 B'), h('small', {}, 'per second'));
  #totals = new TotalsView();
  #tools;
  #list;
  #drawer;
  #ticker;
  #watched = false;

  /**
   * @param {{room: string, now: {key: ?string, epoch: ?string, links: Map<number, {kind: string, at: number}>}, clock: import('../clock.js').Clock,
   *   shell: import('../shell/shell.js').Shell, onState: (state: string) => void, onLeft: () => void}} parts `now` is kept up to date by its owner.
   */
  constructor({ room, now, clock, shell, onState, onLeft }) {
    this.#room = room;
    this.#now = now;
    this.#clock = clock;
    this.#log = new WireLog({ serverTime: (page) => clock.serverTime(page), onChange: () => this.#ticker?.change() });
    this.#feed = new WireFeed(room, { onRecords: (records) => this.#take(records), onState: (open) => this.#feedState(open) });
    this.#tools = new ToolsView({
      onFilter: (wish) => this.#list.filter(wish),
      onPause: (paused) => this.#log.pause(paused),
      onClear: () => this.#log.clear(),
      onExport: () => this.#export(),
    });
    this.#list = new ListView(this.#log, (row) => this.#open(row));
    const { tool, panel } = conditionsTool();
    this.#tools.add(tool);
    const body = [this.#totals.element, this.#tools.element, panel, this.#list.element];
    this.#drawer = new Drawer({ strip: this.#strip.element, rate: this.#rate, body }, { onShown: (state) => this.#shown(state, onState), onLeft });
    this.#ticker = new Ticker({ onFrame: () => this.#drawStrip(), onChange: () => this.#list.show(), onNumbers: () => this.#drawNumbers() });
    for (const [link, opened] of now.links) this.#stretch(opened, link);
    shell.addDrawer(this.#drawer.element);
    window.addEventListener('pagehide', () => this.#feed.close()); // An open socket keeps a page out of the back/forward cache.
    window.addEventListener('pageshow', () => this.watch());
  }

  toggle() {
    if (this.#drawer.isOpen) return this.#drawer.fold();
    this.#drawer.open();
    this.#drawer.focus();
  }

  opening(opened, link) {
    this.#stretch(opened, link);
    this.#log.opening(opened.kind, opened.at);
  }

  sent(frame, at) {
    if (this.#feed.isOpen) this.#log.sent(frame, at);
  }

  heard(frame, at) {
    if (this.#feed.isOpen || frame.type === 'welcome') this.#log.heard(frame, at);
  }

  closed({ kind, code, reason }, link) {
    const at = performance.now();
    const open = this.#stretches.find((stretch) => stretch.link === link);
    if (open) open.to = this.#clock.serverTime(at);
    this.#log.closed({ kind, code, reason }, at);
  }

  /** The connection of before is watched on, so that its end is seen. */
  watch() {
    const { key } = this.#now;
    if (key && this.#keys.at(-1) !== key) this.#keys = [...this.#keys.slice(-1), key];
    if (this.#drawer.state !== 'off') this.#feed.watch(this.#keys);
  }

  #stretch({ kind, at }, link) {
    this.#stretches = [...this.#stretches.slice(-20), { link, transport: kind, from: this.#clock.serverTime(at), to: null }];
  }

  /** All that is shown, as it is exported. @returns {{totals: import('./ledger.js').Totals, forgotten: number, missed: number, rows: object[]}} */
  get told() {
    const { rows, forgotten, missed } = this.#log;
    const totals = this.#ledger.sum(performance.now());
    return { totals, forgotten, missed, rows: rows.map(({ frame, ...row }) => row) }; // Its text says the same.
  }

  #take(records) {
    const now = performance.now();
    for (const record of records) {
      this.#ledger.add(record, now);
      this.#log.add(record, now);
    }
  }

  #feedState(open) {
    if (open && this.#watched) this.#log.gap(performance.now());
    this.#watched ||= open;
    this.#list.showFeed(open);
  }

  #shown(state, onState) {
    if (state === 'off') this.#feed.close();
    else this.watch();
    this.#ticker.run(state !== 'off');
    onState(state);
  }

  #drawStrip() {
    const now = this.#clock.serverTime(performance.now());
    this.#strip.draw(shapesOf(this.#log.rows, this.#stretches, now, SPAN), now);
  }

  #drawNumbers() {
    const totals = this.#ledger.sum(performance.now());
    this.#rate.firstChild.textContent = bytesText(totals.perSecond);
    this.#totals.show(totals);
    this.#tools.showPause(this.#log.waiting);
  }

  #open(row) {
    const { epoch } = this.#now;
    this.#list.showDetail(row, (onBack) => detailView(row, { room: this.#room, epoch, wallTime: (at) => this.#clock.wallTime(at), onBack }));
  }

  #export() {
    download(`wire-${this.#room}.json`, JSON.stringify({ room: this.#room, at: new Date().toISOString(), ...this.told }, null, 1));
  }
}
