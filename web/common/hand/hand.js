// The lecturer's hand, put together: what is told goes to the band and the list, and what the lecturer presses to the server.
// It must never decide who the lecturer is: the server does, whatever this page shows.

import { handBand } from './hand_band.js';
import { InForceHere } from './in_hand.js';
import { takeKey } from './key.js';
import { lecturersSeat, moveHand, ourHand } from './lecturer.js';
import { PersonTools } from './person_tools.js';
import { RoomControls } from './room_controls.js';

export class Hand {
  inForce = new InForceHere();
  band = handBand(this.inForce);
  controls;
  #room;
  #isOurs = false;
  #asked;
  /** By a person's number. @type {Map<number, PersonTools>} */
  #tools = new Map();
  #onOurs;

  /** @param {string} room @param {() => void} onOurs It has turned out that this page belongs to the lecturer. */
  constructor(room, onOurs) {
    takeKey();
    this.#room = room;
    this.#onOurs = onOurs;
    this.controls = new RoomControls((wish) => this.#move(wish));
    this.inForce.listen((inHand) => this.controls.show(inHand));
    this.inForce.listen(({ isMuted }) => document.body.toggleAttribute('data-muted', isMuted));
    this.#asked = this.#ask();
    // A key may come while the page is open already.
    addEventListener('hashchange', () => takeKey() && (this.#asked = this.#ask()));
  }

  /** @param {import('../people.js').Person[]} people Those who are here; nobody else keeps a menu. */
  keep(people) {
    const here = new Set(people.map(({ id }) => id));
    for (const id of this.#tools.keys()) if (!here.has(id)) this.#tools.delete(id);
  }

  /** @param {import('../people.js').Person} person @returns {?HTMLElement} What the lecturer can do to them; for nobody else. */
  toolsFor(person) {
    if (!this.#isOurs) return null;
    if (!this.#tools.has(person.id)) this.#tools.set(person.id, new PersonTools(person, (wish) => this.#move(wish)));
    const tools = this.#tools.get(person.id);
    tools.show({ name: person.name, isMuted: this.inForce.isMuted(person.id) });
    return tools.element;
  }

  /** @param {string} name @returns {Promise<?string>} The secret of a seat in a room that is locked; for nobody else. */
  async seatFor(name) {
    await this.#asked;
    return this.#isOurs ? lecturersSeat(this.#room, name) : null;
  }

  async #ask() {
    const inHand = await ourHand(this.#room);
    if (!inHand || this.#isOurs) return;
    this.#isOurs = true;
    this.controls.element.hidden = false;
    this.inForce.told(inHand);
    this.#onOurs();
  }

  async #move(wish) {
    try {
      this.inForce.told(await moveHand(this.#room, wish));
      this.controls.showProblem('');
    } catch ({ message }) {
      this.controls.show(this.inForce.seen); // Not as it was pressed, but as it is.
      this.controls.showProblem(message);
    }
  }
}
