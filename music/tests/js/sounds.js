// What is promised by `music/engine/events.js`, `music/engine/render.js`, `music/engine/sounds.js`.

const { TRACKS, beatOf } = await load('/music/engine/events.js');
const { renderBars } = await load('/music/engine/render.js');
const { Sounds } = await load('/music/engine/sounds.js');

const sounding = (cells, swing = 0) => ({ ...emptyState(), cells, swing });
const loudest = (samples) => samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
const energy = (samples) => samples.reduce((sum, sample) => sum + sample * sample, 0);
const part = (buffer, from, to, channel = 0) => buffer.getChannelData(channel).subarray(from * buffer.sampleRate, to * buffer.sampleRate);

/** When something begins, in seconds: its energy, by the millisecond, rises to a share of the most there is. */
function onsets(buffer) {
  const length = buffer.sampleRate / 1_000;
  const energies = Array.from({ length: Math.floor(buffer.length / length) }, (_, slot) => energy(part(buffer, slot / 1_000, (slot + 1) / 1_000)));
  const loud = 0.02 * Math.max(...energies);
  const quietBefore = (slot) => energies.slice(Math.max(0, slot - 30), slot).every((before) => before < loud);
  return energies.flatMap((now, slot) => (now >= loud && quietBefore(slot) ? [slot / 1_000] : []));
}

/** One sound alone, offline. */
async function struck(...hits) {
  const context = new OfflineAudioContext(2, 2 * 44_100, 44_100);
  const sounds = new Sounds(context);
  for (const [track, level, midi, at] of hits) sounds.play(track, level, midi, at, 0.1);
  return context.startRendering();
}

await check('a file has its onsets where the events are, swing kept, in every bar', async () => {
  const steps = [0, 3, 6, 9, 12, 15];
  const cells = patternWith(...steps.map((step) => [2, step, 3]));
  const buffer = await renderBars(sounding(cells, 50), { bpm: 100, bars: 2 });
  const expected = [0, 4].flatMap((bar) => steps.map((step) => (bar + beatOf(step, 50)) * 0.6));
  const found = onsets(buffer);
  same(found.length, expected.length, `${found}`);
  found.forEach((time, index) => near(time, expected[index], 0.003, `onset ${index}`));
});

await check('a file has both sides, its bar and what still rings after it, and is not silent', async () => {
  const buffer = await renderBars(sounding(patternWith([0, 0, 3])), { bpm: 120 });
  same([buffer.numberOfChannels, buffer.length], [2, 3 * 44_100]);
  for (const side of [0, 1]) holds(loudest(buffer.getChannelData(side)) > 0.25, `side ${side}`);
});

await check('a pattern with nothing in it is silent', async () => {
  same(loudest((await renderBars(sounding(patternWith()), { bpm: 240 })).getChannelData(0)), 0);
});

for (const [track, name] of TRACKS.entries()) {
  await check(`${name}: starts at once, is louder the harder it is struck, and ends`, async () => {
    const energies = [];
    for (const level of [1, 2, 3]) {
      const buffer = await struck([track, level, 69, 0.5]);
      same(loudest(part(buffer, 0, 0.4999)), 0, 'before');
      near(onsets(buffer)[0], 0.5, 0.004, 'onset');
      energies.push(energy(part(buffer, 0.5, 2)));
      const peak = loudest(buffer.getChannelData(0));
      holds(peak > 0.05 && peak < 0.95, `level ${level} peaks at ${peak}`);
      holds(loudest(part(buffer, 1.6, 2)) < 0.001, 'it ends');
    }
    holds(energies[1] > 1.5 * energies[0] && energies[2] > 1.4 * energies[1], `${energies}`);
  });
}

await check('no track drowns another', async () => {
  const peaks = [];
  for (const track of TRACKS.keys()) peaks.push(loudest((await struck([track, 2, 57, 0])).getChannelData(0)));
  holds(Math.max(...peaks) / Math.min(...peaks) < 5, peaks.map((peak) => peak.toFixed(2)).join(' '));
});

await check('everything at once stays below full, without being cut', async () => {
  const buffer = await struck(...TRACKS.map((_, track) => [track, 3, 69, 0]));
  const peak = loudest(buffer.getChannelData(0));
  holds(peak > 0.5 && peak < 1, `${peak}`);
});

await check('the closed hat chokes the open one, and an earlier one does not', async () => {
  const open = await struck([3, 3, 46, 0.5]);
  const choked = await struck([3, 3, 46, 0.5], [2, 1, 42, 0.6]);
  const before = await struck([2, 1, 42, 0.4], [3, 3, 46, 0.5]);
  const tail = (buffer) => energy(part(buffer, 0.68, 0.9));
  holds(tail(choked) < 0.02 * tail(open), `${tail(choked)} of ${tail(open)}`);
  near(tail(before) / tail(open), 1, 0.1, 'its tail');
});

await check('whatever is planned or taken back, the open hat ends with the first closed one that is left', async () => {
  const tail = async (act) => {
    const context = new OfflineAudioContext(2, 44_100, 44_100);
    const sounds = new Sounds(context);
    act((at) => sounds.play(3, 3, 46, at, 0.1), (at) => sounds.play(2, 1, 42, at, 0.1));
    return energy(part(await context.startRendering(), 0.48, 0.7));
  };
  const rings = await tail((open) => open(0.3));
  near(await tail((open, closed) => (open(0.3), closed(0.4)())) / rings, 1, 0.1, 'taken back, it');
  holds(await tail((open, closed) => (closed(0.4), open(0.3))) < 0.02 * rings, 'planned in another order');
  const second = await tail((open, closed) => {
    open(0.3);
    const takeBack = closed(0.35);
    closed(0.4);
    takeBack();
  });
  holds(second < 0.02 * rings, 'the second closes it');
  same(await tail((open, closed) => {
    const takeBack = open(0.3);
    const reopen = closed(0.4);
    takeBack();
    reopen();
  }), 0, 'what was taken back itself');
});

await check('what is taken back before it sounds is never heard', async () => {
  const context = new OfflineAudioContext(1, 44_100, 44_100);
  const sounds = new Sounds(context);
  TRACKS.forEach((_, track) => sounds.play(track, 3, 69, 0.3, 0.1)());
  same(loudest((await context.startRendering()).getChannelData(0)), 0);
});
