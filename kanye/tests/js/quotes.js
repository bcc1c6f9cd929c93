// What is promised by `kanye/quotes.js`.

const { Quotes } = await load('/kanye/quotes.js');

const ME = 7;
const upstream = { state: 'live', host: 'api.kanye.rest', fetches: 1, known: 3, error: null };
const quote = (seq, more = {}) => ({ seq, at: seq * 100, text: `quote ${seq}`, source: 'live', hearts: 0, by: [], ...more });
const event = (seq, more = {}) => ({ type: 'quote', seq, at: seq * 100, text: `quote ${seq}`, source: 'cached', next_at: seq * 100 + 10_000, now_at: seq * 100 + 2_000, deliveries: seq, pushes: seq, ...more });

function made(quotes = [quote(1, { hearts: 2, by: [3, 4] })]) {
  const told = [];
  const on = { onAll: () => told.push('all'), onQuote: (is, gone) => told.push([is.seq, gone?.seq ?? null]), onHearts: ({ seq }) => told.push(`hearts ${seq}`), onUpstream: () => told.push('upstream') };
  const model = new Quotes(on);
  model.welcome(ME);
  const state = { every: 10_000, next_at: 10_100, now_at: 0, now_every: 2_000, now_every_person: 10_000, quotes, upstream, deliveries: 1, pushes: 1 };
  model.replace(state);
  return { model, told, state };
}
const hearts = (model, seq = 1) => {
  const { count, mine, pending } = model.heartsOf(model.get(seq));
  return [count, mine, pending];
};

await check('a heart is set to a state: whatever comes twice or in another order counts once', () => {
  const { model } = made();
  model.wish(1, true, 'a');
  same(hearts(model), [3, true, true], 'at once');
  model.granted(1, true, 'a');
  same(hearts(model), [3, true, false], 'the ack');
  model.tellHearts({ quote: 1, count: 3, on: true, from: ME });
  same(hearts(model), [3, true, false], 'the event');
  model.wish(1, false, 'b');
  model.tellHearts({ quote: 1, count: 2, on: false, from: ME });
  model.decided('b');
  model.granted(1, false, 'b');
  same(hearts(model), [2, false, false], 'the event before the ack');
});

await check('hearts of others are counted beside my wish', () => {
  const { model } = made();
  model.wish(1, true, 'a');
  model.tellHearts({ quote: 1, count: 3, on: true, from: 9 });
  same(hearts(model), [4, true, true]);
});

await check('a heart that was refused is taken back from the page', () => {
  const { model } = made();
  model.wish(1, true, 'a');
  model.decided('a');
  same(hearts(model), [2, false, false]);
});

await check('of two wishes for one quote the later one is shown until it is decided', () => {
  const { model } = made();
  model.wish(1, true, 'a');
  model.wish(1, false, 'b');
  model.granted(1, true, 'a');
  same(hearts(model), [2, false, true]);
  model.granted(1, false, 'b');
  same(hearts(model), [2, false, false]);
});

await check('a wish outlives the snapshot of a reconnect, and a wish of before a reload waits for its quote', () => {
  const { model, state } = made();
  model.wish(1, true, 'a');
  model.wish(2, true, 'b');
  model.replace({ ...state, quotes: [quote(1, { hearts: 1, by: [3] }), quote(2)] });
  same([hearts(model, 1), hearts(model, 2)], [[2, true, true], [1, true, true]]);
});

await check('the last 20 are kept, and what makes room is named', () => {
  const { model, told } = made([]);
  same(model.current, null);
  for (let seq = 1; seq <= 25; seq += 1) model.add(event(seq));
  same([model.list.length, model.list[0].seq, model.current.seq], [20, 6, 25]);
  same(told.at(-1), [25, 5]);
  model.tellHearts({ quote: 5, count: 1, on: true, from: 3 });
  same(told.at(-1), [25, 5], 'a quote that is gone is no trouble');
});

await check('a quote brings when the next one comes and what all of them have cost', () => {
  const { model } = made();
  model.add(event(5));
  same([model.nextAt, model.deliveries, model.nowAt], [10_500, 5, 2_500]);
});

await check('whoever asked waits longer than the others, also after a reload', () => {
  const { model, state } = made();
  model.add(event(5, { from: ME, name: 'Ada' }));
  model.add(event(9));
  same([model.nowAt, model.waitsAlone], [10_500, true]);
  const asked = { ...state, now_at: 300, quotes: [quote(4, { from: ME, name: 'Ada' }), quote(8, { from: 3, name: 'Bob' })] };
  model.replace(asked);
  same([model.nowAt, model.waitsAlone], [10_400, true]);
  model.replace({ ...asked, quotes: [quote(8, { from: 3, name: 'Bob' })] });
  same([model.nowAt, model.waitsAlone], [300, false]);
});

await check('hearts of the person I was before are not mine when I go on as somebody new', () => {
  const { model, told } = made([quote(1, { hearts: 2, by: [3, ME] }), quote(2, { hearts: 1, by: [8] })]);
  model.wish(2, true, 'a');
  model.granted(2, true, 'a');
  model.tellHearts({ quote: 2, count: 2, on: true, from: ME });
  same([hearts(model, 1), hearts(model, 2)], [[2, true, false], [2, true, false]]);
  told.length = 0;
  model.welcome(ME);
  same(told, [], 'I am who I was');
  model.welcome(8);
  same([hearts(model, 1), hearts(model, 2)], [[2, false, false], [2, true, false]]);
  same(told, ['hearts 1', 'hearts 2']);
  model.tellHearts({ quote: 2, count: 1, on: false, from: 8 });
  model.welcome(ME);
  same([hearts(model, 1), hearts(model, 2)], [[2, true, false], [1, true, false]]);
});

await check('what is cleared is gone but for the newest, which nobody has liked then', () => {
  const { model, told } = made([quote(1, { at: 1 }), quote(2, { at: 2, hearts: 2, by: [3, ME] })]);
  model.wish(1, true, 'a');
  model.clear(9);
  same([model.list.map(({ seq }) => seq), hearts(model, 2), told.at(-1)], [[2], [0, false, false], 'all']);
  model.decided('a');
  const fresh = made([quote(1, { at: 1 }), quote(2, { at: 2, hearts: 1, by: [3] })]).model;
  fresh.clear(2);
  same([fresh.list.map(({ seq }) => seq), hearts(fresh, 2)], [[2], [1, false, false]], 'what came later stays');
  const empty = made([]).model;
  empty.clear(9);
  same(empty.list, []);
});
