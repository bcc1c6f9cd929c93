// What is promised by `basic_chat/composer.js`, `basic_chat/line_view.js`, `basic_chat/lines_view.js`.

const { Composer } = await load('/basic_chat/composer.js');
const { markView } = await load('/basic_chat/line_view.js');
const { LinesView } = await load('/basic_chat/lines_view.js');

const line = (text) => ({
  kind: 'line', key: text, status: 'pending', seq: null, n: null, from: 7, name: 'Ada', text, me: false, at: 0, own: true, missed: false,
});

/** The log and what waits, in a page of their own. */
function made() {
  const view = new LinesView(() => ({ time: new Date(0), transport: null }), { onRetry() {}, onDiscard() {} });
  document.body.append(view.element);
  const fail = (item, problem) => view.change(Object.assign(item, { status: 'failed', problem }));
  const told = () => [...view.element.querySelectorAll('[role=status] > *')].map(({ textContent }) => textContent);
  const log = view.element.querySelector('[role=log]');
  return { view, fail, told, log };
}

await check('that a line was not sent, and why, is told to whoever does not see it', () => {
  const { view, fail, told } = made();
  const lines = [line('one'), line('two')];
  lines.forEach((item) => view.addWaiting(item));
  same(told(), []);
  fail(lines[0], 'It is not certain whether this was sent.');
  fail(lines[1], 'No.');
  same(told(), ['Not sent: one. It is not certain whether this was sent.', 'Not sent: two. No.']);
  view.change(Object.assign(lines[0], { status: 'pending' }));
  same(told().length, 2, 'nothing new');
  view.element.remove();
});

await check('what was said before one came is not read out, what is said afterwards is', async () => {
  const { view, log } = made();
  same(log.getAttribute('aria-busy'), null);
  view.takePast();
  view.append({ ...line('old'), status: 'sent', seq: 1 });
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  same(log.getAttribute('aria-busy'), 'true', 'still, when the page has been drawn');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  same(log.getAttribute('aria-busy'), null);
  view.element.remove();
});

await check('what is cleared is gone from the log with the marks between, and later lines stay', () => {
  const { view, log } = made();
  const lines = [1, 2, 3].map((at) => ({ ...line(`line ${at}`), status: 'sent', seq: at, at }));
  view.append({ kind: 'renamed', before: 'Bob', after: 'Bo' });
  lines.forEach((item) => view.append(item));
  view.addWaiting(line('waits'));
  view.clear(3);
  same([...log.querySelectorAll('.lines > *')].map(({ dataset }) => dataset.seq), ['3']);
  view.append({ kind: 'gap', count: 1 });
  view.clear(Infinity);
  view.clear(Infinity);
  same([log.querySelectorAll('.lines > *').length, view.element.querySelectorAll('.lines-waiting > *').length], [0, 1]);
  view.element.remove();
});

await check('a gap says no more than is known', () => {
  const says = (mark) => markView({ kind: 'gap', ...mark }).textContent;
  same(says({ count: 1 }), '1 older line not loaded');
  same(says({ count: 12 }), '12 older lines not loaded');
  same(says({ count: 12, atMost: true }), 'up to 12 older lines not loaded');
  same(says({ count: 1, atMost: true }), 'a line may be missing here');
});

await check('a draft belongs to one room', () => {
  const composer = (room) => new Composer(room, { onSend: () => true, onTyping() {}, voices: () => [] });
  const field = (made) => made.element.querySelector('textarea');
  const here = field(composer('here'));
  here.value = 'half a line';
  here.dispatchEvent(new Event('input'));
  same([field(composer('here')).value, field(composer('there')).value], ['half a line', '']);
});
