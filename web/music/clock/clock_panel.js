// The clock for people to look at: each exchange, what is believed, how this device sounds, and a nudge for slow speakers.
// It must never correct anything itself.

import { button, h } from '../../common/dom.js';
import { Panel } from '../panel.js';
import { ClockPlot } from './clock_plot.js';

const MOST_NUDGE = 250;
const ROWS = {
  error: 'Estimated error',
  offset: 'Offset to the server',
  drift: 'Drift',
  latency: 'Output latency',
  lead: 'Lead time of changes',
  spread: 'Spread, median / 95 %',
};

export class ClockPanel extends Panel {
  #plot;
  #values;
  #modes;
  #nudge;
  #nudgeWords;

  /** @param {{onOpen: () => void, onMode: (mode: 'scheduled'|'arrival') => void, onNudge: (milliseconds: number) => void}} on */
  constructor({ onOpen, onMode, onNudge }) {
    const plot = new ClockPlot();
    const values = new Map(Object.keys(ROWS).map((name) => [name, h('dd', { class: 'numbers', 'data-value': name }, '–')]));
    const modes = [['scheduled', 'Play scheduled'], ['arrival', 'Play on arrival']].map(([mode, title]) =>
      button({ class: 'mode', 'data-mode': mode, 'aria-pressed': 'false' }, () => onMode(mode), title));
    const nudge = h('input', { id: 'nudge', type: 'range', min: -MOST_NUDGE, max: MOST_NUDGE, step: '1' });
    const nudgeWords = h('output', { class: 'numbers', for: 'nudge' });
    super('clock-panel', 'Clock', onOpen, plot.element,
      words('Each dot is one question for the time. The quickest way up and the quickest way down, ringed, are believed.'),
      h('dl', { class: 'figures' }, ...Object.entries(ROWS).flatMap(([name, title]) => [h('dt', {}, title), values.get(name)])),
      h('div', { class: 'modes', role: 'group', 'aria-label': 'When this device plays' }, ...modes),
      words('On arrival: this device plays whenever the message comes and its timer wakes. Hear the difference.'),
      h('label', { class: 'nudge', for: 'nudge' }, h('span', {}, 'Nudge'), nudgeWords), nudge,
      words('If this device sounds late beside the others, as wireless speakers do, move it to the right: it will play earlier.'));
    this.#plot = plot;
    this.#values = values;
    this.#modes = modes;
    this.#nudge = nudge;
    this.#nudgeWords = nudgeWords;
    nudge.addEventListener('input', () => onNudge(Number(nudge.value)));
  }

  /** @param {{clock: import('../../common/clock.js').Clock, latency: number, lead: number,
   *   spread: import('../engine/spread.js').Spread, mode: string}} about */
  show({ clock, latency, lead, spread, mode }) {
    if (!this.isOpen) return; // Nobody looks.
    const { offset, slope, error } = clock.estimate;
    this.#plot.show(clock.exchanges, offset);
    this.#write('error', Number.isFinite(error) ? `± ${error.toFixed(1)} ms` : '–');
    this.#write('offset', `${offset.toFixed(1)} ms`);
    this.#write('drift', `${(slope * 1e6).toFixed(1)} ppm`);
    this.#write('latency', `${latency.toFixed(0)} ms`);
    this.#write('lead', `${Math.round(lead)} ms`);
    this.#write('spread', spread.steps === 0 ? '–' : `${spread.median.toFixed(1)} / ${spread.p95.toFixed(1)} ms`);
    for (const each of this.#modes) each.setAttribute('aria-pressed', each.dataset.mode === mode);
  }

  showNudge(milliseconds) {
    this.#nudge.value = milliseconds;
    this.#nudgeWords.textContent = `${milliseconds > 0 ? '+' : ''}${milliseconds} ms`.replace('-', '−');
  }

  #write(name, text) {
    this.#values.get(name).textContent = text;
  }
}

const words = (text) => h('p', { class: 'panel-words' }, text);
