// What is promised by `kanye/stage.js`, `kanye/hand.js`.

const { FAR } = await load('/kanye/stage.js');
const { Hand } = await load('/kanye/hand.js');

/** A stage of 1600 by 900 pixels, and what a hand on it has said. */
function made() {
  const stage = document.createElement('div');
  stage.getBoundingClientRect = () => ({ left: 100, top: 50, width: 1_600, height: 900 });
  stage.setPointerCapture = () => {}; // The browser knows no pointer that a check has made up.
  const told = [];
  const hand = new Hand(stage, { onReach() {}, onStep: (go) => told.push(go({ x: 30_000, y: 30_000 })), onTap: () => told.push('tap') });
  const pointer = (type, clientX, clientY, more = {}) =>
    stage.dispatchEvent(new PointerEvent(`pointer${type}`, { clientX, clientY, isPrimary: true, button: 0, ...more }));
  const key = (name, more = {}) => {
    const event = new KeyboardEvent('keydown', { key: name, cancelable: true, ...more });
    stage.dispatchEvent(event);
    return event.defaultPrevented;
  };
  return { hand, told, pointer, key };
}

await check('a finger that trembles taps, and one that travels or is called away does not', () => {
  const { told, pointer } = made();
  pointer('down', 200, 200);
  pointer('move', 203, 204);
  pointer('up', 203, 204);
  same(told.splice(0), ['tap']);
  pointer('down', 200, 200);
  pointer('move', 260, 200);
  pointer('move', 200, 200);
  pointer('up', 200, 200);
  pointer('down', 200, 200);
  pointer('cancel', 200, 200);
  pointer('up', 200, 200);
  same(told, [], 'not even if it ends where it began');
});

await check('a second finger and the other buttons of a mouse are no taps and lead nowhere', () => {
  const { hand, told, pointer } = made();
  pointer('down', 200, 200, { isPrimary: false });
  pointer('move', 300, 300, { isPrimary: false });
  pointer('up', 300, 300, { isPrimary: false });
  pointer('down', 200, 200, { button: 2 });
  pointer('up', 200, 200, { button: 2 });
  same([told, hand.take()], [[], null]);
});

await check('a frame takes the newest point once, and what lies beside the stage is its edge', () => {
  const { hand, pointer } = made();
  same(hand.take(), null);
  pointer('move', 300, 300);
  pointer('move', 5_000, -7);
  same([hand.take(), hand.take()], [{ x: FAR, y: 0 }, null]);
});

await check('a key that is held down walks on and taps once, and leaves the shortcuts of the browser alone', () => {
  const { told, key } = made();
  same([key(' '), key(' ', { repeat: true }), key('Enter')], [true, true, true], 'the page does not scroll');
  same(told.splice(0), ['tap', 'tap']);
  same([key('ArrowRight'), key('ArrowRight', { repeat: true })], [true, true]);
  holds(told.length === 2 && told.every(({ x, y }) => x > 30_000 && y === 30_000), JSON.stringify(told));
  told.length = 0;
  same([key('ArrowLeft', { altKey: true }), key(' ', { ctrlKey: true }), key('q'), told], [false, false, false, []]);
});
