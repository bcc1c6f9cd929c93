// What is promised by `compare/flight.js`, `compare/timeline.js`, `compare/axis.js`, `compare/events.js`.

const { MOTIONS, legs, progress, stretched, wasOvertaken } = await load('/compare/flight.js');
const { Timeline } = await load('/compare/timeline.js');
const { Axis } = await load('/compare/axis.js');
const { Events } = await load('/compare/events.js');
const REAL = { factor: 1, least: 0 };

await check('a flight too short to be seen is stretched, and a long one is true', () => {
  same([stretched(1, MOTIONS[0]), stretched(800, MOTIONS[0])], [180, 800]);
  same(MOTIONS.map((motion) => stretched(50, motion)), [180, 600, 5_000]);
});

await check('of a poll nothing is held: half of the time is the way up', () => {
  same(legs({ start: 100, end: 900 }, { flight: null, motion: REAL }), { up: [100, 500], down: [500, 900] });
});

await check('what is left of a long poll after both ways was held', () => {
  same(legs({ start: 0, end: 5_000 }, { flight: 10, motion: REAL }), { up: [0, 10], down: [4_990, 5_000] });
});

await check('a question without an answer is held, and flies down nowhere', () => {
  same(legs({ start: 0, end: null }, { flight: 10, motion: REAL }), { up: [0, 10], down: null });
});

await check('an answer never leaves before its question has arrived, however much both are stretched', () => {
  for (const motion of MOTIONS) {
    const { up, down } = legs({ start: 0, end: 3 }, { flight: 1, motion });
    holds(down[0] >= up[1], `${motion.factor}: ${down[0]} before ${up[1]}`);
  }
});

await check('nothing is under way before it leaves and after it arrived', () => {
  same([progress([10, 20], 9), progress([10, 20], 10), progress([10, 20], 15), progress([10, 20], 21)], [null, 0, 0.5, null]);
});

await check('an answer that comes after that to a later question was overtaken, and is counted once', () => {
  const timeline = new Timeline();
  const [first, second, third] = [timeline.ask(0), timeline.ask(100), timeline.ask(200)];
  timeline.answer(second, 300, 204);
  timeline.answer(first, 350, 200, [7]);
  timeline.answer(third, 400, 204);
  same([first.isOvertaken, second.isOvertaken, third.isOvertaken, timeline.overtaken], [true, false, false, 1]);
});

await check('an answer that never came has overtaken nobody', () => {
  const [first, second] = [{ start: 0, end: 5 }, { start: 1, end: 3, status: 0 }];
  holds(!wasOvertaken([first, second], first), 'it counts');
});

await check('an hour of polling is forgotten but for what can be seen, and a question that is still open is not', () => {
  const timeline = new Timeline();
  timeline.open(0);
  for (let at = 0; at < 3_600_000; at += 100) timeline.answer(timeline.ask(at), at + 5, 200, [timeline.arrive(at, at)]);
  holds(timeline.exchanges.length < 500 && timeline.arrivals.size < 500, `${timeline.exchanges.length} and ${timeline.arrivals.size}`);
  same(timeline.tubes, [{ from: 0, to: null }]);
});

await check('now is at the right edge, and a narrow screen shows less and not smaller', () => {
  const axis = new Axis(20_000, 800);
  same([axis.x(20_000), axis.x(25_000), axis.x(axis.oldest)], [800, 800, 0]);
  same([axis.span, new Axis(0, 300).span, new Axis(0, 5_000).span], [9_600, 3_600, 15_000]);
  same(new Axis(2_500, 200).seconds, [1_000, 2_000]);
});

await check('whoever hears of an event first tells it, and the same ones are in writing in all lanes', () => {
  const events = new Events();
  for (const [seq, at] of [[1, 0], [1, 3], [2, 100], [3, 500], [2, 100]]) events.tell(seq, at, '', 400);
  same(events.list.map(({ seq, at, isLabelled }) => [seq, at, isLabelled]), [[1, 0, true], [2, 100, false], [3, 500, true]]);
  events.startOver();
  events.tell(1, 600, '', 400);
  same(events.list.length, 1, 'after a restart');
});
