// What is promised by `music/engine/song.js`.

const { Song } = await load('/music/engine/song.js');

/** A song with a snapshot, that writes down which cells change, to what, and by whom. */
function made() {
  const seen = [];
  const news = [];
  const onCells = (changes) => {
    seen.push(...changes.map(({ track, step, value, by }) => [track, step, value, by]));
    news.push(...changes.map(({ isNews }) => isNews));
  };
  const song = new Song({ onCells });
  song.reset(emptyState(), 10);
  return { song, seen, news };
}

const cells = (seq, by, ...written) => ({ type: 'cells', why: 'set', seq, at: seq * 100, cells: written.map((cell) => [...cell, by]) });

await check('my edit shows at once and does not blink when its ack comes before its echo', () => {
  const { song, seen } = made();
  song.edit('c1', [[0, 0, 0, 2]]);
  song.acknowledge('c1', 11);
  same(song.value(0, 0, 0), 2);
  song.apply(cells(11, 7, [0, 0, 0, 2]), 'c1');
  same(seen, [[0, 0, 2, null], [0, 0, 2, 7]]);
  same([song.isPending(0, 0, 0), song.writer(0, 0, 0)], [false, 7]);
});

await check('nor when the echo comes first', () => {
  const { song, seen } = made();
  song.edit('c1', [[0, 0, 0, 2]]);
  song.apply(cells(11, 7, [0, 0, 0, 2]), 'c1');
  song.acknowledge('c1', 11);
  same(seen, [[0, 0, 2, null], [0, 0, 2, 7]]);
});

await check('a race that I win shows nothing of the other', () => {
  const { song, seen } = made();
  song.edit('c1', [[0, 0, 0, 2]]);
  song.apply(cells(11, 9, [0, 0, 0, 3]));
  song.apply(cells(12, 7, [0, 0, 0, 2]), 'c1');
  same(seen.map(([, , value]) => value), [2, 2, 2], 'the value that is shown');
  same(song.writer(0, 0, 0), 7);
});

await check('a race that I lose snaps once, in the colour of the winner', () => {
  const { song, seen } = made();
  song.edit('c1', [[0, 0, 0, 2]]);
  song.apply(cells(11, 7, [0, 0, 0, 2]), 'c1');
  song.apply(cells(12, 9, [0, 0, 0, 3]));
  same(seen, [[0, 0, 2, null], [0, 0, 2, 7], [0, 0, 3, 9]]);
});

await check('a refused edit goes back to what the room has by then', () => {
  const { song, seen, news } = made();
  song.edit('c1', [[0, 0, 0, 2], [0, 0, 1, 2]]);
  song.apply(cells(11, 9, [0, 0, 0, 3]));
  song.refuse('c1');
  same(seen.slice(-2), [[0, 0, 3, 9], [0, 1, 0, 0]]);
  same(news.slice(-2), [false, false], 'nobody wrote there just now');
});

await check('only what an event has written is news, and not what it uncovers', () => {
  const { song, seen, news } = made();
  song.edit('c1', [[0, 0, 0, 2], [0, 0, 1, 2]]);
  song.acknowledge('c1', 11);
  song.apply(cells(11, 7, [0, 0, 0, 2]));
  same(seen.slice(-2), [[0, 0, 2, 7], [0, 1, 0, 0]]);
  same(news.slice(-2), [true, false]);
});

await check('of two edits of mine under way the newer one is shown, whatever comes back first', () => {
  const { song } = made();
  song.edit('c1', [[0, 0, 0, 1]]);
  song.edit('c2', [[0, 0, 0, 3]]);
  song.apply(cells(11, 7, [0, 0, 0, 1]), 'c1');
  same(song.value(0, 0, 0), 3);
  song.apply(cells(12, 7, [0, 0, 0, 3]), 'c2');
  same([song.value(0, 0, 0), song.isPending(0, 0, 0)], [3, false]);
});

await check('switching a cell off is an edit like any other', () => {
  const { song } = made();
  song.apply(cells(11, 9, [0, 0, 0, 3]));
  song.edit('c1', [[0, 0, 0, 0]]);
  same([song.value(0, 0, 0), song.isPending(0, 0, 0)], [0, true]);
});

await check('after a gap a snapshot replaces all, but not what the room has not decided', () => {
  const { song } = made();
  song.edit('c1', [[0, 0, 0, 1]]);
  song.edit('c2', [[0, 0, 1, 1]]);
  song.acknowledge('c1', 14);
  const state = emptyState();
  state.cells[0][5] = 3;
  song.reset(state, 20);
  same([0, 1, 5].map((step) => song.value(0, 0, step)), [0, 1, 3], 'the first is in the snapshot or was written over');
});

