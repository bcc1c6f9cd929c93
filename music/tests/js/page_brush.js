// What is promised by `music/grid/brush.js`, `music/engine/events.js`.

const { Brush, between } = await load('/music/grid/brush.js');
const { cellIndex, cellValue } = await load('/music/engine/events.js');

/** A brush over a pattern that does at once what the brush says. */
function paint({ on = [], fresh = 0 } = {}) {
  const cells = new Array(128).fill(0);
  for (const [track, step, value] of on) cells[cellIndex(track, step)] = value;
  const brush = new Brush((track, step) => cells[cellIndex(track, step)], () => fresh);
  const does = (edits) => {
    for (const [track, step, value] of edits) cells[cellIndex(track, step)] = value;
    return edits;
  };
  return {
    cells,
    press: (track, step) => does(brush.press({ track, step })),
    move: (track, step, rise = 0) => does(brush.move(track === null ? null : { track, step }, rise)),
    release: () => does(brush.release()),
  };
}

await check('a press on an empty cell switches it on before the finger is lifted', () => {
  const brush = paint();
  same(brush.press(0, 3), [[0, 3, 2]]);
  same(brush.release(), []);
});

await check('taps go round: louder, soft, off, and on again', () => {
  const brush = paint();
  const levels = [];
  for (let tap = 0; tap < 5; tap += 1) {
    brush.press(0, 0);
    brush.release();
    levels.push(brush.cells[0]);
  }
  same(levels, [2, 3, 1, 0, 2]);
});

await check('the first cell decides: on paints what is empty and leaves alone what somebody made louder', () => {
  const brush = paint({ on: [[0, 2, 3]] });
  brush.press(0, 0);
  brush.move(0, 4);
  same(brush.cells.slice(0, 6), [2, 2, 3, 2, 2, 0]);
});

await check('the first cell decides: off erases, itself included, and paints nothing', () => {
  const brush = paint({ on: [[0, 0, 2], [0, 2, 1]] });
  same(brush.press(0, 0), []);
  brush.move(0, 3);
  same(brush.release(), []);
  same(brush.cells.slice(0, 4), [0, 0, 0, 0]);
});

await check('a quick pointer that jumps leaves no gaps, and each cell is named once', () => {
  const brush = paint();
  brush.press(0, 0);
  same(brush.move(2, 4).map(([track, step]) => [track, step]), [[1, 1], [1, 2], [2, 3], [2, 4]]);
  same(between({ track: 1, step: 1 }, { track: 1, step: 1 }).length, 1);
});

await check('beside the grid nothing is painted, and the stroke goes on when it returns', () => {
  const brush = paint();
  brush.press(0, 0);
  same(brush.move(null, null), []);
  same(brush.move(0, 1), [[0, 1, 2]]);
});

await check('up and down on a note that is on turns the note, within the scale', () => {
  const brush = paint({ on: [[6, 0, cellValue(2, 3)]] });
  brush.press(6, 0);
  same(brush.move(6, 0, 5), [], 'a trembling finger');
  same(brush.move(6, 0, 24), [[6, 0, cellValue(2, 5)]]);
  same(brush.move(5, 0, 500), [[6, 0, cellValue(2, 7)]]);
  same(brush.move(6, 0, -500), [[6, 0, cellValue(2, 0)]]);
  same(brush.release(), []);
});

await check('a note that somebody switched off under my finger stays off', () => {
  const brush = paint({ on: [[6, 0, cellValue(2, 3)]] });
  brush.press(6, 0);
  brush.move(6, 0, 24);
  brush.cells[cellIndex(6, 0)] = 0;
  same(brush.move(6, 0, 48), []);
});

await check('up and down on a drum erases, because it has no note', () => {
  const brush = paint({ on: [[1, 0, 2], [0, 0, 2]] });
  brush.press(1, 0);
  brush.move(0, 0, 50);
  same([brush.cells[0], brush.cells[cellIndex(1, 0)]], [0, 0]);
});

await check('a new cell gets the note that was chosen at the head of its row', () => {
  same(paint({ fresh: 4 }).press(7, 0), [[7, 0, cellValue(2, 4)]]);
});
