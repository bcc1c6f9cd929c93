// What is promised by `music/grid/keyboard.js`, `music/engine/events.js`, `music/grid/grid_view.js`.

const { HEAD, keyMeaning } = await load('/music/grid/keyboard.js');
const { cellValue } = await load('/music/engine/events.js');
const { GridView } = await load('/music/grid/grid_view.js');

const press = (key, { track = 0, step = 0, value = 0, fresh = 0 } = {}) => keyMeaning(key, { track, step }, { value, fresh });

await check('arrows stay in the grid, whatever corner they start from', () => {
  same(press('ArrowUp'), { to: { track: 0, step: 0 } });
  same(press('ArrowRight', { track: 7, step: 15 }), { to: { track: 7, step: 15 } });
  same(press('ArrowLeft', { step: HEAD.menu }), { to: { track: 0, step: HEAD.menu } });
});

await check('left of the first step is the head of the row, and no drum leads to a note it does not have', () => {
  const way = (track, key, from) => {
    const steps = [];
    for (let step = from; steps.length < 4; ) {
      ({ to: { step } } = press(key, { track, step }));
      steps.push(step);
    }
    return steps;
  };
  same(way(0, 'ArrowLeft', 0), [HEAD.solo, HEAD.mute, HEAD.menu, HEAD.menu]);
  same(way(0, 'ArrowRight', HEAD.menu), [HEAD.mute, HEAD.solo, 0, 1]);
  same(way(6, 'ArrowLeft', 0), [HEAD.solo, HEAD.mute, HEAD.note, HEAD.menu]);
  same(press('ArrowUp', { track: 6, step: HEAD.note }).to.step === HEAD.note, false);
});

await check('space switches, digits set the level, and a level keeps the note', () => {
  same([press(' '), press(' ', { value: 3 })], [{ value: 2 }, { value: 0 }]);
  same(press(' ', { track: 7, fresh: 5 }), { value: cellValue(2, 5) });
  same(press('3', { track: 7, value: cellValue(1, 4) }), { value: cellValue(3, 4) });
  same(press('0', { track: 7, value: cellValue(1, 4) }), { value: 0 });
});

await check('plus and minus turn only a note that sounds, within the scale', () => {
  same(press('+', { track: 6, value: cellValue(2, 7) }), { value: cellValue(2, 7) });
  same(press('-', { track: 6, value: cellValue(2, 3) }), { value: cellValue(2, 2) });
  same([press('+', { track: 6 }), press('+', { value: 2 })], [null, null]);
});

await check('keys of the page and of buttons are left alone', () => {
  same(['q', 'd', 'Tab', 'Escape', '4'].map((key) => press(key)), [null, null, null, null, null]);
  same(press(' ', { step: HEAD.mute }), null);
});

await check('a key that is held walks on, and flips nothing for the whole room', () => {
  const wishes = [];
  const view = new GridView({
    onSet: (edits) => wishes.push(edits), onMute: (track) => wishes.push(track), onSolo() {}, onMenu() {}, onTouch() {}, value: () => 0,
  });
  const dialog = document.createElement('dialog'); // The page below may have one of its own, and then nothing else gets the focus.
  dialog.append(view.element);
  document.body.append(dialog);
  dialog.showModal();
  view.cell(0, 0).element.focus();
  const hold = (key, repeat) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, repeat, bubbles: true }));
  for (const key of ['m', ' ']) for (const repeat of [false, true, true]) hold(key, repeat);
  same(wishes, [0, [[0, 0, 2]]]);
  for (const repeat of [false, true, true]) hold('ArrowRight', repeat);
  same(document.activeElement.dataset.step, '3');
  dialog.remove();
});

await check('a cell that a screen reader activates changes once, and it is said; a pointer is a stroke and no click', () => {
  const wishes = [];
  const view = new GridView({ onSet: (edits) => wishes.push(edits), onMute() {}, onSolo() {}, onMenu() {}, onTouch() {}, value: () => 0 });
  const { element } = view.cell(6, 3);
  for (const detail of [0, 1]) element.dispatchEvent(new MouseEvent('click', { detail, bubbles: true }));
  same(wishes, [[[6, 3, 2]]]);
  same(view.element.querySelector('[role="status"]').textContent, 'normal, A');
  same(element.getAttribute('aria-colindex'), '5');
});
