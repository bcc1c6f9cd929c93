// The exchanges as a picture: how long each took, against what it alone would say of the clock.
// It must never know where they come from.

const SVG = 'http://www.w3.org/2000/svg';
const [WIDTH, HEIGHT] = [288, 176];
const EDGE = { left: 40, right: 12, top: 12, bottom: 28 };
/** No picture is finer than this, in milliseconds, or a good connection would look like a bad one. */
const LEAST_SPAN = 2;

export class ClockPlot {
  element = make('svg', {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'clock-plot', role: 'img', 'aria-label': 'Each exchange: round trip against offset',
  });

  /**
   * @param {import('../../common/clock.js').Seen[]} exchanges
   * @param {number} offset What is believed.
   */
  show(exchanges, offset) {
    const trips = exchanges.map(({ roundTrip }) => roundTrip);
    const most = Math.max(LEAST_SPAN, ...trips) * 1.1;
    const span = Math.max(LEAST_SPAN, ...exchanges.map((each) => 2.2 * Math.abs(each.offset - offset)));
    const x = (trip) => EDGE.left + (trip / most) * (WIDTH - EDGE.left - EDGE.right);
    const y = (value) => HEIGHT - EDGE.bottom - ((value - offset) / span + 0.5) * (HEIGHT - EDGE.top - EDGE.bottom);
    this.element.replaceChildren(...this.#frame(y(offset), most, span),
      ...exchanges.flatMap((each) => dots(each, x(each.roundTrip), y(each.offset))));
  }

  #frame(middle, most, span) {
    const [left, right, bottom] = [EDGE.left, WIDTH - EDGE.right, HEIGHT - EDGE.bottom];
    return [
      make('path', { d: `M${left} ${EDGE.top}V${bottom}H${right}`, class: 'plot-axis' }),
      make('path', { d: `M${left} ${middle}H${right}`, class: 'plot-believed' }),
      words(left - 6, middle + 4, '0', 'end'),
      words(left - 6, EDGE.top + 8, `+${figure(span / 2)}`, 'end'),
      words(left - 6, bottom, `−${figure(span / 2)}`, 'end'),
      words(left, HEIGHT - 8, '0', 'middle'),
      words(right, HEIGHT - 8, `round trip, ${figure(most)} ms`, 'end'),
      words(left + 6, EDGE.top + 8, 'offset, ms', 'start'),
    ];
  }
}

/** The ones that are believed have a ring, because not everybody sees a colour. */
function dots({ isUp, isDown }, x, y) {
  const dot = make('circle', { cx: x, cy: y, r: 3, class: 'plot-dot' });
  return isUp || isDown ? [dot, make('circle', { cx: x, cy: y, r: 6, class: 'plot-ring' })] : [dot];
}

function words(x, y, text, anchor) {
  const made = make('text', { x, y, 'text-anchor': anchor });
  made.textContent = text;
  return made;
}

const figure = (value) => value.toFixed(value < 10 ? 1 : 0);

function make(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
