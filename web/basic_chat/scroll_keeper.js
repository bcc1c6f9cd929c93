// Keeps a scrolled list where its reader wants it: at the end, or wherever they are reading.
// It must never know what is in the list.

/** This near to the end, in pixels, counts as being there. */
const NEAR = 100;

export class ScrollKeeper {
  #scroller;
  #atEnd = true;
  #top = 0;
  #height = 0;
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
    const near = scrollHeight - scrollTop - clientHeight <= NEAR;
    // News may arrive between our own scrolling and the event that reports it, and a list that lost its
    // oldest lines moves by itself. Only a way up through the same list is a reader's wish.
    const wentUp = scrollTop < this.#top && scrollHeight >= this.#height;
    this.#top = scrollTop;
    this.#height = scrollHeight;
    if (near) this.#atEnd = true;
    else if (wentUp) this.#atEnd = false;
    if (near) this.#onEnd();
  }
}
