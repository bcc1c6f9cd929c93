// What is promised by `kanye/bar_view.js`, `kanye/controls.js`, `kanye/heads_view.js`.

const { Clock } = await load('/common/clock.js');
const { BarView } = await load('/kanye/bar_view.js');
const { People } = await load('/common/people.js');
const { Controls } = await load('/kanye/controls.js');
const { HeadsView } = await load('/kanye/heads_view.js');
const { HistoryView } = await load('/kanye/history_view.js');
const { SourcePill } = await load('/kanye/source_pill.js');

/** Puts a view into the page for as long as a check lasts, above the question for a name, which keeps the keyboard to itself. */
function shown(element, attempt) {
  const dialog = document.createElement('dialog');
  dialog.append(element);
  document.body.append(dialog);
  dialog.showModal();
  try {
    attempt();
  } finally {
    dialog.remove();
  }
}
const hearts = { count: 0, mine: false, pending: false };
const quote = (seq, more = {}) => ({ seq, at: seq * 100, text: `quote ${seq}`, source: 'live', hearts: 0, mine: false, ...more });
const from = (first, last) => Array.from({ length: last - first + 1 }, (_, index) => quote(first + index));

function bar() {
  const clock = new Clock(0);
  const now = performance.now();
  clock.anchor(now, 50_000, 0);
  const view = new BarView({ clock, lessMotion: () => false });
  const words = () => view.element.querySelector('.bar-words').textContent;
  return { view, words, began: () => view.element.querySelector('.bar-fill').getAnimations()[0].startTime - now };
}

await check('the rule is where the server\'s time says, and the words tell the rest', () => {
  const { view, words, began } = bar();
  shown(view.element, () => {
    same(words(), '');
    view.show({ at: 3_650_000, every: 3_610_000 });
    same(Math.round(began()), -10_000);
    holds(/^next in 3\d\d\d s$/u.test(words()), words());
    view.show({ at: null, every: 10_000 });
    same([words(), view.element.querySelector('.bar-fill').getAnimations().length], ['', 0]);
  });
});

await check('without a connection nobody says that the next quote comes now', () => {
  const { view, words } = bar();
  view.show({ at: 40_000, every: 10_000 });
  same(words(), 'now');
  view.connectionLost();
  same(words(), '');
  view.correct();
  same(words(), '', 'nor after it is back, until the next one is known');
  view.show({ at: 40_000, every: 10_000 });
  same(words(), 'now');
  view.connectionLost();
  view.show({ at: null, every: 10_000 });
  same(words(), '');
});

await check('a note about one wish outlives the decision of another', () => {
  const controls = new Controls({ source: document.createElement('p'), echo: document.createElement('p') }, { onNow() {}, onHeart() {} });
  const note = () => controls.element.querySelector('.controls-note').textContent;
  controls.note('It waits.', 'c1');
  controls.decided('c2');
  controls.decided(null);
  same(note(), 'It waits.');
  controls.decided('c1');
  same(note(), '');
  controls.note('It waits.', 'c3');
  controls.note('About something else.');
  controls.decided('c3');
  controls.decided(null);
  same(note(), 'About something else.');
});

function history() {
  const view = new HistoryView(() => ({ time: new Date(0), hearts }), () => {});
  const heart = (seq) => view.element.querySelector(`li[data-seq="${seq}"] .heart`);
  const seqs = () => [...view.element.querySelectorAll('li')].map((row) => Number(row.dataset.seq));
  const focused = () => Number(document.activeElement.closest('li')?.dataset.seq ?? 0);
  return { view, heart, seqs, focused };
}

await check('the keyboard stays on a heart when the list is told anew', () => {
  const { view, heart, seqs, focused } = history();
  shown(view.element, () => {
    view.showAll(from(1, 5));
    heart(3).focus();
    const before = heart(3);
    view.showAll([quote(2), quote(3), quote(4), quote(5), quote(6)]);
    same([seqs(), focused(), heart(3) === before], [[6, 5, 4, 3, 2], 3, true]);
    view.showAll([quote(3), quote(6), quote(8)]);
    same([seqs(), focused()], [[8, 6, 3], 3]);
  });
});

