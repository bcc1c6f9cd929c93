// The one loop that draws: it runs while something moves and sleeps otherwise.
// It must never know what moves.

export class Loop {
  #draw;
  #asked = false;

  /** @param {(now: number) => boolean} draw Draws one frame; whether another is needed. */
  constructor(draw) {
    this.#draw = draw;
  }

  wake() {
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame((now) => this.#run(now));
  }

  #run(now) {
    this.#asked = false;
    if (this.#draw(now)) this.wake();
  }
}