await check('a server that started again counts from the beginning, and mine is not above the room for good', () => {
  const { song } = made();
  song.edit('c1', [[0, 0, 0, 1]]);
  song.acknowledge('c1', 5_000);
  song.reset(emptyState(), 3);
  same([song.value(0, 0, 0), song.isPending(0, 0, 0)], [0, false]);
});

await check('an ack without a number changes nothing in the room, so mine goes', () => {
  const { song } = made();
  song.edit('c1', [[0, 0, 0, 1]]);
  song.acknowledge('c1', null);
  same(song.value(0, 0, 0), 0);
});

await check('an edit is heard 200 ms after it was decided, and mine not before', () => {
  const { song } = made();
  song.edit('c1', [[0, 0, 0, 2]]);
  same(song.sounding.at(9_999).cells[0], 0);
  song.apply(cells(11, 7, [0, 0, 0, 2]), 'c1');
  same([1_299, 1_300].map((time) => song.sounding.at(time).cells[0]), [0, 2]);
  song.sounding.settle(5_000);
  same(song.sounding.at(5_000).cells[0], 2);
});

await check('another pattern plays from its beat on, and is shown at once', () => {
  const { song } = made();
  song.apply({ type: 'pattern', seq: 11, at: 100, pattern: 2, pattern_from: 4_000 });
  same([song.pattern, song.patternFrom], [2, 4_000]);
  same([3_999, 4_000].map((time) => song.sounding.at(time).pattern), [0, 2]);
});

await check('whoever comes while another pattern is announced hears the one that plays until then', () => {
  const { song } = made();
  song.reset({ ...emptyState(), pattern: 2, pattern_from: 4_000, pattern_before: 1 }, 11);
  same([song.pattern, song.patternFrom], [2, 4_000]);
  same([3_999, 4_000].map((time) => song.sounding.at(time).pattern), [1, 2]);
});

await check('a page at which nobody looks or listens does not collect what is heard already', () => {
  const { song } = made();
  for (let seq = 11; seq < 2_000; seq += 1) song.apply(cells(seq, 9, [0, 0, 0, seq % 4]));
  holds(song.sounding.at(0).cells[0] !== 0, 'what was heard is taken over, and its past forgotten');
  same(song.sounding.at(1_999 * 100 + 200).cells[0], 1_999 % 4);
});

await check('swing, mute and solo are shown at once and heard together on all devices', () => {
  const { song } = made();
  song.apply({ type: 'swing', seq: 11, at: 100, percent: 30 });
  song.apply({ type: 'mute', seq: 12, at: 150, track: 3, on: true });
  song.apply({ type: 'solo', seq: 13, at: 150, track: 1, on: true });
  same([song.swing, song.mute[3], song.solo[1]], [30, true, true]);
  const heard = (time) => [song.sounding.at(time).swing, song.sounding.at(time).mute[3], song.sounding.at(time).solo[1]];
  same([heard(299), heard(300), heard(350)], [[0, false, false], [30, false, false], [30, true, true]]);
});

await check('whatever hands, acks, echoes and refusals do, the page ends with the song of the room', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = seeded(seed);
    const pick = (count) => Math.floor(random() * count);
    const { song } = made();
    const truth = emptyState().cells;
    const outgoing = [];
    const incoming = [];
    let seq = 10;
    for (let step = 0; step < 120; step += 1) {
      const chance = random();
      const written = [[pick(4), pick(8), pick(4), pick(4)]];
      if (chance < 0.3) {
        song.edit(`c${step}`, written);
        outgoing.push({ key: `c${step}`, written });
      } else if (chance < 0.5) {
        incoming.push({ event: cells((seq += 1), 9, ...written) });
        take(written);
      } else if (chance < 0.75 && outgoing.length > 0) {
        const { key, written: mine } = outgoing.shift();
        if (random() < 0.2) incoming.push({ refused: key });
        else {
          const echo = [{ event: cells((seq += 1), 7, ...mine), key }, { acked: key, seq }];
          incoming.push(...(random() < 0.5 ? echo : echo.reverse()));
          take(mine);
        }
      } else if (incoming.length > 0) hear(incoming.shift());
    }
    outgoing.forEach(({ key }) => incoming.push({ refused: key }));
    incoming.forEach(hear);
    same(song.shown, truth, `seed ${seed}`);

    function take(written) {
      for (const [pattern, track, place, value] of written) truth[pattern][track * 16 + place] = value;
    }
    function hear({ event, key, acked, refused, seq: number }) {
      if (event) song.apply(event, key);
      else if (acked) song.acknowledge(acked, number);
      else song.refuse(refused);
    }
  }
});
