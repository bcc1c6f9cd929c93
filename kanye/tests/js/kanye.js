// What is promised by `kanye/heads.js`, `kanye/kanye.js`, `kanye/move_teller.js`.

const { RoomClient } = await load('/common/connection/room_client.js');
const { People } = await load('/common/people.js');
const { Heads } = await load('/kanye/heads.js');
const { Kanye } = await load('/kanye/kanye.js');
const { MoveTeller } = await load('/kanye/move_teller.js');
const { Quotes } = await load('/kanye/quotes.js');
const { Wishes, isBound } = await load('/kanye/wishes.js');

const ada = { id: 7, name: 'Ada', hue: 6, transport: 'websocket' };
const bob = { id: 3, name: 'Bob', hue: 2, transport: 'websocket' };
const upstream = { state: 'live', host: 'api.kanye.rest', fetches: 1, known: 3, error: null };
const quotes = [{ seq: 1, at: 0, text: 'one', source: 'live', hearts: 0, by: [] }];
const state = { every: 10_000, next_at: 10_000, now_at: 0, now_every: 2_000, now_every_person: 10_000, quotes, upstream, deliveries: 1, pushes: 1 };
const silent = new Proxy({}, { get: () => () => {}, set: () => true });

/** A page without its views, whose server is played by the check. */
function page({ now = 0 } = {}) {
  const [sent, said, notes, decided, timers] = [[], [], [], [], new TestTimers()];
  const moods = [];
  let server;
  const open = (choice, listener) => {
    server = listener;
    return { send: (frame) => frame.type !== 'clock' && sent.push(frame), close() {} };
  };
  const kanye = new Kanye();
  const store = { load: () => ({ epoch: null, entries: [] }), save() {} };
  const client = new RoomClient({ transport: { choice: { kind: 'websocket' }, open }, secret: null, store, window: 1, on: kanye.handlers, timers, isBound });
  const heads = new Heads({ onCome() {}, onGo() {}, onPlace() {}, onEcho() {}, onWay() {}, onMood: (id, mood) => moods.push(`${mood} ${id}`) }, timers);
  const model = new Quotes({ onAll() {}, onQuote() {}, onHearts() {}, onUpstream() {} });
  const teller = new MoveTeller((spot) => client.signal({ type: 'move', ...spot }), () => true, timers);
  const view = { isMe: ({ id, name }) => (view.me = [id, name]), nameHeads() {}, correctClock() {}, connectionLost() {}, say: (id, { text }) => said.push(`${id} says ${text}`), bounce: (id, quote) => said.push(`${id} bounces and says ${quote.text}`) };
  const controls = { heart: { showWait: (seconds) => (controls.slower = seconds) }, showWait() {}, showAsking: (asking) => (controls.asking = asking), note: (text, about = null) => notes.push(text) && (controls.about = about), decided: (key) => decided.push(key) };
  const serverNow = () => client.clock.serverTime(timers.now());
  const wishes = new Wishes({ client, quotes: model, controls, hearts: [controls.heart], serverNow, timers });
  kanye.use({ serverNow, client, quotes: model, heads, people: new People(), teller, wishes, view, shell: silent, identity: {} });
  const receive = (...frames) => frames.forEach((frame) => server.onFrame(frame));
  const enter = ({ you = ada, epoch = 'A', with: more = {}, mode = 'snapshot', seq = 1, now = timers.now() } = {}) => {
    receive({ type: 'welcome', you, session: 's', epoch, seq, mode, last_n: 0, now, wall: 0, limits: {} });
    if (mode === 'snapshot') receive({ type: 'snapshot', epoch, seq, people: [you, bob], count: 2, state: { ...state, ...more } });
  };
  const lose = () => server.onClose(1006);
  const comeBack = (how) => {
    client.wake();
    server.onOpen();
    enter(how);
  };
  const latest = (at, ...values) => receive({ type: 'latest', at, values });
  client.join('Ada');
  server.onOpen();
  enter({ now });
  latest(0, [7, { x: 1, y: 2 }], [3, { x: 5, y: 6 }]);
  return { client, sent, said, notes, moods, decided, timers, heads, model, teller, controls, view, wishes, receive, enter, lose, comeBack, latest };
}
const moves = (sent) => sent.filter(({ type }) => type === 'move').map(({ x, y }) => [x, y]);

