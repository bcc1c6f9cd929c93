// What is promised by `music/bar/pattern_tabs.js`, `music/engine/song.js`, `music/engine/transport.js`.

const { Clock } = await load('/common/clock.js');
const { PatternTabs } = await load('/music/bar/pattern_tabs.js');
const { Song } = await load('/music/engine/song.js');
const { Transport } = await load('/music/engine/transport.js');
const { Show } = await load('/music/show.js');

await check('however many cells change within a frame, the tabs are looked at once', () => {
  const looks = [];
  const show = new Show();
  const song = new Song(show.handlers);
  const cell = { mine() {}, change() {} };
  const view = {
    grid: { cell: () => cell }, transport: { showState() {} }, placePlayhead() {}, showPatterns: ({ filled }) => looks.push(filled),
  };
  show.use({ song, transport: new Transport(), clock: new Clock(0), view, loop: { wake() {} }, me: () => 1 });
  for (let step = 0; step < 10; step += 1) song.edit(`c${step}`, [[1, 0, step, 2]]);
  show.frame(0);
  show.frame(16);
  same(looks, [[false, true, false, false]]);
});

await check('a tab is written only when it looks otherwise', async () => {
  const tabs = new PatternTabs(() => {});
  const about = { shown: 0, coming: null, filled: [true, false, false, false] };
  tabs.show(about);
  const observer = new MutationObserver(() => {});
  observer.observe(tabs.element, { subtree: true, attributes: true });
  tabs.show(about);
  tabs.show({ ...about, coming: 2 });
  same(observer.takeRecords().map(({ attributeName, target }) => [attributeName, target.textContent]), [['data-coming', 'C']]);
});
