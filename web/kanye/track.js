// The way of one head: what was heard of it, and where it is to be drawn at a time. Pure.
// It must never know who it is, the page, or what time it is.

/** Enough for the delay of drawing and for some disorder of the network. */
const KEPT = 24;
/** Samples come this often while a head moves, in milliseconds. */
const USUAL = 33;
/** After so long without one, the head was standing still and not on a very slow way. */
const STOOD = 100;

export class Track {
  /** Where the head is to be drawn, in units of the stage. `drawAt` sets it. */
  x = 0;
  y = 0;
  /** @type {{at: number, x: number, y: number}[]} In the order of time; the oldest is used again for the newest. */
  #samples = [];

  /** Nothing of before counts any more. */
  startAt(at, x, y) {
    this.#samples = [{ at, x, y }];
    this.drawAt(at);
  }

  /** Heard: at this time of the server, it was here. */
  add(at, x, y) {
    const last = this.#samples.at(-1);
    if (at <= last.at) return Object.assign(last, { x, y }); // Two in the same millisecond: the newer counts.
    if (at - last.at > STOOD) this.#put(at - USUAL, last.x, last.y);
    this.#put(at, x, y);
  }

  /**
   * Sets `x` and `y` to where it was at that time: on the straight line between the two samples around it,
   * and at the first or the last one where there are no two. It never goes on by itself: a head that has
   * stopped would shoot over and come back.
   * @returns {boolean} Whether there is more way to go after that time.
   */
  drawAt(time) {
    const samples = this.#samples;
    let next = samples.length - 1;
    if (time >= samples[next].at) {
      this.#stand(samples[next]);
      return false;
    }
    while (next > 0 && samples[next - 1].at > time) next -= 1;
    if (next === 0) this.#stand(samples[0]);
    else this.#goBetween(samples[next - 1], samples[next], time);
    return true;
  }

  #stand({ x, y }) {
    this.x = x;
    this.y = y;
  }

  #goBetween(one, other, time) {
    const part = (time - one.at) / (other.at - one.at);
    this.x = one.x + (other.x - one.x) * part;
    this.y = one.y + (other.y - one.y) * part;
  }

  #put(at, x, y) {
    const sample = this.#samples.length < KEPT ? {} : this.#samples.shift();
    this.#samples.push(Object.assign(sample, { at, x, y }));
  }
}