await check('whoever bounces or asked for a quote says it, and nobody says what is only told again', () => {
  const { receive, said, lose, comeBack } = page();
  const asked = { type: 'quote', seq: 3, at: 30, from: 3, name: 'Bob', text: 'two', source: 'live', next_at: 10_030, now_at: 2_030, deliveries: 3, pushes: 2 };
  receive({ type: 'bounce', seq: 2, at: 20, from: 3 }, asked, { ...asked, seq: 4, from: undefined, name: undefined, text: 'three' });
  same(said.splice(0), ['3 bounces and says one', '3 says two']);
  lose();
  comeBack({ mode: 'resumed', seq: 6 });
  receive({ type: 'bounce', seq: 5, at: 50, from: 3 }, { ...asked, seq: 6, text: 'four' });
  same(said, []);
});

await check('after a reconnect the others hear again where I am, and the server is not believed about it', () => {
  const { heads, teller, sent, lose, comeBack, latest, timers } = page();
  heads.walk({ x: 70, y: 80 });
  teller.moved({ x: 70, y: 80 });
  lose();
  heads.walk({ x: 71, y: 81 });
  teller.moved({ x: 71, y: 81 });
  timers.pass(40);
  same(moves(sent), [[70, 80]], 'without a connection nothing is said');
  comeBack();
  timers.pass(40);
  same(moves(sent), [[70, 80], [71, 81]]);
  latest(1, [7, { x: 9, y: 9 }]);
  same([heads.own.x, heads.own.y, heads.get(3)], [71, 81, null]);
});

await check('whoever left while I was away has no head in what is told again', () => {
  const { heads, receive, lose, comeBack, latest } = page();
  lose();
  same(heads.get(3).x, 5, 'still shown');
  comeBack({ mode: 'resumed', seq: 3 });
  receive({ type: 'people', seq: 2, at: 0, set: [], gone: [3, 7], count: 0 }, { type: 'people', seq: 3, at: 0, set: [ada], gone: [], count: 1 });
  latest(9, [7, { x: 1, y: 2 }]);
  same([heads.get(3), heads.own.x], [null, 1]);
});

await check('a heart that is pressed without a connection is given when there is one, and says so', async () => {
  const { wishes, sent, notes, lose, comeBack, model } = page();
  lose();
  wishes.heart(1, true);
  await turns();
  same(notes, ['It is given when the connection is back.']);
  same(model.heartsOf(model.current).pending, true);
  comeBack();
  await turns();
  same(sent.filter(({ type }) => type === 'heart'), [{ type: 'heart', quote: 1, on: true, n: 1 }]);
});

await check('a finger that drums on the heart sees how long to wait, and what was given is not lost', async () => {
  const { wishes, receive, sent, controls, timers, notes } = page();
  await turns();
  wishes.heart(1, true);
  await turns();
  receive({ type: 'nack', n: 1, code: 'rate', message: 'Slower.', retry_ms: 1_500 });
  same(controls.slower, 2);
  wishes.heart(1, false);
  await turns();
  same([sent.filter(({ type }) => type === 'heart').length, notes.at(-1).includes('slower')], [1, true]);
  timers.pass(1_500);
  same([controls.slower, sent.filter(({ type }) => type === 'heart').at(-1)], [0, { type: 'heart', quote: 1, on: true, n: 2 }]);
});

await check('a heart is not given to the quote that has its number on a restarted server', async () => {
  const { wishes, sent, notes, lose, comeBack, model } = page();
  lose();
  wishes.heart(1, true);
  comeBack({ epoch: 'B' });
  await turns();
  same([sent.some(({ type }) => type === 'heart'), model.heartsOf(model.current).mine], [false, false]);
  holds(notes.at(-1).includes('restarted'), notes.at(-1));
});

await check('a quote that is asked for without a connection is not asked for later', async () => {
  const { wishes, sent, notes, lose, comeBack } = page();
  lose();
  wishes.askNow();
  comeBack();
  await turns();
  same([sent.some(({ type }) => type === 'now'), notes.length], [false, 1]);
});

await check('a refusal is told in the words of the room, and the wait it names is kept to', async () => {
  const { wishes, sent, notes, receive, timers } = page();
  wishes.askNow();
  await turns();
  receive({ type: 'nack', n: 1, code: 'soon', message: 'A little patience.', retry_ms: 1_500 });
  same(notes.splice(0), ['A little patience.']);
  wishes.askNow();
  same(notes, ['Somebody has asked a moment ago: again in 2 s.']);
  timers.pass(1_500);
  wishes.askNow();
  await turns();
  same(sent.filter(({ type }) => type === 'now').length, 2);
});

