// What is promised by `compare/latencies.js`, `compare/words.js`.

const { Latencies, median } = await load('/compare/latencies.js');
const words = await load('/compare/words.js');

await check('a clock that is a little off makes no event older than it is', () => {
  const latencies = new Latencies();
  for (const took of [-0.4, 3, 1]) latencies.add(took);
  same([latencies.last, latencies.least, latencies.median, latencies.worst], [1, 0, 1, 3]);
});

await check('the median follows when the network changes, and the worst is never forgotten', () => {
  const latencies = new Latencies();
  for (let index = 0; index < 200; index += 1) latencies.add(500);
  for (let index = 0; index < 200; index += 1) latencies.add(5);
  same([latencies.median, latencies.worst, latencies.least, latencies.count], [5, 500, 5, 400]);
});

await check('nothing is no number', () => {
  const latencies = new Latencies();
  latencies.add(7);
  latencies.reset();
  same([latencies.last, latencies.median, latencies.least, latencies.worst, latencies.count], [null, null, null, null, 0]);
  same([median([]), median([1, 3]), median([9, 1, 5])], [null, 2, 5]);
});

await check('numbers are read at a glance and never without a unit', () => {
  same([null, 0, 1.26, 9.96, 498.4, 12_345].map(words.time), ['–', '0.0 ms', '1.3 ms', '10 ms', '498 ms', '12.3 s']);
  same([null, 57, 5_429, 123_456, 4.2e9].map(words.size), ['–', '57 B', '5\u202f429 B', '123 kB', '4.20 GB']);
  same([1, 1.5, 59, 60, 90, 1_200].map(words.rate), ['1 a minute', '1.5 a minute', '59 a minute', '1 a second', '1.5 a second', '20 a second']);
});
