// What is promised by `basic_chat/lines.js`, `basic_chat/line.js`.

const { Lines } = await load('/basic_chat/lines.js');
const { continues } = await load('/basic_chat/line.js');

const said = (seq, from = 2) => ({ seq, at: seq * 1_000, from, n: seq, name: 'Bob', text: `line ${seq}` });

/** Lines that write down what a view would be told. */
function made() {
  const log = [];
  const waiting = [];
  const corrections = [];
  const forget = (line) => waiting.splice(waiting.indexOf(line), 1);
  const lines = new Lines({
    onAppend: (item) => log.push(item),
    onPast: () => log.push({ kind: 'past' }),
    onPending: (line) => waiting.push(line),
    onSettle: (line, corrected) => (forget(line), log.push(line), corrections.push(corrected)),
    onChange: () => {},
    onRemove: forget,
    onClear: (before) => log.splice(0, log.length, ...log.filter(({ at = 0 }) => at >= before)),
  });
  const write = (key, text = 'hi') => lines.write({ key, text, from: 7, name: 'Ada', at: 0 });
  const echo = (seq, key, news = {}) => lines.add({ seq, at: 9, from: 7, n: 1, name: 'Ada', text: 'hi', ...news }, { key, own: true });
  const shown = () => log.filter(({ kind }) => kind !== 'past').map((item) => (item.kind === 'line' ? item.seq : item.count ? `${item.kind} ${item.count}` : item.kind));
  return { lines, log, waiting, corrections, write, echo, shown };
}

await check('a line is one thing from the first key to its number', () => {
  const { lines, log, waiting, corrections, write, echo } = made();
  write('c1');
  const [line] = waiting;
  same([line.status, line.seq], ['pending', null]);
  lines.acknowledge('c1', 3);
  same([line.status, line.seq, waiting.length], ['sent', 3, 1]);
  echo(3, 'c1');
  holds(log[0] === line && waiting.length === 0, 'the same object moved into the log');
  same(corrections, [false]);
});

await check('the echo may come before the ack', () => {
  const { lines, waiting, write, echo, shown } = made();
  write('c1');
  echo(3, 'c1');
  lines.acknowledge('c1', 3);
  same([shown(), waiting], [[3], []]);
});

await check('a refused line says why, and tries again as the same line', () => {
  const { lines, waiting, write, echo, shown } = made();
  write('c1');
  lines.fail('c1', 'too long');
  same([waiting[0].status, waiting[0].problem], ['failed', 'too long']);
  lines.retry('c1', 'c2');
  same([waiting[0].status, waiting[0].problem], ['pending', undefined]);
  echo(3, 'c2');
  same([shown(), waiting], [[3], []]);
});

await check('a discarded line is gone', () => {
  const { lines, waiting, write } = made();
  write('c1');
  lines.fail('c1', 'too long');
  lines.discard('c1');
  lines.acknowledge('c1', 3);
  same(waiting, []);
});

await check('what the server made of a text, a name or a person is what is shown', () => {
  for (const [news, corrected] of [[{ text: 'clean' }, true], [{ name: 'Ada 2' }, true], [{ from: 8 }, true], [{}, false]]) {
    const { corrections, write, echo } = made();
    write('c1');
    echo(3, 'c1', news);
    same(corrections, [corrected], JSON.stringify(news));
  }
});

await check('no line is shown twice, from whichever way it comes', () => {
  const { lines, shown } = made();
  lines.merge({ before: 0, lines: [said(1), said(2)] }, () => ({}));
  lines.add(said(2));
  lines.add(said(3));
  lines.merge({ before: 0, lines: [said(1), said(2), said(3), said(5)] }, () => ({}));
  same(shown(), [1, 2, 3, 5]);
});

await check('lines that a snapshot no longer holds are counted', () => {
  const { lines, shown } = made();
  lines.merge({ before: 7, lines: [said(8)] }, () => ({}));
  lines.merge({ before: 11, lines: [said(13)] }, () => ({}));
  same(shown(), ['gap 7', 8, 'gap 3', 13]);
});

await check('what a snapshot adds is announced as past, before it is appended', () => {
  const { lines, log } = made();
  lines.merge({ before: 7, lines: [said(8)] }, () => ({}));
  lines.add(said(9));
  lines.merge({ before: 7, lines: [said(8), said(9)] }, () => ({}));
  same(log.map(({ kind }) => kind), ['past', 'gap', 'line', 'line']);
});

await check('what was skipped is counted in events, and says so', () => {
  const { lines, log } = made();
  lines.skipEvents({ from: 3, to: 9 });
  same(log, [{ kind: 'gap', count: 7, atMost: true }]);
});

await check('a restart keeps what is shown, above a line that says so', () => {
  const { lines, shown } = made();
  lines.merge({ before: 0, lines: [said(8)] }, () => ({}));
  lines.startOver();
  lines.merge({ before: 0, lines: [said(1)] }, () => ({}));
  same(shown(), [8, 'divider', 1]);
});

await check('a line that only the old room took stands above the restart', () => {
  const { lines, waiting, write, shown } = made();
  write('c1');
  write('c2');
  lines.acknowledge('c1', 40);
  lines.startOver();
  same([shown(), waiting.map(({ key }) => key)], [[40, 'divider'], ['c2']]);
});

await check('a line of ours whose place is not loaded does not wait for ever', () => {
  const late = made();
  late.lines.merge({ before: 60, lines: [said(70)] }, () => ({}));
  late.write('c1');
  late.lines.acknowledge('c1', 20);
  same([late.waiting, late.shown().at(-1)], [[], 'elsewhere']);
  const early = made();
  early.write('c1');
  early.lines.acknowledge('c1', 20);
  early.lines.merge({ before: 60, lines: [said(70)] }, () => ({}));
  same([early.waiting, early.shown().at(-1)], [[], 'elsewhere']);
});

await check('what is cleared leaves the log, nothing is missed in it, and what waits stays', () => {
  const { lines, waiting, write, shown } = made();
  lines.merge({ before: 0, lines: [said(1), said(2)] }, () => ({}));
  write('c1');
  lines.clear({ before: 3_001, at: 3_000 });
  lines.add(said(4));
  lines.merge({ before: 0, lines: [said(4), said(5)] }, () => ({}));
  same([shown(), waiting.length], [['cleared', 4, 5], 1]);
  lines.clear({ before: 5_000, at: 90_000 });
  same(shown(), [5], 'what was kept for long enough goes without a word');
});

await check('lines of one person stand together for two minutes', () => {
  const line = (news) => ({ kind: 'line', me: false, from: 1, name: 'Ada', at: 0, ...news });
  holds(continues(line({ at: 119_999 }), line()), 'just in time');
  for (const news of [{ at: 120_000 }, { from: 2 }, { name: 'A' }, { me: true }]) holds(!continues(line(news), line()), JSON.stringify(news));
  holds(!continues(line(), { kind: 'gap' }) && !continues(line(), null), 'nothing to continue');
});
