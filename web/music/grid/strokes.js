// Pointers over the grid, each with a brush of its own, so that two fingers may paint.
// It must never know what a stroke does to the song; it hands on what the brush says.

import { Brush } from './brush.js';

export class Strokes {
  #strokes = new Map();
  #options;

  /**
   * @param {HTMLElement} cells What is painted on.
   * @param {{value: (track: number, step: number) => number, fresh: (track: number) => number,
   *   newGroup: () => number, onEdits: (edits: import('./brush.js').Edit[], group: number) => void,
   *   onTouch: (place: import('./brush.js').Place) => void}} options `newGroup` numbers what is undone together.
   */
  constructor(cells, options) {
    this.#options = options;
    cells.addEventListener('pointerdown', (event) => this.#press(event));
    cells.addEventListener('pointermove', (event) => this.#move(event));
    cells.addEventListener('pointerup', (event) => this.#release(event));
    cells.addEventListener('pointercancel', (event) => this.#strokes.delete(event.pointerId));
  }

  #press(event) {
    const place = placeOf(event.target);
    if (!place || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId); // The stroke goes on beside the grid.
    const { value, fresh, newGroup, onTouch } = this.#options;
    const stroke = { brush: new Brush(value, fresh), group: newGroup(), y: event.clientY };
    this.#strokes.set(event.pointerId, stroke);
    onTouch(place);
    this.#tell(stroke, stroke.brush.press(place));
  }

  #move(event) {
    const stroke = this.#strokes.get(event.pointerId);
    if (!stroke) return;
    const place = placeOf(document.elementFromPoint(event.clientX, event.clientY));
    if (place) this.#options.onTouch(place);
    this.#tell(stroke, stroke.brush.move(place, stroke.y - event.clientY));
  }

  #release(event) {
    const stroke = this.#strokes.get(event.pointerId);
    this.#strokes.delete(event.pointerId);
    if (stroke) this.#tell(stroke, stroke.brush.release());
  }

  #tell({ group }, edits) {
    if (edits.length > 0) this.#options.onEdits(edits, group);
  }
}

function placeOf(element) {
  const cell = element?.closest('.cell');
  return cell ? { track: Number(cell.dataset.track), step: Number(cell.dataset.step) } : null;
}
