// Keeps a scrolled list where its reader wants it: at the end, or wherever they are reading.
// It must never know what is in the list.

/** This near to the end, in pixels, counts as being there. */
const NEAR = 100;

export class ScrollKeeper {
  #scroller;
  #atEnd = true;
  #onEnd;

  /**
   * @param {HTMLElement} scroller Its first child holds the content.
   * @param {() => void} onEnd The reader came to the end.
   */
  constructor(scroller, onEnd) {
    this.#scroller = scroller;
    this.#onEnd = onEnd;
    scroller.addEventListener('scroll', () => this.#look(), { passive: true });
    // Whatever grows or shrinks (a new line, a keyboard, a turned phone): the end stays the end.
    const observer = new ResizeObserver(() => this.#atEnd && this.toEnd());
    observer.observe(scroller);
    observer.observe(scroller.firstElementChild);
  }

  get atEnd() {
    return this.#atEnd;
  }

  toEnd() {
    this.#atEnd = true;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#onEnd();
  }

  #look() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    this.#atEnd = scrollHeight - scrollTop - clientHeight <= NEAR;
    if (this.#atEnd) this.#onEnd();
  }
}
