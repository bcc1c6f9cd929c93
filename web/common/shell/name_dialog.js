// Asks for a name: once to join, later to change it.
// It must never know the connection; it hands the name to whoever opened it.

import { h } from '../dom.js';

const HUES = 12;
/** The server takes no longer name; it counts what readers call characters, so this is never too generous. */
const LONGEST = 24;

export class NameDialog {
  element;
  #title = h('h2', { id: 'join-title' });
  #lead = h('p', { class: 'join-lead' });
  #field = h('input', { id: 'name', name: 'name', maxlength: LONGEST, autocomplete: 'nickname', spellcheck: 'false', enterkeyhint: 'go', required: true });
  #submit = h('button', { id: 'join', class: 'primary', type: 'submit' });
  #cancel = h('button', { class: 'pill plain', type: 'submit', formnovalidate: true, value: 'cancel' }, 'Keep the old one');
  #colours = h('p', { class: 'join-colours' });
  #onName = () => {};
  #mustAnswer = true;

  /** @param {{onClosed: () => void}} on A dialog gives the focus back to nowhere in particular. */
  constructor({ onClosed }) {
    const dots = Array.from({ length: HUES }, (_, hue) => h('i', { 'data-hue': hue }));
    this.#colours.append(h('span', { class: 'join-dots', 'aria-hidden': 'true' }, ...dots), 'Your colour follows the order of joining.');
    const form = h('form', { method: 'dialog' }, this.#title, this.#lead,
      h('label', { for: 'name' }, 'Your name'), this.#field, this.#colours, this.#submit, this.#cancel);
    form.addEventListener('submit', (event) => event.submitter !== this.#cancel && this.#onName(this.#field.value.trim()));
    this.#field.addEventListener('input', () => this.#judge());
    this.element = h('dialog', { class: 'join', 'aria-labelledby': 'join-title' }, form);
    // Without a name there is nothing to go back to. `close` catches what `cancel` cannot stop: a
    // browser lets a second press of Escape through.
    this.element.addEventListener('cancel', (event) => this.#mustAnswer && event.preventDefault());
    this.element.addEventListener('close', () => (this.#mustAnswer ? this.element.showModal() : onClosed()));
  }

  /** @param {{room: string, suggestion: string, onName: (name: string) => void}} options */
  askToJoin({ room, suggestion, onName }) {
    const bdi = h('bdi', {}, room);
    this.#title.replaceChildren('Join the room ', bdi);
    this.#lead.textContent = 'A name is filled in already. Keep it or write your own.';
    this.#submit.textContent = 'Join';
    this.#colours.hidden = false;
    this.#cancel.hidden = true;
    this.#open(suggestion, true, onName);
  }

  /** @param {{name: string, onName: (name: string) => void}} options */
  askToRename({ name, onName }) {
    this.#title.textContent = 'Change your name';
    this.#lead.textContent = 'The others see the new name at once. Your colour stays.';
    this.#submit.textContent = 'Change it';
    this.#colours.hidden = true;
    this.#cancel.hidden = false;
    this.#open(name, false, onName);
  }

  #open(name, mustAnswer, onName) {
    this.#mustAnswer = mustAnswer;
    this.#onName = (answer) => {
      this.#mustAnswer = false;
      onName(answer);
    };
    this.#field.value = name;
    this.#judge();
    this.element.showModal();
    this.#field.select();
  }

  /** The `required` attribute alone would let a name of blanks through. */
  #judge() {
    this.#field.setCustomValidity(this.#field.value.trim() ? '' : 'Please write a name.');
  }
}
