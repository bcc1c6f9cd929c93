const { RttTeller } = await load('/music/rtt_teller.js');

const tell = (steps) => {
  const told = [];
  const teller = new RttTeller((ms) => told.push(ms));
  for (const [trips, now] of steps) teller.heard(trips.map((roundTrip) => ({ roundTrip })), now);
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
  teller.heard([{ roundTrip: 10 }], 3_000);
  same(told, [10, 10]);
});
