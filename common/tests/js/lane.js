// What is promised by `compare/lane.js`, `compare/compare.js`, `compare/account.js`, `compare/requests.js`.

const { Lane } = await load('/compare/lane.js');
const { Compare } = await load('/compare/compare.js');
const { Account } = await load('/compare/account.js');
const { numbersIn, watchRequests } = await load('/compare/requests.js');

/** The server's clock is 1,000 ms ahead of ours. */
const CLOCK = { roundTrip: 4, serverTime: (local) => local + 1_000, localTime: (server) => server - 1_000 };
const KEPT = { epoch: true, first: true };

function lane(kind) {
  const world = { now: 0, events: [], keys: 0 };
  const on = { onEvent: (event, took) => world.events.push(took), onKey: () => (world.keys += 1), onFrame() {} };
  return { world, lane: new Lane(kind, CLOCK, on, () => world.now) };
}

await check('an event is timed on the server\'s clock, and one from before we came is not', () => {
  const { world, lane: sse } = lane('sse');
  world.now = 500;
  sse.handlers.onEvent({ type: 'mark', seq: 7, at: 1_490 }, { replayed: true });
  sse.handlers.onEvent({ type: 'mark', seq: 8, at: 1_495 }, { replayed: false });
  same([world.events, sse.latencies.last, sse.latencies.count], [[null, 5], 5, 1]);
  same([sse.timeline.newest, sse.timeline.frames.map(({ at, took }) => [at, took])], [8, [[490, 10], [495, 5]]]);
});

await check('a question and its answer are an exchange, and what it carried is known by number', () => {
  const { world, lane: poll } = lane('poll');
  const answered = poll.ask();
  world.now = 30;
  answered(200, [4, 5]);
  same(poll.timeline.exchanges[0], { start: 0, end: 30, status: 200, seqs: [4, 5], isOvertaken: false });
});

await check('bytes of an old connection still count, and a reset begins at nothing', () => {
  const { world, lane: poll } = lane('poll');
  for (const connection of ['3-aa', '9-bb']) poll.handlers.onWelcome({ connection }, KEPT);
  same([poll.owns('3'), poll.owns('9'), poll.owns('4'), poll.owns(undefined), poll.key, world.keys], [true, true, false, false, '9-bb', 2]);
  const so_far = { kind: 'so_far', transport: 'poll', requests: 2, empty: 1, up: 200, down: 100, useful: 40 };
  poll.count([{ ...so_far, connection: '3' }, { ...so_far, connection: '9' }]);
  same([poll.account.requests, poll.account.empty, poll.account.useful, poll.account.overhead], [4, 2, 80, 520]);
  poll.reset();
  same([poll.account.requests, poll.account.useful, poll.account.overhead, poll.account.everything], [0, 0, 0, 600]);
});

await check('bytes per minute are those of the last minute, and none are told before there is something to tell', () => {
  const account = new Account(0);
  const count = (bytes, now) => account.count({ requests: 1, empty: 0, up: bytes, down: 0, useful: 0 }, now);
  count(0, 0);
  same(account.perMinute(1_000), null);
  for (let now = 1_000; now <= 180_000; now += 1_000) count(now / 10, now);
  holds(Math.abs(account.perMinute(180_000) - 6_000) < 120, `${account.perMinute(180_000)} a minute`);
  account.reset(180_000);
  same(account.perMinute(181_000), null);
  holds(account.perMinute(190_000) === 0, 'silence after a reset');
});

await check('one event is the same number in all four lanes, and the race hears of all of them', () => {
  const sent = [];
  const compare = new Compare(CLOCK, { send: (text) => sent.push(text) > 0, onKey() {}, onFrame() {} }, () => 100);
  compare.race.run();
  const event = { type: 'mark', seq: 41, at: 1_090, text: sent[0] };
  for (const one of compare.lanes.values()) one.handlers.onEvent(event, { replayed: false });
  compare.tell(event);
  same([...compare.lanes.values()].map(({ timeline }) => timeline.newest), [41, 41, 41, 41]);
  same(compare.events.list.map(({ seq, at }) => [seq, at]), [[41, 90]]);
  same([...compare.race.current.values()], [10, 10, 10, 10]);
});

await check('the page\'s own questions are seen when they leave and when they are answered, and nothing else is', async () => {
  const seen = [];
  const answers = { '/rooms/a/poll?every=1000': '', '/rooms/a/poll?wait=25': '{"type":"welcome","seq":9}\n{"type":"mark","seq":5}\n' };
  const scope = { fetch: async (target) => new Response(answers[target] || null, { status: answers[target] ? 200 : 204 }) };
  watchRequests((kind) => {
    seen.push(kind);
    return (status, seqs) => seen.push([kind, status, seqs]);
  }, scope);
  const body = await (await scope.fetch('/rooms/a/poll?wait=25')).text();
  holds(body.includes('welcome'), 'the transport has nothing to read');
  await scope.fetch('/rooms/a/poll?every=1000');
  await scope.fetch('/limits');
  await new Promise((resolve) => setTimeout(resolve));
  same(seen, ['long_poll', ['long_poll', 200, [5]], 'poll', ['poll', 204, []]]);
  same(numbersIn('{"type":"snapshot","seq":3}\n{"type":"say","seq":4}\n'), [4]);
});

await check('a question that is broken off is answered with nothing', async () => {
  const seen = [];
  const scope = { fetch: () => Promise.reject(new Error('cut')) };
  watchRequests(() => (status) => seen.push(status), scope);
  await scope.fetch('/rooms/a/poll?every=1').catch(() => seen.push('told'));
  same(seen, [0, 'told']);
});