await check('one press is one wish, until it is answered by a word or by its effect', async () => {
  const { wishes, controls, sent, notes, receive, timers } = page();
  wishes.askNow();
  await turns();
  wishes.askNow();
  await turns();
  same([sent.filter(({ type }) => type === 'now').length, notes.length], [1, 1]);
  receive({ type: 'quote', seq: 2, at: 0, from: 7, n: 1, name: 'Ada', text: 'two', source: 'live', next_at: 10_000, now_at: 2_000, deliveries: 2, pushes: 2 });
  same(controls.asking, false, 'the quote is there, and the ack may be lost');
  timers.pass(10_000);
  wishes.askNow();
  await turns();
  same(sent.filter(({ type }) => type === 'now').length, 2);
});

await check('a refused heart falls back, and says why', async () => {
  const { wishes, notes, receive, model } = page();
  wishes.heart(1, true);
  await turns();
  receive({ type: 'nack', n: 1, code: 'gone', message: 'That quote has gone.' });
  same([model.heartsOf(model.current), notes], [{ count: 0, mine: false, pending: false }, ['That quote has gone.']]);
});

await check('that one moves too often is nothing to tell', () => {
  const { notes, receive } = page();
  receive({ type: 'nack', n: null, code: 'rate', message: 'Too fast.', retry_ms: 33 });
  same(notes, []);
});

await check('a refusal of a server that ran for long does not hold back a wish to the next one', async () => {
  const { wishes, sent, receive, timers, lose, comeBack } = page({ now: 3_600_000 });
  wishes.askNow();
  await turns();
  receive({ type: 'nack', n: 1, code: 'soon', message: 'A little patience.', retry_ms: 1_500 });
  lose();
  comeBack({ epoch: 'B', now: 0 });
  timers.pass(1_500);
  wishes.askNow();
  await turns();
  same(sent.filter(({ type }) => type === 'now').length, 2);
});

await check('a quote that was asked of a server is not asked of the one that took its place', async () => {
  const { wishes, sent, notes, controls, lose, comeBack } = page();
  wishes.askNow();
  await turns();
  lose();
  comeBack({ epoch: 'B' });
  await turns();
  same([sent.filter(({ type }) => type === 'now').length, controls.asking], [1, false]);
  holds(notes.at(-1).includes('restarted') && notes.at(-1).includes('quote'), notes.at(-1));
});

await check('what is said of a wish goes with its own decision, and not with that of another', async () => {
  const { wishes, controls, decided, lose, comeBack, receive, client } = page();
  lose();
  wishes.heart(1, true);
  const [heart] = [controls.about];
  holds(heart, 'it is said of a wish');
  comeBack();
  wishes.rename('Eve');
  await turns();
  receive({ type: 'ack', n: 1 });
  same(decided, [heart]);
  await turns();
  receive({ type: 'nack', n: 2, code: 'rate', message: 'Slower.', retry_ms: 500 });
  holds(controls.about !== null && controls.about !== heart, 'the wish that waits is the other one');
  same(client.isFull, false);
});

await check('my own name is known in a room so big that I am not listed', async () => {
  const { view, wishes, receive } = page();
  receive({ type: 'people', seq: 2, at: 0, set: [bob], gone: [7], count: 300 });
  same(view.me, [7, 'Ada']);
  wishes.rename('Adelheid');
  await turns();
  receive({ type: 'ack', n: 1 });
  same(view.me, [7, 'Adelheid']);
});

await check('whoever is on the list no more still has a head until the heads say otherwise', () => {
  const { heads, receive, latest } = page();
  receive({ type: 'people', seq: 2, at: 0, set: [], gone: [3], count: 300 });
  same(heads.get(3)?.x, 5);
  latest(9, [3, null, 0]);
  same(heads.get(3), null);
});

await check('whoever has been asleep for the whole room is asleep on a page that is loaded now', () => {
  const { timers, lose, comeBack, latest, moods } = page();
  lose();
  timers.pass(100_000);
  comeBack();
  moods.length = 0;
  latest(50_000, [7, { x: 1, y: 2 }, 0], [4, { x: 5, y: 6 }, 9_000], [5, { x: 5, y: 6 }, 12_000], [6, { x: 5, y: 6 }, 0]);
  same(moods.filter((mood) => !mood.endsWith(' 7')), ['idle 4', 'asleep 5', 'idle 6'], 'its frame may be old as well');
});
