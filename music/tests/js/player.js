// What is promised by `music/engine/notation.js`, `music/engine/player.js`, `music/engine/song.js`.

const { Clock } = await load('/common/clock.js');
const { fromNotation } = await load('/music/engine/notation.js');
const { Player } = await load('/music/engine/player.js');
const { Song } = await load('/music/engine/song.js');
const { spreadFromIdeal } = await load('/music/engine/spread.js');
const { Transport } = await load('/music/engine/transport.js');

/** The server's clock is ahead by this. */
const AHEAD = 5_000;
const serverNow = () => performance.now() + AHEAD;

/** A device with a real audio device of its own. Its clock is right. */
async function device() {
  const context = new AudioContext();
  const clock = new Clock(0);
  clock.anchor(performance.now(), serverNow(), 0);
  const song = new Song();
  const { swing, patterns: [cells] } = fromNotation(PRESETS[0].song);
  const state = emptyState();
  state.cells[0] = [...cells];
  song.reset({ ...state, swing }, 0);
  const transport = new Transport();
  const played = [];
  const player = new Player({ clock, transport, song, context, on: { onPlayed: (step) => played.push({ ...step, now: context.currentTime }) } });
  await player.unlock();
  const receive = (vector) => {
    transport.apply(vector);
    player.received(vector);
  };
  const hasPlayed = async (count) => {
    for (const end = performance.now() + 8_000; played.length < count; await new Promise((resolve) => setTimeout(resolve, 20))) {
      holds(performance.now() < end, `${played.length} of ${count} steps`);
    }
  };
  return { context, player, played, receive, hasPlayed };
}

const vector = (version, at, beat = 0, playing = true) => ({ version, at, beat, bpm: 240, playing });

await check('two real audio devices are given every step for the same time of the server', async () => {
  const devices = [await device(), await device()];
  const start = serverNow() + 300;
  devices.forEach(({ receive }) => receive(vector(1, start)));
  await Promise.all(devices.map(({ hasPlayed }) => hasPlayed(24)));
  const times = devices.map(({ played, player }) => new Map(played.map(({ step, when }) => [step, player.audioClock.serverTime(when)])));
  const { steps, median } = spreadAcross(times);
  // A busy computer drops what it would play too late, so the two may not have all steps in common.
  holds(steps >= 8 && median < 10, `${median} ms over ${steps} steps`);
  for (const { played, context } of devices) {
    holds(played.every(({ step }, index) => index === 0 || step > played[index - 1].step), `no step twice: ${played.map(({ step }) => step)}`);
    holds(spreadFromIdeal(played).median < 0.001, 'where it belongs');
    await context.close();
  }
});

await check('a device that was taken away for a while comes back without a burst', async () => {
  const { context, player, played, receive, hasPlayed } = await device();
  receive(vector(1, serverNow() + 300));
  await hasPlayed(4);
  await context.suspend();
  const before = played.length;
  await new Promise((resolve) => setTimeout(resolve, 500));
  same([player.isUnlocked, played.length], [false, before], 'nothing is scheduled for a device that stands still');
  await context.resume();
  await hasPlayed(before + 8);
  const after = played.slice(before);
  holds(after.every(({ when }, index) => index === 0 || when > after[index - 1].when + 0.04), after.map(({ when }) => when).join(' '));
  await context.close();
});

await check('the other mode plays too, and says how far off it was', async () => {
  const { context, player, played, receive, hasPlayed } = await device();
  player.mode = 'arrival';
  receive(vector(1, serverNow() - 400));
  await hasPlayed(8);
  holds(played.every(({ step }, index) => index === 0 || step > played[index - 1].step), `no step twice: ${played.map(({ step }) => step)}`);
  holds(played.every(({ mode, at, ideal }) => mode === 'arrival' && at - ideal > 200), JSON.stringify(played[0]));
  receive(vector(2, serverNow(), 0, false));
  await context.close();
});
