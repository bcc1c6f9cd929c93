// What the person at this page wants to say or do, turned into lines and commands.
// It must never know what others say, nor how a command travels.

import { howToFinish, parse } from './commands.js';

const FULL = 'Too many lines wait for the connection. This one stays in the field until there is room.';

export class Author {
  #parts;

  /** @param {object} parts client, lines, teller, voices, and `me()`, who this is. */
  constructor(parts) {
    this.#parts = parts;
  }

  /**
   * The person pressed Enter.
   * @returns {boolean} Whether the text was taken.
   */
  submit(typed) {
    const { lines, voices } = this.#parts;
    const wish = parse(typed, (word) => voices.has(word));
    if (wish.kind === 'nothing') return false;
    if (wish.kind === 'say') return this.#say(wish);
    if (wish.kind === 'rename') return this.rename(wish.name);
    if (wish.kind === 'incomplete') return this.#answer(howToFinish(wish.word));
    lines.mark({ kind: 'commands', unknown: wish.word });
    return true;
  }

  /** @returns {boolean} */
  rename(name) {
    if (this.#parts.client.isFull) return this.#answer(FULL);
    this.#parts.client.command({ type: 'rename', name });
    return true;
  }

  retry(line) {
    if (this.#parts.client.isFull) this.#answer(FULL);
    else this.#parts.lines.retry(line.key, this.#send(line));
  }

  /** Shows what was still waiting when the page was loaded again. */
  showRestored() {
    for (const { key, command } of this.#parts.client.restored) if (command.type === 'say') this.#show(key, command);
  }

  #say(wish) {
    if (this.#parts.client.isFull) return this.#answer(FULL);
    this.#parts.teller.sent();
    this.#show(this.#send(wish), wish);
    return true;
  }

  #send({ text, me }) {
    return this.#parts.client.command({ type: 'say', text, ...(me && { me }) });
  }

  #show(key, { text, me }) {
    const { client, lines } = this.#parts;
    const { id = null, name } = this.#parts.me();
    lines.write({ key, text, me, from: id, name, at: client.clock.serverTime(performance.now()) });
  }

  #answer(text) {
    this.#parts.lines.mark({ kind: 'note', text });
    return false;
  }
}
