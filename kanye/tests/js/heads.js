// What is promised by `kanye/heads.js`.

const { Heads, LATE } = await load('/kanye/heads.js');

function made() {
  const timers = new TestTimers();
  const shown = new Map();
  const told = [];
  const heads = new Heads({
    onCome: (head) => {
      holds(!shown.has(head.id), `${head.id} comes twice`);
      shown.set(head.id, head);
    },
    onGo: ({ id }) => holds(shown.delete(id), `${id} goes and was not here`),
    onPlace: ({ id }) => told.push(`place ${id}`),
    onMood: (id, mood) => told.push(`${mood} ${id}`),
    onEcho: ({ x, y }) => told.push(`echo ${x} ${y}`),
    onWay() {},
  }, timers);
  const latest = (at, ...values) => heads.latest({ type: 'latest', at, values: values.map(([id, x, y, age = 0]) => [id, x === undefined ? null : { x, y }, age]) });
  return { heads, timers, told, latest, ids: () => [...shown.keys()].sort((one, other) => one - other), at: (id) => [shown.get(id).x, shown.get(id).y] };
}

await check('everybody has a head from coming to leaving, and again after coming back', () => {
  const { heads, latest, ids } = made();
  heads.welcome(1);
  latest(0, [1, 10, 10], [2, 20, 20]);
  same(ids(), [1, 2]);
  latest(33, [3, 30, 30], [2]);
  same(ids(), [1, 3]);
  latest(66, [3], [99]);
  same(ids(), [1]);
  latest(99, [2, 21, 21]);
  same(ids(), [1, 2]);
});

await check('the first frame after a reconnect is all there is; until then the heads stay', () => {
  const { heads, latest, ids, at } = made();
  heads.welcome(1);
  latest(1_000, [1, 1, 1], [2, 2, 2], [3, 3, 3]);
  heads.welcome(1);
  same(ids(), [1, 2, 3], 'still shown');
  latest(5, [1, 9, 9], [3, 8, 8], [4, 4, 4], [5]);
  same(ids(), [1, 3, 4]);
  heads.frame(5, false);
  same(at(3), [8, 8], 'although the time of this server began later');
  latest(38, [4, 5, 5]);
  same(ids(), [1, 3, 4], 'the second one replaces nothing');
});

await check('my own head is where I put it, whatever the server says; what it says is the echo', () => {
  const { heads, latest, at, told } = made();
  heads.welcome(1);
  latest(0, [1, 10, 10]);
  same(at(1), [10, 10], 'where the server placed me');
  heads.walk({ x: 500, y: 600 });
  same(at(1), [500, 600], 'at once');
  latest(33, [1, 400, 400]);
  heads.frame(10_000, false);
  same(at(1), [500, 600]);
  same(told.filter((word) => word.startsWith('echo')), ['echo 10 10', 'echo 400 400']);
});

await check('my own head survives that I was away, and a server that knows me by another number', () => {
  const { heads, latest, ids, at } = made();
  heads.welcome(7);
  latest(0, [7, 10, 10], [8, 1, 1]);
  heads.walk({ x: 77, y: 78 });
  latest(1, [7]);
  same(ids(), [7, 8]);
  heads.welcome(1);
  latest(3, [1, 5, 5]);
  same([ids(), at(1)], [[1], [77, 78]]);
  same(heads.own.id, 1);
});

await check('a number that was somebody else before the server was restarted makes no second head', () => {
  const { heads, latest, ids, at } = made();
  heads.welcome(1);
  latest(0, [1, 10, 10], [2, 20, 20]);
  heads.walk({ x: 11, y: 12 });
  heads.welcome(2);
  same([ids(), at(2)], [[2], [11, 12]], 'I am the second now');
  latest(5, [1, 20, 20], [2, 90, 90]);
  same([ids(), at(1), at(2)], [[1, 2], [20, 20], [11, 12]]);
  const newcomer = made();
  newcomer.latest(0, [5, 1, 1]);
  newcomer.heads.welcome(5);
  same(newcomer.ids(), [], 'whoever was there before me is not me');
});

await check('the others are drawn a little late, and the frames end when nobody is under way', () => {
  const { heads, latest, at, told } = made();
  heads.welcome(1);
  latest(1_000, [2, 0, 0]);
  heads.frame(1_000 + LATE, false);
  latest(1_033, [2, 330, 0]);
  same([heads.frame(1_010 + LATE, false), at(2)], [true, [100, 0]]);
  same([heads.frame(1_033 + LATE, false), at(2)], [false, [330, 0]]);
  const before = told.length;
  same(heads.frame(2_000, false), false);
  same(told.length, before, 'whoever stands is not drawn again');
});

await check('whoever wants no motion sees two jumps a second and arrives at the same spot', () => {
  const { heads, latest, at, told } = made();
  heads.welcome(1);
  latest(0, [2, 0, 0]);
  for (let time = 33; time <= 3_300; time += 33) {
    latest(time, [2, time, 0]);
    heads.frame(time, true);
  }
  let more = true;
  for (let time = 3_333; more; time += 16) more = heads.frame(time, true);
  holds(told.filter((word) => word === 'place 2').length <= 8, 'few jumps');
  same(at(2), [3_300, 0]);
});

await check('a head that does not move is idle after 3 s, asleep after 60 s, and awake with the next move', () => {
  const { heads, latest, timers, told } = made();
  heads.welcome(1);
  latest(0, [2, 0, 0]);
  timers.pass(2_900);
  same(told, []);
  timers.pass(600);
  same(told.splice(0), ['idle 2']);
  latest(3_500, [2, 0, 0, 3_500]);
  same(told, [], 'to be told again where it has stood all the time is no move');
  timers.pass(57_000);
  same(told.splice(0), ['asleep 2']);
  timers.pass(600_000);
  latest(700_000, [2, 50, 0]);
  same(told.splice(0), ['awake 2']);
  heads.rouse(99);
});

await check('a head comes as asleep as it is, so that a screen that has just been opened agrees with the others', () => {
  const { heads, latest, timers, told } = made();
  heads.welcome(1);
  timers.pass(5_000);
  latest(90_000, [1, 1, 1, 0], [2, 2, 2, 2_999], [3, 3, 3, 3_000], [4, 4, 4, 59_999], [5, 5, 5, 60_000]);
  same(told.filter((word) => !word.startsWith('echo')), ['idle 3', 'idle 4', 'asleep 5']);
  told.length = 0;
  timers.pass(500);
  same(told.splice(0), ['idle 2', 'asleep 4'], 'and their time goes on');
  heads.welcome(1);
  heads.rouse(5);
  same(told.splice(0), ['awake 5']);
  latest(90_500, [5, 5, 5, 60_500], [1, 1, 1, 500]);
  same(told.filter((word) => word.endsWith('5')), [], 'a bounce is not slept through because no move came with it');
});
