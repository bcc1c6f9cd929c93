// What is promised by `common/shell/status_line.js`.

const { StatusLine } = await load('/common/shell/status_line.js');

/** Longer than a lost connection is kept quiet about. */
const PATIENCE_IS_OVER = 700;
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const made = () => new StatusLine({ onAgain() {}, onReload() {} });
const look = ({ element }) => [element.dataset.tone, element.querySelector('.status-words').textContent];
const replay = { from: 6, to: 7, count: 2, complete: true };

await check('an end that follows a loss at once stays told, with its offer', async () => {
  const line = made();
  line.show({ phase: 'waiting', attempt: 1, again: true, retryAt: 0 });
  line.show({ phase: 'stopped', attempt: 1, again: true, stopped: 'replaced' });
  await sleep(PATIENCE_IS_OVER);
  same(line.element.dataset.tone, 'stopped');
  same(line.element.querySelector('button')?.textContent, 'Continue here as a new person');
});

await check('whoever had to wait for the first connection is not back', async () => {
  const line = made();
  line.show({ phase: 'connecting', attempt: 1, again: false });
  await sleep(PATIENCE_IS_OVER);
  same(look(line), ['waiting', 'connecting, try 1 …']);
  line.show({ phase: 'online', attempt: 1, again: false });
  line.back(null);
  same(line.element.dataset.tone, 'quiet');
});

await check('whoever was told of a loss is told of the return, and how complete it is', async () => {
  const line = made();
  const lose = async () => {
    line.show({ phase: 'connecting', attempt: 2, again: true });
    await sleep(PATIENCE_IS_OVER);
  };
  await lose();
  line.back(replay);
  same(look(line), ['good', 'back, 2 events replayed (#6–#7)']);
  await lose();
  line.back({ ...replay, complete: false });
  same(look(line), ['good', 'back']);
});

await check('of a short interruption nobody is told', async () => {
  const line = made();
  line.show({ phase: 'connecting', attempt: 1, again: true });
  line.show({ phase: 'online', attempt: 1, again: true });
  line.back(replay);
  await sleep(PATIENCE_IS_OVER);
  same(line.element.dataset.tone, 'quiet');
});

await check('a hint counts down without being read aloud again, and its offer may leave it there', async () => {
  const line = made();
  let seconds = 24;
  const offer = { label: 'Try now', stays: true, onPress: () => (seconds = 0) };
  line.hint('transport', 'Fallen back to SSE.', offer, () => `again in ${seconds} s`);
  const spoken = line.element.querySelector('.status-text').firstChild;
  const detail = line.element.querySelector('.status-detail');
  same([detail.textContent, detail.getAttribute('aria-hidden')], [' again in 24 s', 'true']);
  line.element.querySelector('.pill').click();
  while (detail.textContent !== ' again in 0 s') await sleep(50);
  same(line.element.querySelector('.status-text').firstChild === spoken, true);
  line.forgetHint('transport');
  same(line.element.dataset.tone, 'quiet');
});

await check('a hint is shown at once where all is quiet, waits for trouble to end, and is taken back', async () => {
  const line = made();
  line.hint('transport', 'Fallen back to SSE.');
  same(look(line), ['hint', 'Fallen back to SSE.']);
  line.show({ phase: 'connecting', attempt: 2, again: true });
  await sleep(PATIENCE_IS_OVER);
  line.hint('version', 'There is a newer version.', { label: 'Reload', onPress() {} });
  same(line.element.dataset.tone, 'waiting');
  line.forgetHint('transport');
  same(line.element.dataset.tone, 'waiting', 'trouble stays told');
  line.show({ phase: 'online', attempt: 1, again: true });
  line.back(null);
  same(line.element.dataset.tone, 'good');
  line.hint('version', 'There is a newer version.', { label: 'Reload', onPress() {} });
  same(look(line), ['hint', 'There is a newer version.']);
});
