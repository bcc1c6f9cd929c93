// A WebSocket frame taken apart: the bits of its head, and how the mask comes off, byte by byte.
// It must never know where the frame came from.

import { browserTimers } from '../timers.js';
import { button, h, setAttribute } from '../dom.js';
import { bitsOf, bytesOf, fieldsOf, hexOf, parseHead, unmasked } from './anatomy.js';

/** So many bytes of the payload are shown. */
const SHOWN = 64;
const STEP = 220;

/** @param {{head: string, size: number, text?: string, hex?: string}} record @returns {HTMLElement} */
export function anatomyView(record) {
  const head = parseHead(record.head);
  const plain = record.hex ? bytesOf(record.hex) : [...new TextEncoder().encode(record.text ?? '')];
  return h('div', { class: 'wire-anatomy' },
    h('h4', {}, `Head: ${head.bytes.length} bytes`), ruler(head), fieldList(head),
    h('h4', {}, `Payload: ${head.length} bytes${plain.length > SHOWN ? `, the first ${SHOWN} of them` : ''}`),
    plain.length === 0 ? h('p', { class: 'wire-hint' }, 'Nothing: the head says it all.') : payload(head, plain.slice(0, SHOWN)));
}

/** The bits as they stand in the standard's drawing, each field in a box as wide as it is long. */
function ruler(head) {
  const boxes = fieldsOf(head).slice(0, 5).map(({ name, bits }) =>
    h('span', { class: 'wire-field', 'data-field': name, 'data-bits': bits.length }, h('b', {}, bits), h('small', {}, name)));
  return h('div', { class: 'wire-ruler', role: 'img', 'aria-label': `The first two bytes: ${head.bytes.slice(0, 2).map(bitsOf).join(' ')}` }, ...boxes);
}

function fieldList(head) {
  return h('dl', { class: 'wire-fields' }, ...fieldsOf(head).map(({ name, bits, says }) =>
    h('div', { 'data-field': name }, h('dt', {}, name), h('dd', {}, h('code', {}, bits.length > 8 ? '' : bits), ` ${says}`))));
}

function payload(head, plain) {
  const bytes = unmasked(head, plain);
  const cells = bytes.map(({ masked, key, plain: byte, shown }) =>
    h('span', { class: 'wire-byte', title: key === null ? hexOf(byte) : `${hexOf(masked)} xor ${hexOf(key)} = ${hexOf(byte)}` },
      h('i', {}, hexOf(masked)), key === null ? null : h('u', {}, hexOf(key)), h('b', {}, head.isMasked ? hexOf(byte) : ''), h('em', {}, shown)));
  const grid = h('div', { class: 'wire-bytes-grid', role: 'img', 'aria-label': `The payload: ${bytes.map(({ shown }) => shown).join('')}` }, ...cells);
  if (!head.isMasked) return h('div', { 'data-masked': 'no' }, grid);
  return h('div', { 'data-masked': 'yes' },
    h('p', { class: 'wire-legend' }, h('i', {}, 'as it travels'), ' xor ', h('u', {}, 'key'), ' = ', h('b', {}, 'what was said')),
    grid, stepper(cells, bytes));
}

/** Takes the mask off, one byte at a press, or all by itself. */
function stepper(cells, bytes) {
  let done = cells.length;
  let timer = null;
  const sum = h('output', { class: 'wire-sum' });
  const draw = () => {
    cells.forEach((cell, index) => setAttribute(cell, 'data-done', index < done));
    cells.forEach((cell, index) => setAttribute(cell, 'data-now', index === done - 1 && done < cells.length));
    const { masked, key, plain, shown } = bytes[Math.max(0, Math.min(done, cells.length) - 1)];
    sum.replaceChildren(...[bitsOf(masked), ' xor ', bitsOf(key), ' = ', bitsOf(plain), ` = ${shown}`]);
    sum.hidden = done === 0;
  };
  const step = () => {
    done = done >= cells.length ? 1 : done + 1;
    draw();
  };
  const stop = () => {
    browserTimers.clearTimeout(timer);
    timer = null;
    play.textContent = 'Play';
  };
  const go = () => {
    if (!play.isConnected) return stop(); // Another row is looked at.
    step();
    if (done >= cells.length) return stop();
    timer = browserTimers.setTimeout(go, STEP);
  };
  const play = button({ class: 'pill' }, () => {
    if (timer !== null) return stop();
    if (done >= cells.length) done = 0;
    play.textContent = 'Stop';
    go();
  }, 'Play');
  const next = button({ class: 'pill' }, () => (stop(), step()), 'One byte');
  draw();
  return h('div', { class: 'wire-stepper' }, play, next, sum);
}
