// What is promised by `music/engine/audio_clock.js`.

const { AudioClock } = await load('/music/engine/audio_clock.js');
const { Clock } = await load('/common/clock.js');

/** A device whose time began at 2,000 ms, in buffers of 10 ms, heard later by `latency`, and what it tells of that. */
function device({ latency = 30, pair = true, outputLatency } = {}) {
  let now = 10_000;
  let stood = 0;
  const rendered = () => Math.floor((now - stood - 2_000) / 10) * 10;
  const context = {
    get currentTime() {
      return rendered() / 1000;
    },
    outputLatency,
    getOutputTimestamp: () => (pair ? { contextTime: (rendered() - latency) / 1000, performanceTime: 2_000 + stood + rendered() } : { contextTime: 0, performanceTime: 0 }),
  };
  const clock = new Clock(0);
  clock.anchor(10_000, 110_000, 0);
  const audio = new AudioClock(context, clock, () => now);
  const run = (milliseconds) => {
    for (const end = now + milliseconds; now < end; now += 25.3) audio.sample();
  };
  const stand = (milliseconds) => {
    now += milliseconds;
    stood += milliseconds;
  };
  return { audio, run, clock, stand };
}

await check('a sound is handed over so much earlier as the device is late', () => {
  const { audio, run } = device();
  run(1_000);
  near(audio.latency, 30, 1, 'latency');
  near(audio.audioTime(112_000) * 1000, 10_000 - 30, 1, 'seconds of the context');
});

await check('there and back is the same time', () => {
  const { audio, run } = device();
  run(1_000);
  near(audio.serverTime(audio.audioTime(112_345.6)), 112_345.6, 1e-6);
});

await check('a device that tells no pair is believed in its latency, within reason', () => {
  for (const [told, believed] of [[0.02, 20], [3, 100], [-1, 0], [NaN, 0], [undefined, 0]]) {
    const { audio, run } = device({ pair: false, outputLatency: told });
    run(1_000);
    near(audio.latency, believed, 1e-9, `${told}`);
    near(audio.audioTime(112_000) * 1000, 10_000 - believed, 1.5, `${told}`);
  }
});

await check('an absurd pair moves nothing by more than a tenth of a second', () => {
  for (const latency of [5_000, -5_000]) {
    const { audio, run } = device({ latency });
    run(1_000);
    holds(audio.latency >= 0 && audio.latency <= 100, `${audio.latency}`);
  }
});

await check('the nudge makes a slow speaker early, and the scheduler gives it that time', () => {
  const { audio, run } = device();
  run(1_000);
  const before = audio.audioTime(112_000);
  audio.nudge = 40;
  near((before - audio.audioTime(112_000)) * 1000, 40, 1e-6);
  near(audio.lead, 70, 1);
});

await check('a real device answers with finite times', async () => {
  const context = new AudioContext();
  const clock = new Clock(0);
  const audio = new AudioClock(context, clock);
  audio.sample();
  holds(Number.isFinite(audio.audioTime(performance.now())) && audio.latency >= 0 && audio.latency <= 100, `${audio.latency}`);
  await context.close();
});

await check('a device that stood still, in a frozen page for example, is known anew at once', () => {
  const { audio, run, stand } = device();
  run(1_000);
  same(audio.sample(), false);
  const before = audio.audioTime(112_000) * 1000;
  stand(8_000);
  same(audio.sample(), true, 'it says so');
  same(audio.sample(), false, 'once');
  run(100);
  near(before - audio.audioTime(112_000) * 1000, 8_000, 1, 'the same time of the server is so much earlier for it');
});
