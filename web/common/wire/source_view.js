// "Who sent this?": the few lines that did it, out of the very files that run.
// It must never know why they are asked for.

import { button, h } from '../dom.js';
import { cutOut, isComment } from './source_text.js';

const files = new Map();

/** @param {{side: 'page'|'server', path: string, anchor: string, does: string}[]} places @returns {HTMLElement} */
export function sourceView(places) {
  const shown = h('div', { class: 'wire-source-shown' });
  const tabs = places.map((place, index) => button(
    { class: 'wire-chip', 'aria-pressed': 'false', 'data-side': place.side },
    () => choose(index),
    h('b', {}, place.side), ` ${shortName(place.path)}`,
  ));
  const choose = async (index) => {
    tabs.forEach((tab, other) => tab.setAttribute('aria-pressed', other === index));
    shown.replaceChildren(h('p', { class: 'wire-hint' }, 'Fetching the file …'));
    const view = await placeView(places[index]);
    if (tabs[index].getAttribute('aria-pressed') === 'true') shown.replaceChildren(view);
  };
  return h('div', { class: 'wire-sources' }, h('div', { class: 'wire-source-tabs' }, ...tabs), shown);
}

/** Every transport has an `outlet.rs`, so the folder says which. */
function shortName(path) {
  return path.split('/').slice(path.endsWith('.rs') ? -2 : -1).join('/').replace('transport/', '');
}

async function placeView({ side, path, anchor, does }) {
  const text = await fetched(path);
  if (text === null) return h('p', { class: 'wire-hint' }, `The server does not hand out ${path}.`);
  const part = cutOut(text, anchor);
  const whole = { from: 1, lines: text.split('\n') };
  const name = path.replace('/source/', '').replace(/^\//u, side === 'page' ? 'web/' : '');
  const more = button({ class: 'wire-chip', 'aria-pressed': 'false' }, () => {
    const isWhole = more.getAttribute('aria-pressed') !== 'true';
    more.setAttribute('aria-pressed', isWhole);
    body.replaceWith((body = code(isWhole || !part ? whole : part, part)));
    if (isWhole) body.querySelector('[data-meant]')?.scrollIntoView({ block: 'center' });
  }, 'Whole file');
  let body = code(part ?? whole, null);
  return h('figure', { class: 'wire-source' },
    h('figcaption', {}, h('span', {}, `The ${side} ${does}:`), more, h('code', {}, name)), body);
}

function code({ from, lines }, meant) {
  const isMeant = (number) => meant !== null && number >= meant.from && number < meant.from + meant.lines.length;
  return h('pre', { class: 'wire-code', tabindex: '0' }, ...lines.map((line, index) =>
    h('span', { class: isComment(line) ? 'wire-comment' : '', 'data-line': from + index, 'data-meant': isMeant(from + index) }, `${line}\n`)));
}

/** The text of a file; `null` if there is none to be had. A file is asked for once. */
async function fetched(path) {
  if (!files.has(path)) {
    try {
      const answer = await fetch(path);
      if (!answer.ok) return null;
      files.set(path, await answer.text());
    } catch {
      return null;
    }
  }
  return files.get(path);
}
