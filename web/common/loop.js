// The one loop that draws: it runs while something moves and sleeps otherwise.
// It must never know what moves.

/** A page that nobody sees gets no frames, and shall still not be wrong for long; in milliseconds. */
const UNSEEN = 500;

export class Loop {
  #draw;
  #frame = null;
  #timer = null;

  /** @param {(now: number) => boolean} draw Draws one frame; whether another is needed. */
  constructor(draw) {
    this.#draw = draw;
  }

  wake() {
    if (this.#frame !== null) return;
    this.#frame = requestAnimationFrame(() => this.#run());
    this.#timer = setTimeout(() => this.#run(), UNSEEN);
  }

  #run() {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = null;
    if (this.#draw(performance.now())) this.wake();
  }
}
