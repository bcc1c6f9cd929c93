// How one head looks: the drawing, the name under it, how asleep it is, what it says.
// It must never know where it is to be, nor when to speak.

import { h, setAttribute, userText } from '../common/dom.js';

const SVG = 'http://www.w3.org/2000/svg';
const DRAWINGS = 8;

/** @typedef {{element: HTMLElement, body: HTMLElement, name: HTMLElement, bubble: HTMLElement,
 *   words: HTMLElement}} HeadParts */

/**
 * @param {number} id Which of the drawings it is follows the order of joining.
 * @returns {HeadParts}
 */
export function headView(id) {
  const body = h('div', { class: 'head-body' }, drawing(id), h('span', { class: 'head-sleep', 'aria-hidden': 'true' }, 'z', h('i', {}, 'z'), h('b', {}, 'z')));
  const name = userText('', { class: 'head-name' });
  const words = h('span', { class: 'head-words' });
  const bubble = h('p', { class: 'head-bubble', hidden: true }, words);
  return { element: h('div', { class: 'head', 'data-id': id }, body, name, bubble), body, name, bubble, words };
}

/** The drawing is in a file of its own and takes the colour of whoever wears it. */
export function drawing(id) {
  const svg = document.createElementNS(SVG, 'svg');
  const use = document.createElementNS(SVG, 'use');
  svg.setAttribute('viewBox', '0 0 64 64');
  svg.setAttribute('class', 'head-drawing');
  svg.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', `/kanye/heads/${((id - 1) % DRAWINGS) + 1}.svg#head`);
  svg.append(use);
  return svg;
}

/** A bubble stays on the stage: where there is no room for it, it leans to the other side. */
export function lean(bubble, { x, y }) {
  const side = x < 1 / 3 ? 'right' : x > 2 / 3 ? 'left' : null;
  if (bubble.dataset.lean !== (side ?? undefined)) setAttribute(bubble, 'data-lean', side);
  if ('below' in bubble.dataset !== y < 0.5) setAttribute(bubble, 'data-below', y < 0.5);
}
