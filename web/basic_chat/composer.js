// The field to write in: Enter sends, a slash opens the menu, the draft survives a reload.
// It must never know the connection, nor what becomes of a text.

import { button, h } from '../common/dom.js';
import { tabMemory } from '../common/memory.js';
import { icon } from '../common/shell/icons.js';
import { Slower } from '../common/shell/slower.js';
import { CommandMenu } from './command_menu.js';
import { suggest } from './commands.js';
import { measure } from './measure.js';

const MUTED = 'You are muted. Your text stays here.';
const REMOVED = 'You were sent away. Your text stays here.';

/** Until the server has told its own limits. */
const LIMITS = { text: 500, text_bytes: 2_000, text_lines: 5 };

export class Composer {
  element;
  limits = LIMITS;
  #field = h('textarea', {
    id: 'text', rows: '1', 'aria-label': 'Your line', placeholder: 'Say something, or type /',
    enterkeyhint: 'send', autocomplete: 'off', 'aria-describedby': 'notice',
  });
  #notice = h('span', { id: 'notice', class: 'composer-notice' });
  #send;
  #wait = h('span', { class: 'send-wait numbers', hidden: true });
  #menu;
  #slower = new Slower((seconds) => this.#showSlower(seconds));
  #isMuted = false;
  #isRemoved = false;
  #slowMs = 0;
  #draft;
  #on;

  /**
   * @param {string} room A draft belongs to one room.
   * @param {{onSend: (text: string) => boolean, onTyping: (empty: boolean) => void, voices: () => string[]}} on
   *   `onSend` answers whether the text was taken; otherwise it stays in the field.
   */
  constructor(room, on) {
    this.#draft = `draft.${room}`;
    this.#on = on;
    this.#send = button({ class: 'send', 'aria-label': 'Send' }, () => this.#submit(), icon('send'), this.#wait);
    this.#menu = new CommandMenu(this.#field, (command) => this.#take(command));
    this.element = h('div', { class: 'composer' }, this.#menu.element, this.#field, this.#notice, this.#send);
    this.#field.addEventListener('input', () => this.#changed());
    this.#field.addEventListener('keydown', (event) => this.#pressed(event));
    this.#field.addEventListener('blur', () => this.#menu.close());
    this.#field.value = tabMemory.get(this.#draft) ?? '';
    requestAnimationFrame(() => this.#fit()); // A field has no height before it is in the page.
  }

  focus() {
    this.#field.focus();
  }

  /** The server asks for patience. What is written meanwhile stays in the field. */
  slowDown(milliseconds) {
    this.#slower.waitFor(milliseconds);
  }

  /** It can still be pressed, and then does nothing; a button that is disabled would lose the keyboard. */
  #showSlower(seconds) {
    const waits = seconds > 0;
    this.#wait.hidden = !waits;
    this.#wait.textContent = waits ? `Slower: ${seconds} s` : '';
    this.#send.toggleAttribute('data-waiting', waits);
    this.#send.setAttribute('aria-disabled', waits);
    this.#send.setAttribute('aria-label', waits ? `Send, in ${seconds} s` : 'Send');
  }

  /**
   * What the lecturer has in force. Of somebody who is muted nothing is sent; what is written stays in the field.
   * @param {{isMuted: boolean, slow_ms: number}} now
   */
  obey({ isMuted, slow_ms: slowMs }) {
    this.#slowMs = slowMs;
    if (slowMs === 0) this.#slower.over();
    if (isMuted === this.#isMuted) return;
    this.#isMuted = isMuted;
    this.#fit();
  }

  /** There is no room any more to send anything to. */
  removed() {
    this.#isRemoved = true;
    this.#fit();
  }

  /** Why nothing is sent. */
  get #held() {
    if (this.#isRemoved) return REMOVED;
    return this.#isMuted ? MUTED : '';
  }

  /** A line was taken by the room; in slow mode the next one has to wait. */
  taken() {
    if (this.#slowMs > 0) this.slowDown(this.#slowMs);
  }

  #changed() {
    this.#fit();
    tabMemory.set(this.#draft, this.#field.value);
    this.#menu.show(suggest(this.#field.value, this.#on.voices()));
    this.#on.onTyping(this.#field.value.trim() === '');
  }

  #pressed(event) {
    // Whoever writes with an input method presses Enter to choose a word, not to send.
    if (event.isComposing || event.keyCode === 229) return;
    const act = this.#menu.isOpen ? this.#menuKey(event) : this.#fieldKey(event);
    if (!act) return;
    event.preventDefault();
    act();
  }

  #menuKey({ key, shiftKey }) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step) return () => this.#menu.move(step);
    if (key === 'Escape') return () => this.#menu.close();
    const command = this.#menu.selected;
    const complete = command.alone && this.#field.value === command.word;
    if (key === 'Tab' || (key === 'Enter' && !shiftKey && !complete)) return () => this.#take(command);
    return this.#fieldKey({ key, shiftKey });
  }

  #fieldKey({ key, shiftKey }) {
    if (key === 'Enter' && !shiftKey) return () => this.#submit();
    // Out of the field the single-key shortcuts work.
    return key === 'Escape' ? () => this.#field.blur() : null;
  }

  #take(command) {
    this.#write(command.alone ? command.word : `${command.word} `);
    if (command.alone) this.#submit();
  }

  #submit() {
    const text = this.#field.value;
    this.focus();
    if (this.#held || this.#slower.isWaiting) return;
    if (!measure(text.trim(), this.limits).fits || !this.#on.onSend(text)) return;
    this.#write('');
  }

  #write(text) {
    this.#field.value = text;
    this.#changed();
  }

  #fit() {
    const { fits, notice } = measure(this.#field.value.trim(), this.limits);
    this.#notice.textContent = this.#held || notice;
    this.#notice.toggleAttribute('data-over', !fits);
    this.#field.setAttribute('aria-invalid', !fits);
    this.#send.disabled = this.#held !== '' || !fits;
    this.#field.style.setProperty('height', 'auto');
    this.#field.style.setProperty('height', `${this.#field.scrollHeight}px`);
  }
}
