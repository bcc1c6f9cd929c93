// What is promised by `kanye/stage.js`.

const { FAR, apart, letterbox, step, toLeft, toSpot, toTop } = await load('/kanye/stage.js');

const random = seeded(16);
const between = (least, most) => least + random() * (most - least);

await check('a spot is the same on screens of any size and form, odd ones too', () => {
  for (let screen = 0; screen < 500; screen += 1) {
    const box = letterbox(between(280, 4_000), between(150, 3_000));
    const spot = { x: Math.round(between(0, FAR)), y: Math.round(between(0, FAR)) };
    const again = toSpot(box, box.left + toLeft(box, spot.x), box.top + toTop(box, spot.y));
    same(again, spot, JSON.stringify(box));
  }
});

await check('the stage is as large as fits, in the middle, and never loses its form', () => {
  for (const [width, height] of [[1601, 900], [333, 777], [1920, 1079], [391, 219.9], [1, 1]]) {
    const box = letterbox(width, height);
    holds(Math.abs(box.width / box.height - 16 / 9) < 1e-9, 'its form');
    holds(box.width <= width + 1e-9 && box.height <= height + 1e-9, 'it fits');
    holds(Math.min(box.left, box.top) < 1e-9, 'it is as large as can be');
    holds(Math.abs(2 * box.left + box.width - width) + Math.abs(2 * box.top + box.height - height) < 1e-9, 'it is in the middle');
  }
});

await check('a hand that leaves the stage leaves the head at its edge', () => {
  const box = letterbox(1_600, 900);
  same(toSpot(box, -50, 1_000), { x: 0, y: FAR });
  same(toSpot(box, 9_000, -1), { x: FAR, y: 0 });
});

await check('a step up is as long as a step aside, and ends at the edge', () => {
  const box = letterbox(1_600, 900);
  const middle = { x: 32_768, y: 32_768 };
  const [aside, up] = [step(middle, 20, 0), step(middle, 0, -20)];
  holds(Math.abs(apart(box, middle, aside) - 32) < 0.1, 'aside');
  holds(Math.abs(apart(box, middle, up) - 32) < 0.1, 'up');
  same(step({ x: 65_000, y: 100 }, 100, -100), { x: FAR, y: 0 });
});
