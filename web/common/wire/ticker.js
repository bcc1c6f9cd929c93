// When the drawer draws: the strip with the time, the rows when they change, the numbers now and then. Nothing while it is shut.
// It must never know what is drawn.

const REDUCED = matchMedia('(prefers-reduced-motion: reduce)');
/** In milliseconds; with less motion the strip moves on once a second. */
const FRAME = 33;
const STILL = 1_000;
const NUMBERS = 250;

export class Ticker {
  #on;
  #frame = null;
  #changed = true;
  #drawnAt = 0;
  #numbersAt = 0;

  /** @param {{onFrame: () => void, onChange: () => void, onNumbers: () => void}} on */
  constructor(on) {
    this.#on = on;
  }

  change() {
    this.#changed = true;
  }

  /** @param {boolean} running */
  run(running) {
    cancelAnimationFrame(this.#frame);
    this.#frame = null;
    if (!running) return;
    this.#changed = true;
    this.#tick(performance.now());
  }

  #tick(now) {
    this.#frame = requestAnimationFrame((later) => this.#tick(later));
    if (now - this.#numbersAt >= NUMBERS) {
      this.#numbersAt = now;
      this.#on.onNumbers();
    }
    if (now - this.#drawnAt >= (REDUCED.matches ? STILL : FRAME)) {
      this.#drawnAt = now;
      this.#on.onFrame();
    }
    if (!this.#changed) return;
    this.#changed = false;
    this.#on.onChange();
  }
}
