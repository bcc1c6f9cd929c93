// What is promised by `music/grid/step_page.js`, `music/grid/playhead.js`.

const { StepPage } = await load('/music/grid/step_page.js');
const { stepAt } = await load('/music/grid/playhead.js');

await check('the page of steps turns with the playhead', () => {
  const page = new StepPage();
  same([7, 8, 15, 0].map((step) => page.follow(step, 0)), [false, true, false, true]);
});

await check('a hand on the page holds it for four seconds, and each touch begins them anew', () => {
  const page = new StepPage();
  page.touch(1_000);
  same(page.follow(8, 4_999), false);
  page.touch(4_999);
  same([page.follow(8, 8_998), page.follow(8, 8_999)], [false, true]);
});

await check('a choice turns at once and holds', () => {
  const page = new StepPage();
  same(page.choose(1, 0), true);
  same([page.page, page.follow(0, 100), page.page], [1, false, 1]);
});

await check('the playhead reaches a swinging step when it sounds, not before', () => {
  same([0, 0.24, 0.25, 3.999, 4].map((beat) => stepAt(beat, 0)), [0, 0, 1, 15, 0]);
  same([0.25, 0.374, 0.376, 0.5].map((beat) => stepAt(beat, 50)), [0, 0, 1, 2]);
  same(stepAt(-0.1, 0), 15, 'before the start');
});
