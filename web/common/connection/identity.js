// Who this tab is: the secret of its seat, and the name it would like to have.
// It must never know the connection or the page; the secret never leaves this browser except in `hello`.

import { deviceMemory, tabMemory } from '../memory.js';

const SECRET = 'session';
const NAME = 'name';
/** How long the other tabs of this browser get to say that the seat is theirs. */
const ANSWER_WITHIN = 120;

export class Identity {
  /** Whether all that this tab remembers belongs to another one, which is still open. Known after `claim`. */
  isCopy = false;
  #room;
  #channel = null;
  #tab = Math.random().toString(36).slice(2);
  #claiming = false;
  #onTaken = null;

  /** @param {string} room A seat belongs to one room. */
  constructor(room) {
    this.#room = room;
  }

  get secret() {
    return tabMemory.get(`${SECRET}.${this.#room}`);
  }

  set secret(value) {
    tabMemory.set(`${SECRET}.${this.#room}`, value);
  }

  forgetSecret() {
    this.secret = null;
  }

  /** The name used last on this device, only ever a suggestion. */
  get name() {
    return deviceMemory.get(NAME);
  }

  set name(value) {
    deviceMemory.set(NAME, value);
  }

  /** The name this tab goes by. A reload keeps it even if another tab was named since. */
  get tabName() {
    return tabMemory.get(NAME) ?? this.name;
  }

  set tabName(value) {
    tabMemory.set(NAME, value);
  }

  /**
   * Makes sure that the seat is ours alone. A duplicated tab starts with a copy of its model's
   * session storage; without this question the two would throw each other out for ever.
   * @returns {Promise<?string>} The secret to use, or null for somebody new.
   */
  async claim() {
    this.#listen();
    if (!this.secret || !this.#channel) return this.secret;
    this.#claiming = true;
    const taken = await new Promise((resolve) => {
      this.#onTaken = () => resolve(true);
      this.#say('ask');
      setTimeout(() => resolve(false), ANSWER_WITHIN);
    });
    this.#claiming = false;
    this.isCopy = taken;
    if (taken) this.forgetSecret();
    return this.secret;
  }

  #listen() {
    this.#channel = 'BroadcastChannel' in window ? new BroadcastChannel('seats') : null;
    this.#channel?.addEventListener('message', ({ data }) => {
      if (!data.secret || data.secret !== this.secret) return;
      if (data.type === 'taken') return this.#onTaken?.();
      // Two copies that start in the same moment both ask; the smaller tab id keeps the seat.
      if (this.#claiming && data.tab < this.#tab) this.#onTaken?.();
      else this.#say('taken');
    });
  }

  #say(type) {
    this.#channel.postMessage({ type, secret: this.secret, tab: this.#tab });
  }
}
