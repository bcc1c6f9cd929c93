// The words on the tab: which room this is, and how much was said while nobody looked.
// It must never know what is counted.

export class PageTitle {
  #words;
  #unseen = 0;

  /** @param {string} words */
  constructor(words) {
    this.#words = words;
    this.#show();
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.#unseen = 0;
      this.#show();
    });
  }

  /** Something new was said. */
  countNew() {
    if (!document.hidden) return;
    this.#unseen += 1;
    this.#show();
  }

  #show() {
    document.title = this.#unseen > 0 ? `(${this.#unseen}) ${this.#words}` : this.#words;
  }
}
