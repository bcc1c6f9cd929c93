// The way into a room and out of it, the same in every demo: a name, a seat that was kept, another name, somebody new,
// goodbye. It must never know the demo.

import { friendlyName } from '../names.js';

export class Entrance {
  #parts;

  /**
   * @param {object} parts client, identity, store, shell and room; `me()` is who the room says we are, if it has;
   *   `rename(name)` asks it for another name; `focus()` gives the keyboard to the demo; `onTap()` comes when a hand
   *   has joined, and `onEnter()` whenever we go in.
   */
  constructor(parts) {
    this.#parts = { onTap() {}, onEnter() {}, ...parts };
    parts.client.onRemoved = () => this.#forget();
  }

  /** A seat that survived a reload is simply taken again; everybody else is asked for a name. @param {?string} secret */
  open(secret) {
    const { identity, shell, room, focus } = this.#parts;
    const name = identity.tabName ?? friendlyName();
    if (!secret) return shell.names.askToJoin({ room, suggestion: name, onName: (chosen) => this.#joinByTap(chosen) });
    this.#enter(name);
    focus();
  }

  askToRename() {
    const me = this.#parts.me();
    if (me) this.#parts.shell.names.askToRename({ name: me.name, onName: (name) => this.#rename(name) });
  }

  /** Another tab took our seat. */
  continueAsNew() {
    const { client, identity, me, focus } = this.#parts;
    identity.forgetSecret();
    client.joinAsNew(me().name);
    focus();
  }

  /** For good: the others see it at once, and whoever uses this tab next is somebody new. */
  async leave() {
    const { client } = this.#parts;
    await client.leave();
    this.#forget();
    location.reload();
  }

  /** The seat is gone, and whoever comes next in this tab is somebody new. */
  #forget() {
    const { identity, store } = this.#parts;
    identity.forgetSecret();
    store.clear();
  }

  #joinByTap(name) {
    const { identity, onTap } = this.#parts;
    onTap();
    identity.name = identity.tabName = name;
    this.#enter(name);
  }

  #enter(name) {
    this.#parts.client.join(name);
    this.#parts.onEnter();
  }

  #rename(name) {
    this.#parts.identity.name = name;
    this.#parts.rename(name);
  }
}
