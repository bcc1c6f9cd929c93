// What is promised by `music/rtt_teller.js`.

const { RttTeller } = await load('/music/rtt_teller.js');

const tell = (steps) => {
  const told = [];
  const teller = new RttTeller((ms) => told.push(ms) > 0);
  for (const [trips, now] of steps) teller.heard(trips.map((roundTrip) => ({ roundTrip, at: now })), now);
  return { told, teller };
};

await check('a single bad moment is not told to the room, a slow connection is', () => {
  same(tell([[[10, 10, 10], 0], [[10, 10, 400], 2_000], [[10, 90, 95, 100], 4_000]]).told, [10, 95]);
});

await check('the room hears at most once a second, and nothing that is no news', () => {
  same(tell([[[10], 0], [[50], 500], [[50], 1_000], [[55], 3_000]]).told, [10, 50]);
});

await check('another connection is told anew, and nothing is told before anything is known', () => {
  const { told, teller } = tell([[[], 0], [[10], 1_000]]);
  teller.again();
  teller.heard([{ roundTrip: 10, at: 3_000 }], 3_000);
  same(told, [10, 10]);
});

await check('what could not be sent was not told, and is told with the next exchange', () => {
  const told = [];
  let isIn = false;
  const teller = new RttTeller((ms) => isIn && told.push(ms) > 0);
  teller.heard([{ roundTrip: 10, at: 0 }], 0);
  isIn = true;
  teller.heard([{ roundTrip: 10, at: 0 }, { roundTrip: 10, at: 20 }], 20);
  same(told, [10]);
});

await check('of another connection only its own exchanges are told', () => {
  const { told, teller } = tell([[[10, 10, 10], 0]]);
  teller.again();
  const before = [10, 10, 10].map((roundTrip) => ({ roundTrip, at: 0 }));
  teller.heard([...before, { roundTrip: 300, at: 5_000 }], 5_000);
  same(told, [10, 300]);
});
