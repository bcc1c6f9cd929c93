// Whether all sixteen steps have room: said once, where the style sheets and the playhead can see it.
// It must never know what is laid out.

/** In pixels. Below the first, eight steps at a time; below the second, the heads stand above their rows. */
const ALL_STEPS = 860;
const HEADS_BESIDE = 560;

export class Layout {
  isPaged = false;
  #element;
  #onChange;

  /** @param {HTMLElement} element Its width decides. @param {() => void} onChange */
  constructor(element, onChange) {
    this.#element = element;
    this.#onChange = onChange;
    new ResizeObserver(([{ contentRect }]) => this.#fit(contentRect.width)).observe(element);
  }

  #fit(width) {
    this.isPaged = width < ALL_STEPS;
    const layout = width < HEADS_BESIDE ? 'phone' : this.isPaged ? 'paged' : 'wide';
    if (this.#element.dataset.layout === layout) return;
    this.#element.dataset.layout = layout;
    this.#onChange();
  }
}