await check('the keyboard goes to a neighbour when its row falls off', () => {
  const { view, heart, seqs, focused } = history();
  shown(view.element, () => {
    view.showAll(from(1, 3));
    heart(1).focus();
    view.add(quote(4), quote(1));
    same([seqs(), focused()], [[4, 3, 2], 2]);
    view.showAll(from(3, 7));
    same([seqs(), focused()], [[7, 6, 5, 4, 3], 3]);
    view.showAll(from(10, 11));
    same([seqs(), focused()], [[11, 10], 11]);
  });
});

await check('a number that is another quote on a restarted server shows that quote', () => {
  const { view, seqs } = history();
  view.showAll(from(1, 3));
  view.showAll([quote(1, { at: 7, text: 'another' }), quote(2)]);
  same([seqs(), view.element.querySelector('[data-seq="1"] .history-text').textContent], [[2, 1], 'another']);
  view.showHearts(quote(1), { count: 4, mine: false, pending: false });
  same(view.element.querySelector('[data-seq="1"] .heart-count').textContent, '4');
});

await check('each heart of the list says which quote it is for', () => {
  const { view, heart } = history();
  shown(view.element, () => {
    view.showAll(from(1, 2));
    const about = (seq) => document.getElementById(heart(seq).getAttribute('aria-describedby'))?.textContent;
    same([about(1), about(2)], ['quote 1', 'quote 2']);
  });
});

function panel(source, upstream) {
  const pill = new SourcePill();
  pill.show({ quote: { source }, upstream: { host: 'api.kanye.rest', fetches: 2, known: 0, error: null, ...upstream } });
  return pill.element.querySelector('#source-panel').textContent;
}

await check('a stand-in is not said to be all there is while the service is well', () => {
  const few = panel('offline', { state: 'live', known: 3 });
  holds(few.includes('too few to show them again') && !few.includes('nothing from the service'), few);
  const nothing = panel('offline', { state: 'starting' });
  holds(nothing.includes('nothing from the service') && !nothing.includes('too few'), nothing);
  const unasked = panel('offline', { state: 'offline', fetches: 0 });
  holds(unasked.includes('--offline') && !unasked.includes('too few'), unasked);
});

await check('a service that answered with nonsense is not said to be silent', () => {
  const error = 'api.kanye.rest answered 404 Not Found.';
  const failing = panel('offline', { state: 'failing', error });
  holds(!failing.includes('does not answer') && failing.split(error).length === 2, failing);
  const again = panel('live', { state: 'live', known: 1, error });
  holds(again.includes(`Last error: ${error}`), again);
});

await check('my own head has my name, whether I am on the list or not', () => {
  const [stage, people] = [document.createElement('div'), new People()];
  const view = new HeadsView(stage, people, { lessMotion: () => true });
  const names = () => [...stage.querySelectorAll('.head-name')].map((name) => name.textContent);
  people.replace([{ id: 3, name: 'Bob' }], 300);
  view.isMe({ id: 7, name: 'Ada' });
  for (const id of [3, 7, 8]) view.come({ id, x: 0, y: 0 });
  same(names(), ['Bob', 'Ada', '']);
  view.isMe({ id: 7, name: 'Adelheid' });
  same(names(), ['Bob', 'Adelheid', '']);
  view.isMe({ id: 3, name: 'Eve' });
  same(names(), ['Eve', '', ''], 'what I was called goes with me');
});

await check('when everybody talks at once, only the last few are heard', () => {
  const stage = document.createElement('div');
  const view = new HeadsView(stage, new People(), { lessMotion: () => true });
  const ids = Array.from({ length: 30 }, (_, index) => index + 1);
  for (const id of ids) view.come({ id, x: 0, y: 0 });
  for (const id of ids) view.say(id, 'me!');
  const speaking = () => [...stage.querySelectorAll('.head[data-speaking]')].map((head) => Number(head.dataset.id));
  same(speaking(), [26, 27, 28, 29, 30]);
  view.say(26, 'me again!');
  view.say(1, 'and me!');
  same(speaking(), [1, 26, 28, 29, 30], 'whoever has been heard the longest is silent');
  view.go({ id: 30 });
  view.say(2, 'and me!');
  same(speaking(), [1, 2, 26, 28, 29]);
});
