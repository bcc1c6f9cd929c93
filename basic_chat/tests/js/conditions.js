// What is promised by `common/shell/conditions_words.js` and `common/conditions/`.

const { amountWords, conditionsWords } = await load('/common/shell/conditions_words.js');
const { conditionsBand } = await load('/common/shell/conditions_band.js');
const { InForce, inForce } = await load('/common/conditions/in_force.js');
const { mayBeOurs } = await load('/common/conditions/knob.js');
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
  same(known.transports, { poll: slow });
  known.told({ poll: slow });
  same(late, null);
  known.welcomed();
  late();
  same(known.transports, {});
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
