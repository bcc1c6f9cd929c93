// The wire made visible, in two lines of a page: what its connection reports goes in, a button and a drawer come out.
// Until somebody opens the drawer this only remembers which connection is ours. It must never know one demo.

import { button, h } from '../dom.js';
import { icon } from '../shell/icons.js';

export class Wire {
  /** What `RoomClient` tells of its connection. */
  observer = {
    opening: (kind, link) => this.#opening(kind, link),
    sent: (frame, at) => this.#page?.sent(frame, at),
    heard: (frame, at) => this.#heard(frame, at),
    closed: (code, reason, link) => this.#closed(code, reason, link),
  };
  /** What is ours now, as far as anybody needs to know who looks later. While we change transports there are two links. */
  #now = { key: null, epoch: null, links: new Map() };
  #room;
  #page = null;
  #loading = null;
  #parts;
  #tool;

  /** @param {string} room */
  constructor(room) {
    this.#room = room;
    this.#tool = button(
      { class: 'tool', 'aria-label': 'Wire', title: 'What goes over the wire (W)', 'aria-expanded': 'false', 'aria-controls': 'wire' },
      () => this.#toggle(), icon('wire'), h('span', { class: 'tool-word' }, 'Wire'),
    );
  }

  /** @param {import('../shell/shell.js').Shell} shell @param {import('../clock.js').Clock} clock */
  mount(shell, clock) {
    this.#parts = { shell, clock };
    shell.addTool(this.#tool, { w: () => this.#toggle() });
    if (new URLSearchParams(location.search).has('probe')) window.wireProbe = () => this.#page?.told ?? null;
  }

  async #toggle() {
    this.#loading ??= import('./wire_page.js');
    try {
      const { WirePage } = await this.#loading;
      this.#page ??= new WirePage({
        room: this.#room,
        now: this.#now,
        clock: this.#parts.clock,
        shell: this.#parts.shell,
        onState: (state) => this.#tool.setAttribute('aria-expanded', state === 'open'),
        onLeft: () => this.#tool.focus(),
      });
      this.#page.toggle();
    } catch (error) {
      this.#loading = null; // The server is away; another press asks again.
      console.error(error);
    }
  }

  #opening(kind, link) {
    const opened = { kind, at: performance.now() };
    this.#now.links.set(link, opened);
    this.#page?.opening(opened, link);
  }

  #heard(frame, at) {
    this.#page?.heard(frame, at);
    if (frame.type !== 'welcome') return;
    this.#now.key = frame.connection ?? null;
    this.#now.epoch = frame.epoch;
    this.#page?.watch();
  }

  #closed(code, reason, link) {
    const kind = this.#now.links.get(link)?.kind ?? '';
    this.#now.links.delete(link);
    this.#page?.closed({ kind, code, reason }, link);
  }
}
