// What all four pictures are drawn with: the rails, planes, numbers, and where a moment lies.
// It must never know what happened, nor which transport it belongs to.

/** Room above the server's rail and below ours, where the numbers are. */
const ABOVE = 14;
const BELOW = 26;
/** Something that flies at the right edge is to be seen whole. */
const MARGIN = 22;

export class Pen {
  /** Where the server is, and where we are. */
  top = ABOVE;
  bottom;
  axis;
  colours;
  /** Whether things are seen on their way. */
  moves;
  context;
  #width;

  /**
   * @param {CanvasRenderingContext2D} context In CSS pixels.
   * @param {{width: number, height: number, axis: import('../axis.js').Axis, colours: object, moves: boolean}} sheet
   *   `colours` has ink, muted, rule, card and own.
   */
  constructor(context, { width, height, axis, colours, moves }) {
    Object.assign(this, { context, axis, colours, moves });
    this.#width = width;
    this.bottom = height - BELOW;
  }

  static get margin() {
    return MARGIN;
  }

  /** The two ends and the seconds between. */
  rails() {
    for (const second of this.axis.seconds) this.line([[this.axis.x(second), this.bottom + 3], [this.axis.x(second), this.bottom + 8]], { colour: this.colours.rule });
    for (const y of [this.top, this.bottom]) this.line([[0, y], [this.#width, y]], { colour: this.colours.rule, width: 1.5 });
  }

  /** Where something on its way is: height at a time, or null when it is not under way. */
  height(way, share) {
    const [from, to] = way === 'up' ? [this.bottom, this.top] : [this.top, this.bottom];
    return from + share * (to - from);
  }

  /** The trace that a flight has left so far. @param {[number, number]} leg */
  trace(leg, way, style) {
    const [from, to] = leg;
    const share = Math.min(1, (this.axis.now - from) / (to - from));
    if (share <= 0 || (share < 1 && !this.moves)) return null;
    const head = [this.axis.x(from + share * (to - from)), this.height(way, share)];
    this.line([[this.axis.x(from), this.height(way, 0)], head], style);
    return { head, isUnderWay: share < 1 };
  }

  line(points, { colour = this.colours.own, width = 1.5, dash = [], alpha = 1 } = {}) {
    const { context } = this;
    context.save();
    Object.assign(context, { strokeStyle: colour, lineWidth: width, globalAlpha: alpha, lineCap: dash.length ? 'butt' : 'round', lineJoin: 'round' });
    context.setLineDash(dash);
    context.beginPath();
    points.forEach(([x, y], index) => (index ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.stroke();
    context.restore();
  }

  area([left, top, right, bottom], { colour = this.colours.own, alpha = 1 } = {}) {
    this.context.save();
    Object.assign(this.context, { fillStyle: colour, globalAlpha: alpha });
    this.context.fillRect(left, top, right - left, bottom - top);
    this.context.restore();
  }

  dot([x, y], { radius = 5, colour = this.colours.own, isHollow = false } = {}) {
    const { context } = this;
    context.save();
    Object.assign(context, { fillStyle: isHollow ? this.colours.card : colour, strokeStyle: colour, lineWidth: 2 });
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
    if (isHollow) context.stroke();
    context.restore();
  }

  /** A paper plane, its nose in the direction of the flight: full if it carries something. */
  plane([x, y], way, { isFull = false, size = 9, alpha = 1 } = {}) {
    const { context } = this;
    context.save();
    context.translate(x, y);
    context.rotate((way === 'up' ? -1 : 1) * 1.15);
    context.scale(size / 10, size / 10);
    Object.assign(context, { fillStyle: isFull ? this.colours.own : this.colours.card, strokeStyle: this.colours.own, lineWidth: 1.8, globalAlpha: alpha, lineJoin: 'round' });
    context.beginPath();
    [[13, 0], [-9, -8], [-5, 0], [-9, 8]].forEach(([px, py], index) => (index ? context.lineTo(px, py) : context.moveTo(px, py)));
    context.closePath();
    context.fill();
    context.stroke();
    context.beginPath();
    context.moveTo(-5, 0);
    context.lineTo(13, 0);
    if (isFull) context.strokeStyle = this.colours.card;
    context.stroke();
    context.restore();
  }

  /** A number below our rail. */
  number(x, text) {
    const { context } = this;
    context.save();
    Object.assign(context, { fillStyle: this.colours.ink, font: this.colours.font, textBaseline: 'alphabetic', textAlign: 'center' });
    const half = context.measureText(text).width / 2;
    context.fillText(text, Math.min(x, this.#width - half - 2), this.bottom + 22);
    context.restore();
  }
}
