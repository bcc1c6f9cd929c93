// What is promised by `music/engine/song.js`, `music/engine/transport.js`.

const { RoomClient } = await load('/common/connection/room_client.js');
const { transportFor } = await load('/common/connection/transports.js');
const { Song } = await load('/music/engine/song.js');
const { Transport } = await load('/music/engine/transport.js');

// The models of two pages in one room of the real server.

const room = `engine-${Math.floor(performance.now())}`;
const store = { load: () => ({ epoch: null, entries: [] }), save() {} };

/** A page without its views. */
function page() {
  const song = new Song();
  const transport = new Transport();
  const here = { song, transport, me: null, isIn: false, undecided: 0, skipped: [] };
  const on = {
    onWelcome: ({ you }) => (here.me = you.id),
    onSnapshot({ state, seq }) {
      song.reset(state, seq);
      transport.reset(state.transport, state.transport_before);
    },
    onEvent(event, { key }) {
      song.apply(event, key);
      if (event.type === 'transport') {
        transport.apply(event.vector, event.at);
        here.ahead = event.vector.at - event.at;
      }
      if (event.skipped) here.skipped.push(...event.skipped);
    },
    onAck(key, seq) {
      song.acknowledge(key, seq);
      here.undecided -= 1;
    },
    onNack(key, { message }) {
      song.refuse(key);
      here.undecided -= 1;
      here.problem = message;
    },
    onCaughtUp: () => (here.isIn = true),
    onState() {}, onRoundTrip() {}, onSkip() {}, onFrame() {}, onSlowDown() {},
  };
  const client = new RoomClient({ transport: transportFor(room, { kind: 'websocket' }), secret: null, store, on });
  here.client = client;
  here.tell = (command) => {
    here.undecided += 1;
    return client.command(command);
  };
  here.set = (group, ...cells) => song.edit(here.tell({ type: 'set', group, cells }), cells);
  client.join('Ada');
  return here;
}

async function until(isSo, what) {
  for (const end = performance.now() + 10_000; !isSo(); await new Promise((resolve) => setTimeout(resolve, 10))) {
    holds(performance.now() < end, `it never came to this: ${what}`);
  }
}

const pages = [page(), page()];
const [ada, bob] = pages;
const agreed = () => pages.every(({ undecided }) => undecided === 0) && JSON.stringify(ada.song.shown) === JSON.stringify(bob.song.shown);

await check('a newcomer hears a groove and no blank page', async () => {
  await until(() => ada.isIn && bob.isIn, 'both are in');
  holds(ada.song.shown[0].filter(Boolean).length > 10, 'a groove');
  same([ada.transport.newest.playing, agreed()], [false, true]);
});

await check('two hands in the same cells end with the same song, that of the server', async () => {
  const random = seeded(1);
  for (let edit = 0; edit < 60; edit += 1) {
    for (const { set } of pages) set(edit, [0, Math.floor(random() * 6), Math.floor(random() * 4), Math.floor(random() * 4)]);
    if (edit % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await until(agreed, 'they agree');
  const writers = (here) => Array.from({ length: 6 }, (_, track) => [0, 1, 2, 3].map((step) => here.song.writer(0, track, step)));
  same(writers(ada), writers(bob));
});

await check('undo takes back mine alone, and names whose cell it skipped', async () => {
  const before = ada.song.value(3, 0, 0);
  ada.set(1_000, [3, 0, 0, before ^ 1], [3, 0, 1, 2]);
  await until(agreed, 'Ada has drawn');
  bob.set(1_000, [3, 0, 1, 1]);
  await until(agreed, 'Bob has drawn over it');
  ada.tell({ type: 'undo' });
  await until(() => agreed() && bob.skipped.length > 0, 'Ada has taken it back');
  same([0, 1].map((step) => bob.song.value(3, 0, step)), [before, 1]);
  same(bob.skipped[0].slice(0, 4), [3, 0, 1, bob.me]);
});

await check('what the room refuses is taken back here, and told', async () => {
  const before = ada.song.value(3, 0, 0);
  ada.set(1_001, [3, 0, 0, 7]); // A drum has no notes.
  same(ada.song.value(3, 0, 0), 7);
  await until(() => ada.undecided === 0, 'it is decided');
  same(ada.song.value(3, 0, 0), before);
  holds(ada.problem.endsWith('.'), ada.problem);
});

await check('play, tempo and stop lie ahead for everybody, and whoever comes late is at the same place', async () => {
  ada.tell({ type: 'play' });
  await until(() => bob.transport.newest.playing, 'it plays');
  bob.tell({ type: 'tempo', bpm: 200 });
  await until(() => pages.every(({ transport }) => transport.newest.bpm === 200), 'it is faster');
  const { beat } = ada.transport.newest;
  same([beat, bob.transport.newest], [Math.round(beat), ada.transport.newest]);
  const late = page();
  await until(() => late.isIn, 'a third one comes');
  const then = ada.transport.newest.at + 5_000;
  near(late.transport.position(then), ada.transport.position(then), 1e-9);
  late.tell({ type: 'stop' });
  // Whoever comes while the stop is announced must not be silent before it.
  const later = page();
  await until(() => pages.every(({ transport }) => !transport.newest.playing), 'it stops');
  holds(ada.ahead >= 200 && bob.ahead === ada.ahead, `the stop lies ahead by ${ada.ahead}`);
  await until(() => later.isIn && later.transport.newest.version === ada.transport.newest.version, 'a fourth one comes');
  const { at } = ada.transport.newest;
  for (const time of [at - 100, at - 1, at, at + 1_000]) {
    near(later.transport.position(time), ada.transport.position(time), 1e-9, `the position at ${time}`);
    same(later.transport.isPlaying(time), ada.transport.isPlaying(time));
  }
  later.client.pause();
  late.client.pause();
});

await check('the pattern, swing, mute and solo are the same for both', async () => {
  ada.tell({ type: 'swing', percent: 33 });
  bob.tell({ type: 'mute', track: 4, on: true });
  ada.tell({ type: 'solo', track: 2, on: true });
  bob.tell({ type: 'pattern', pattern: 2 });
  const settings = ({ song: { swing, mute, solo, pattern } }) => JSON.stringify([swing, mute[4], solo[2], pattern]);
  await until(() => pages.every((here) => settings(here) === '[33,true,true,2]'), 'all is set');
});

await check('two clocks are no further apart than their own exchanges allow', async () => {
  await until(() => pages.every(({ client }) => client.clock.exchanges.length >= 8), 'eight exchanges');
  const now = performance.now();
  const [one, other] = pages.map(({ client }) => client.clock.serverTime(now));
  const [half, otherHalf] = pages.map(({ client }) => Math.min(...client.clock.exchanges.map(({ roundTrip }) => roundTrip)) / 2);
  near(one, other, half + otherHalf + 1);
  pages.forEach(({ client }) => client.pause());
});
