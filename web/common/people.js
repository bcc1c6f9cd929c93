// Who is here, as the room told us. Pure.
// It must never know the page, or what a demo does with its people.

/**
 * @typedef {object} Person
 * @property {number} id In order of joining, from 1.
 * @property {string} name
 * @property {number} hue 0 to 11.
 * @property {string} transport
 */

const HUES = 12;

/** The colour of somebody who may have left long ago: ids and colours both follow the order of joining. */
export const hueOf = (id) => (((id - 1) % HUES) + HUES) % HUES;

/** From the thirteenth person on the colours come again, with another shape. */
export const shapeOf = (id) => (Math.floor((id - 1) / HUES) % 2 === 0 ? 'round' : 'square');

export class People {
  /** @type {Map<number, Person>} */
  #all = new Map();
  #count = 0;

  /** How many are here; in a big room more than are listed. */
  get count() {
    return this.#count;
  }

  /** @returns {Person[]} In order of joining. */
  get list() {
    return [...this.#all.values()].sort((one, other) => one.id - other.id);
  }

  /** @returns {?Person} */
  get(id) {
    return this.#all.get(id) ?? null;
  }

  /** Replaces everything by what a snapshot says. */
  replace(people, count) {
    this.#all = new Map(people.map((person) => [person.id, person]));
    this.#count = count;
  }

  /**
   * Applies a `people` frame. It says what is, not what changed, so applying one twice is harmless.
   * @param {{set: Person[], gone: number[], count: number, all?: boolean}} frame
   * @returns {{before: Person, now: Person}[]} Those who go by another name than before.
   */
  apply({ set, gone, count, all = false }) {
    const renamed = [];
    for (const now of set) {
      const before = this.#all.get(now.id);
      if (before && before.name !== now.name) renamed.push({ before, now });
    }
    if (all) this.#all.clear();
    for (const person of set) this.#all.set(person.id, person);
    for (const id of gone) this.#all.delete(id);
    this.#count = count;
    return renamed;
  }
}
