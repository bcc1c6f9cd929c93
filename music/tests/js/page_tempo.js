// What is promised by `music/bar/tempo.js`, `music/bar/held_value.js`, `music/bar/tempo_view.js`.

const { TapTempo, withinLimits } = await load('/music/bar/tempo.js');
const { HeldValue } = await load('/music/bar/held_value.js');
const { TempoView } = await load('/music/bar/tempo_view.js');

const taps = (...times) => {
  const tempo = new TapTempo();
  return times.map((time) => tempo.tap(time));
};

await check('two taps are no tempo yet, three are', () => same(taps(0, 500, 1_000), [null, null, 120]));

await check('one late finger does not change the tempo', () => same(taps(0, 500, 1_000, 1_620, 2_000, 2_500).at(-1), 120));

await check('after a pause the old taps do not count', () => same(taps(0, 500, 1_000, 9_000, 9_400), [null, null, 120, null, null]));

await check('a trembling finger asks for no tempo that the room refuses', () => {
  same(taps(0, 10, 20).at(-1), 240);
  same(taps(0, 1_900, 3_800).at(-1), 40);
  same([withinLimits(39.6), withinLimits(119.5), withinLimits(1e9)], [40, 120, 240]);
});

await check('an echo that is behind does not pull a slider out of the hand, and the room has the last word', () => {
  const timers = new TestTimers();
  const shown = [];
  const held = new HeldValue((value) => shown.push(value), () => false, timers);
  held.told(120);
  held.hold(121);
  held.hold(122);
  held.told(121);
  same(shown, [120, 121, 122]);
  held.told(119);
  timers.pass(1_000);
  same(shown.at(-1), 119);
  held.told(90);
  same(shown.at(-1), 90);
});

await check('over a slow connection no old value comes back while the wish is under way', () => {
  const timers = new TestTimers();
  const shown = [];
  let isWished = true;
  const held = new HeldValue((value) => shown.push(value), () => isWished, timers);
  held.told(120);
  held.hold(140);
  timers.pass(5_000);
  same(shown, [120, 140]);
  isWished = false; // The room refused it.
  timers.pass(1_000);
  same(shown, [120, 140, 120]);
});

await check('a tempo that was erased is no wish, and what the room has is shown again', () => {
  const wishes = [];
  const view = new TempoView((bpm) => wishes.push(bpm), () => false);
  const field = view.element.querySelector('#tempo');
  const write = (text) => {
    field.value = text;
    field.dispatchEvent(new Event('change'));
  };
  view.show(97);
  write('');
  same([field.value, wishes], ['97', []]);
  write('101');
  same([field.value, wishes], ['101', [101]]);
});
