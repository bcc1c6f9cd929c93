// What is promised by `common/shell/conditions_words.js`, `common/conditions/` and `common/shell/storage*.js`.

const { amountWords, conditionsWords } = await load('/common/shell/conditions_words.js');
const { conditionsBand } = await load('/common/shell/conditions_band.js');
const { InForce, inForce } = await load('/common/conditions/in_force.js');
const { mayBeOurs } = await load('/common/conditions/knob.js');
const { Asking } = await load('/common/conditions/asking.js');
const { fallbackWords, returnWords } = await load('/common/shell/return_words.js');
const { Wishes } = await load('/common/conditions/wishes.js');

const usual = { delay: 0, jitter: 0, refused: false };
const slow = { ...usual, delay: 700, jitter: 100 };

await check('what is done is said in one sentence, and nothing where nothing is done', () => {
  same(conditionsWords({}), '');
  same(conditionsWords({ poll: slow }), 'The lecturer slows poll by 700 ± 100 ms');
  same(conditionsWords({ websocket: { ...usual, refused: true } }), 'The lecturer keeps new WebSocket connections out');
  same(conditionsWords({ poll: slow, sse: slow, websocket: { ...usual, refused: true } }),
    'The lecturer slows SSE and poll by 700 ± 100 ms and keeps new WebSocket connections out');
});

await check('a delay that chance may make nothing is said by its most', () => {
  same(amountWords({ delay: 50, jitter: 100 }), 'up to 150 ms');
  same(amountWords({ delay: 50, jitter: 0 }), '50 ms');
  same(amountWords(usual), '');
});

await check('behind a welcome without a word of it all is as usual, and not before', () => {
  let late = null;
  const timers = { setTimeout: (call) => (late = call), clearTimeout: () => (late = null) };
  const known = new InForce(timers);
  known.told({ poll: slow });
  known.welcomed();
  same(known.value, { poll: slow });
  known.told({ poll: slow });
  same(late, null);
  known.welcomed();
  late();
  same(known.value, {});
});

await check('what is done to a transport is known to whoever waits for it', () => {
  const known = new InForce();
  known.told({ poll: slow, websocket: { ...usual, refused: true } });
  same([known.slack('poll'), known.slack('websocket'), known.slack('sse')], [1_600, 0, 0]);
  same([known.refuses('poll'), known.refuses('websocket'), known.refuses('sse')], [false, true, false]);
});

await check('before we are in, and when that takes long, the server is asked; its late answer is not believed', async () => {
  const [timers, answers, told] = [new TestTimers(), [], []];
  const asking = new Asking({ told: (transports) => told.push(transports) }, () => new Promise((resolve) => answers.push(resolve)), timers);
  answers[0]({ transports: { poll: slow } });
  await turns();
  asking.show({ phase: 'connecting' });
  timers.pass(2_000);
  asking.show({ phase: 'online' });
  answers[1]({ transports: {} });
  await turns();
  same([answers.length, told], [2, [{ poll: slow }]]);
  asking.show({ phase: 'connecting' });
  asking.show({ phase: 'online' });
  timers.pass(60_000);
  same(answers.length, 2, 'who is in quickly asks nobody');
});

await check('a fallback says why, and when it ends', () => {
  same(fallbackWords('sse', false), 'Fallen back to SSE: a WebSocket does not get through here.');
  same(fallbackWords('poll', true), 'Fallen back to poll while new WebSockets are kept out.');
  same([null, 5_000, 29_000, 605_000].map((at) => returnWords(at, 5_000)),
    ['', 'Trying a WebSocket …', 'WebSocket again in 24 s', 'WebSocket again in 10 min']);
});

await check('what is said already is not said again', () => {
  const band = conditionsBand();
  inForce.told({ poll: slow });
  const said = band.firstChild;
  inForce.told({ poll: { ...slow } });
  same(band.firstChild === said, true);
  inForce.told({});
  same(band.childNodes.length, 0);
});

await check('only a name that means this machine may be where the knob is', () => {
  same(['localhost', '127.0.0.1', '127.0.0.2', '[::1]'].map(mayBeOurs), [true, true, true, true]);
  same(['192.168.1.7', 'localhost.example', '127.0.0.1.example', 'lecture.local'].map(mayBeOurs), [false, false, false, false]);
});

await check('what another page turns does not pull the slider out of a hand', () => {
  const wishes = new Wishes();
  wishes.want('poll', { delay: 300 });
  wishes.told({ poll: slow, sse: slow });
  same([wishes.at('poll').delay, wishes.at('sse').delay], [300, 700]);
  const asked = wishes.at('poll');
  wishes.want('poll', { delay: 400 });
  wishes.answered('poll', asked);
  same(wishes.at('poll').delay, 400);
  wishes.answered('poll', wishes.at('poll'));
  same(wishes.at('poll'), slow);
});

const { Storage } = await load('/common/shell/storage.js');
const { storageBand } = await load('/common/shell/storage_band.js');

await check('a full disk is said as long as it is full, and once', () => {
  const timers = new TestTimers();
  const known = new Storage(timers);
  const band = storageBand(known);
  same(band.childNodes.length, 0);
  known.told(true);
  const said = band.firstChild;
  holds(said.textContent.includes('disk is full'), said.textContent);
  known.welcomed();
  known.told(true);
  timers.pass(5_000);
  same(band.firstChild === said, true, 'it is not read aloud again');
  known.welcomed();
  timers.pass(5_000);
  same(band.childNodes.length, 0, 'behind a welcome without a word of it all is well');
});
