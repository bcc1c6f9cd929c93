// What is promised by `music/hand.js`, `music/engine/song.js`, `music/engine/transport.js`.

const { Delivery } = await load('/common/connection/delivery.js');
const { Hand } = await load('/music/hand.js');
const { Song } = await load('/music/engine/song.js');
const { Transport } = await load('/music/engine/transport.js');

/** A hand whose wishes go out one by one, to a room that is asked to answer. */
function page() {
  const sent = [];
  const timers = new TestTimers();
  const song = new Song();
  const on = {
    onAck: (key, seq) => song.acknowledge(key, seq),
    onNack: (key) => song.refuse(key),
    onSlowDown() {}, onMiscount() {},
  };
  const store = { load: () => ({ epoch: null, entries: [] }), save() {} };
  const delivery = new Delivery({ window: 1, send: (frame) => sent.push(frame), on, store, timers });
  delivery.welcomed({ you: { id: 1 }, epoch: 'e', last_n: 0 });
  delivery.caughtUp();
  const client = {
    command: (command) => delivery.add(command),
    replace: (key, command) => delivery.replace(key, command),
    get undecided() { return delivery.undecided; },
    get isFull() { return delivery.isFull; },
  };
  const transport = new Transport();
  const player = { isUnlocked: false };
  const hand = new Hand({ client, song, transport, player, audioNow: () => 0, pattern: () => 0, isOnline: () => true, note() {} });
  const answer = () => delivery.acked({ n: sent.at(-1).n, seq: null }, 0);
  return { hand, song, transport, sent, timers, answer, delivery };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

await check('a wish that was refused for its haste is not overtaken, so the last one wins', async () => {
  const { hand, sent, timers, delivery, answer } = page();
  hand.tempo(100);
  await settled();
  hand.tempo(110);
  delivery.nacked({ n: 1, code: 'rate', retry_ms: 100 });
  timers.pass(200);
  answer();
  same(sent.map(({ type, n, bpm }) => [type, n, bpm]), [['tempo', 1, 100], ['tempo', 2, 100], ['tempo', 3, 110]]);
});

await check('of tempo, swing and the place only the newest wish waits', async () => {
  const { hand, sent, answer } = page();
  hand.play();
  await settled();
  for (const bpm of [101, 102, 103]) {
    hand.tempo(bpm);
    hand.swing(bpm - 100);
    hand.back();
  }
  for (let more = 0; more < 4; more += 1) answer();
  same(sent.map(({ type, bpm, percent }) => [type, bpm ?? percent ?? null]), [['play', null], ['tempo', 103], ['swing', 3], ['seek', null]]);
});

await check('a stroke over a slow connection is gathered, shown at once, and each cell as it was left', async () => {
  const { hand, song, sent, answer } = page();
  const group = hand.newGroup();
  hand.set([[0, 0, 2]], group);
  await settled();
  hand.set([[0, 1, 2]], group);
  hand.set([[0, 2, 2], [0, 3, 2]], group);
  hand.set([[0, 1, 3]], group);
  same([0, 1, 2, 3].map((step) => song.value(0, 0, step)), [2, 3, 2, 2]);
  answer();
  same(sent.map(({ cells }) => cells), [[[0, 0, 0, 2]], [[0, 0, 2, 2], [0, 0, 3, 2], [0, 0, 1, 3]]]);
});

await check('two fingers are gathered apart, unless they meet in a cell', async () => {
  const { hand, sent, answer } = page();
  const [one, other] = [hand.newGroup(), hand.newGroup()];
  hand.stop();
  await settled();
  hand.set([[0, 0, 2]], one);
  hand.set([[1, 0, 2]], other);
  hand.set([[0, 1, 2]], one);
  hand.set([[1, 0, 3]], one); // Into the other's: it must come after it.
  for (let more = 0; more < 4; more += 1) answer();
  same(sent.slice(1).map(({ cells }) => cells.length), [2, 1, 1]);
});

await check('nothing goes past an undo or a song that is loaded', async () => {
  const { hand, sent, answer } = page();
  const group = hand.newGroup();
  hand.stop();
  await settled();
  hand.set([[0, 0, 2]], group);
  hand.tempo(90);
  hand.undo();
  hand.set([[0, 1, 2]], group);
  hand.tempo(100);
  for (let more = 0; more < 6; more += 1) answer();
  same(sent.map(({ type }) => type), ['stop', 'set', 'tempo', 'undo', 'set', 'tempo']);
});

await check('two presses within one round trip are back where it was', async () => {
  const { hand, sent, answer } = page();
  hand.flipMute(3);
  await settled();
  hand.flipMute(3);
  hand.flipMute(4);
  hand.flipSolo(3);
  hand.playOrStop();
  hand.playOrStop();
  for (let more = 0; more < 6; more += 1) answer();
  same(sent.map(({ type, track, on }) => [type, track ?? null, on ?? null]), [
    ['mute', 3, true], ['mute', 3, false], ['mute', 4, true], ['solo', 3, true], ['play', null, null], ['stop', null, null],
  ]);
});
