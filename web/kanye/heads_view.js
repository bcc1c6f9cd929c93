// All heads on the stage: they come, go, move, doze, bounce and speak.
// It must never decide any of that, and never measure the page: it is told how big the stage is.

import { setAttribute } from '../common/dom.js';
import { hueOf } from '../common/people.js';
import { headView, lean } from './head_view.js';
import { FAR, toLeft, toTop } from './stage.js';

const LEAVING = 200;
const SPEAKING = 6_000;
/** So many heads hide the quote, so from here on they are smaller. */
const CROWD = 24;
/** Of the height of a head. */
const BOUNCE = [0, -38, 0, -14, 0].map((percent) => ({ transform: `translateY(${percent}%)` }));
const FADE = [{ opacity: 0.2 }, { opacity: 1 }];

export class HeadsView {
  /** @type {Map<number, {head: object, silence: ?number} & import('./head_view.js').HeadParts>} */
  #all = new Map();
  #stage;
  #people;
  #box;
  #me = null;
  #lessMotion;

  /**
   * @param {HTMLElement} stage
   * @param {import('../common/people.js').People} people In a big room some are not listed, and only I know my name.
   * @param {{lessMotion: () => boolean}} wishes
   */
  constructor(stage, people, { lessMotion }) {
    this.#stage = stage;
    this.#people = people;
    this.#lessMotion = lessMotion;
  }

  /** @param {import('./heads.js').Head} head */
  come(head) {
    const view = { head, silence: null, ...headView(head.id) };
    setAttribute(view.element, 'data-hue', hueOf(head.id));
    setAttribute(view.element, 'data-mood', 'awake');
    this.#all.set(head.id, view);
    this.#markOwn(view);
    this.#name(view);
    this.#move(view);
    this.#stage.append(view.element);
    this.#makeRoom();
  }

  /** Without its number, because it is nobody's any more; a moment later it is gone. */
  go({ id }) {
    const { element } = this.#all.get(id);
    this.#all.delete(id);
    element.removeAttribute('data-id');
    element.classList.add('head-leaving');
    setTimeout(() => element.remove(), LEAVING);
    this.#makeRoom();
  }

  place({ id }) {
    const view = this.#all.get(id);
    this.#move(view);
    if (this.#lessMotion() && id !== this.#me?.id) view.body.animate(FADE, LEAVING);
  }

  /** @param {import('./doze.js').Mood} mood */
  mood(id, mood) {
    setAttribute(this.#all.get(id).element, 'data-mood', mood);
  }

  /** @param {import('./stage.js').Box} box */
  fit(box) {
    this.#box = box;
    for (const view of this.#all.values()) this.#move(view);
  }

  /** @param {{id: number, name: string}} person */
  isMe(person) {
    this.#me = person;
    for (const view of this.#all.values()) this.#markOwn(view);
    this.nameAll();
  }

  nameAll() {
    for (const view of this.#all.values()) this.#name(view);
  }

  bounce(id) {
    if (!this.#lessMotion()) this.#all.get(id)?.body.animate(BOUNCE, { duration: 620, easing: 'ease-out' });
  }

  say(id, text) {
    const view = this.#all.get(id);
    if (!view) return;
    clearTimeout(view.silence);
    view.silence = setTimeout(() => this.#fallSilent(view), SPEAKING);
    view.words.textContent = text;
    view.bubble.hidden = false;
    this.#move(view);
    setAttribute(view.element, 'data-speaking', true);
  }

  #fallSilent(view) {
    view.silence = null;
    view.bubble.hidden = true;
    setAttribute(view.element, 'data-speaking', false);
  }

  #makeRoom() {
    const crowded = this.#all.size > CROWD;
    if ('crowd' in this.#stage.dataset !== crowded) setAttribute(this.#stage, 'data-crowd', crowded);
  }

  #name({ head, name }) {
    const person = head.id === this.#me?.id ? this.#me : this.#people.get(head.id);
    const is = person?.name ?? '';
    if (name.textContent !== is) name.textContent = is;
  }

  #markOwn({ head, element }) {
    setAttribute(element, 'data-own', head.id === this.#me?.id);
  }

  #move({ head, element, bubble, silence }) {
    if (!this.#box) return;
    element.style.transform = `translate(${toLeft(this.#box, head.x)}px, ${toTop(this.#box, head.y)}px)`;
    if (silence !== null) lean(bubble, { x: head.x / FAR, y: head.y / FAR });
  }
}
