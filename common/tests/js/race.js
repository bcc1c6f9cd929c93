// What is promised by `compare/race.js`.

const { Race, roundUp } = await load('/compare/race.js');
const LANES = ['poll', 'sse'];

function started() {
  const timers = new TestTimers();
  const sent = [];
  const race = new Race(LANES, (text) => sent.push(text) > 0, timers);
  return { race, sent, timers };
}

await check('one press sends one mark, and each lane says when it had it', () => {
  const { race, sent } = started();
  race.run();
  same(sent.length, 1);
  race.arrived('sse', sent[0], 2);
  same([...race.current], [['sse', 2]]);
  race.arrived('poll', sent[0], 480);
  same([race.current.get('poll'), race.of('poll').last, race.finish], [480, 480, 500]);
});

await check('somebody else\'s marks do not run here', () => {
  const { race } = started();
  race.run();
  holds(!race.arrived('sse', 'race zzzzz-1', 2) && !race.arrived('sse', 'tick', 2), 'one counts');
  same(race.of('sse').count, 0);
});

await check('a late arrival counts for its own run and not for the one that is shown', () => {
  const { race, sent } = started();
  race.run();
  race.run();
  race.arrived('poll', sent[0], 900);
  same([race.current.has('poll'), race.of('poll').worst], [false, 900]);
});

await check('what was on its way when the race was cleared comes to nobody', () => {
  const { race, sent } = started();
  race.run();
  race.reset();
  holds(!race.arrived('poll', sent[0], 900), 'it counts');
  same([race.runs, race.of('poll').count], [0, 0]);
});

await check('ten a second are ten a second, until somebody stops them', () => {
  const { race, sent, timers } = started();
  race.repeat(10);
  timers.pass(950);
  same(sent.length, 10);
  race.repeat(1);
  timers.pass(2_500);
  same([sent.length, race.rate], [13, 1]);
  race.stop();
  timers.pass(5_000);
  same([sent.length, race.rate], [13, 0]);
});

await check('a mark that could not be sent is no run', () => {
  const race = new Race(LANES, () => false, new TestTimers());
  race.run();
  same(race.runs, 0);
});

await check('the picture ends at a round number', () => {
  same([1, 11, 200, 201, 999, 1_000].map(roundUp), [1, 20, 200, 500, 1_000, 1_000]);
});
