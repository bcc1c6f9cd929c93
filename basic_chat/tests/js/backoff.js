// What is promised by `common/connection/backoff.js`, `common/connection/close_codes.js`.

const { Backoff } = await load('/common/connection/backoff.js');
const { verdict } = await load('/common/connection/close_codes.js');

await check('thirty laptops do not come back in the same instant', () => {
  const random = seeded(1);
  // The fourth wait of each: from 2 s up to 4 s, spread evenly.
  const waits = Array.from({ length: 3_000 }, () => {
    const backoff = new Backoff(random);
    for (let failure = 0; failure < 3; failure += 1) backoff.next(0);
    return backoff.next(0);
  });
  for (let quarter = 1; quarter < 4; quarter += 1) {
    const share = waits.filter((wait) => wait < 2_000 + quarter * 500).length / waits.length;
    holds(Math.abs(share - quarter / 4) < 0.04, `${share} of them within ${quarter} quarters`);
  }
});

await check('a herd is back soon after a server that was away, and does not hammer it meanwhile', () => {
  const random = seeded(2);
  for (const [away, most] of [[300, 2], [1_000, 2.6], [2_000, 3.3]]) {
    let tries = 0;
    for (let page = 0; page < 2_000; page += 1) {
      const backoff = new Backoff(random);
      let now = 0;
      while (now < away) [now, tries] = [now + backoff.next(now), tries + 1];
      holds(now < away * 3 + 500, `back ${now - away} ms after ${away} ms`);
    }
    holds(tries / 2_000 < most, `${tries / 2_000} tries for ${away} ms`);
  }
});

await check('no wait is shorter than 200 ms or longer than 10 s', () => {
  for (const chance of [0, 0.5, 1 - 2 ** -32]) {
    const backoff = new Backoff(() => chance);
    for (let failure = 0; failure < 40; failure += 1) {
      const wait = backoff.next(failure);
      holds(wait >= 200 && wait <= 10_000, `${wait} ms`);
    }
  }
});

await check('the window doubles with each failure, up to 10 s', () => {
  const backoff = new Backoff(() => 1);
  same(Array.from({ length: 7 }, () => backoff.next(0)), [500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  same(backoff.attempt, 8);
});

await check('a server that lets us in and drops us at once does not reset the count', () => {
  const backoff = new Backoff(() => 1);
  for (let round = 0; round < 5; round += 1) {
    backoff.welcomed(round * 10_000);
    backoff.next(round * 10_000 + 9_999);
  }
  same(backoff.attempt, 6);
});

await check('time without a welcome is no success', () => {
  const backoff = new Backoff(() => 1);
  backoff.next(0);
  backoff.next(60_000);
  same(backoff.attempt, 3);
});

await check('ten seconds after a welcome all is forgiven, once', () => {
  const backoff = new Backoff(() => 1);
  for (let failure = 0; failure < 5; failure += 1) backoff.next(0);
  backoff.welcomed(0);
  same([backoff.next(10_000), backoff.next(20_000)], [500, 1_000]);
});

await check('what the server asks for wins over chance and patience', () => {
  const backoff = new Backoff(() => 1);
  same(backoff.next(0, { retryMs: 1_234, atLeast: 30_000 }), 1_234);
  same(backoff.next(0, { retryMs: 0 }), 0);
  same(new Backoff(() => 0).next(0, { atLeast: 2_000 }), 2_000);
});

await check('each close code asks for what the contract says', () => {
  const table = {
    retry: [1000, 1001, 1006, 1008, 1011, 1012, 1013, 4100, 4108, 4109, 4129, 4199, 4200, 4299],
    fault: [1002, 1003, 1007, 1009, 4000, 4004, 4099],
    removed: [4003],
    replaced: [4001],
  };
  for (const [action, codes] of Object.entries(table)) for (const code of codes) same(verdict(code).action, action, `${code}`);
});

await check('some codes ask for patience, some for none', () => {
  const patience = (code) => verdict(code).atLeast ?? 0;
  same([1006, 1008, 1012, 1013, 4108, 4123].map(patience), [0, 30_000, 2_000, 2_000, 0, 15_000]);
  same([4108, 4123].map((code) => verdict(code).isLocked ?? false), [false, true]);
  same([4199, 4200, 4299, 4300].map((code) => verdict(code).soon ?? false), [false, true, true, false]);
});

await check('whoever is sent away is told why', () => {
  holds(verdict(1008, 'too many pings').reason.endsWith('for a while: too many pings.'), verdict(1008, 'too many pings').reason);
  holds(verdict(1008).reason.length > 10, verdict(1008).reason);
  same(verdict(4129, 'There are 64 rooms already; join one of them.').reason, 'There are 64 rooms already; join one of them.');
});

await check('whoever is stopped is told why', () => {
  for (const code of [1002, 1003, 1007, 1009, 4000, 4001, 4003, 4004, 4050]) holds(verdict(code).reason?.length > 10, `${code}`);
});
