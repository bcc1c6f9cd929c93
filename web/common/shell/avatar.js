// The small coloured shape that stands for a person.
// It must never know more of a person than id and name.

import { h } from '../dom.js';
import { hueOf, shapeOf } from '../people.js';

/**
 * @param {{id: number, name: string}} person
 * @returns {HTMLElement} Decoration: the name always stands beside it.
 */
export function avatar({ id, name }) {
  const initial = name.match(/[\p{L}\p{N}\p{Extended_Pictographic}]/u)?.[0].toUpperCase() ?? '?';
  return h('span', { class: 'avatar', 'data-hue': hueOf(id), 'data-shape': shapeOf(id), 'aria-hidden': 'true' }, initial);
}
