// Who this tab is: the secret of its seat, and the name it would like to have.
// It must never know the connection or the page; the secret never leaves this browser except in `hello`.

const SECRET = 'session';
const NAME = 'name';
/** How long the other tabs of this browser get to say that the seat is theirs. */
const ANSWER_WITHIN = 120;

/** Reading storage throws when cookies are blocked; then this visit simply has no memory. */
const attempt = (act) => {
  try {
    return act();
  } catch {
    return null;
  }
};

export class Identity {
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
    return attempt(() => sessionStorage.getItem(`${SECRET}.${this.#room}`));
  }

  set secret(value) {
    attempt(() => sessionStorage.setItem(`${SECRET}.${this.#room}`, value));
  }

  forgetSecret() {
    attempt(() => sessionStorage.removeItem(`${SECRET}.${this.#room}`));
  }

  /** The name used last on this device, only ever a suggestion. */
  get name() {
    return attempt(() => localStorage.getItem(NAME));
  }

  set name(value) {
    attempt(() => localStorage.setItem(NAME, value));
  }

  /** The name this tab goes by. A reload keeps it even if another tab was named since. */
  get tabName() {
    return attempt(() => sessionStorage.getItem(NAME)) ?? this.name;
  }

  set tabName(value) {
    attempt(() => sessionStorage.setItem(NAME, value));
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
