// What is promised by `common/connection/delivery.js`, `common/connection/pending_store.js`.

const { Delivery } = await load('/common/connection/delivery.js');
const { PendingStore } = await load('/common/connection/pending_store.js');

const say = (text) => ({ type: 'say', text });

/** A delivery that writes down what it sends and says. */
function made({ memory = testMemory(), window = 1, isBound } = {}) {
  const [sent, told] = [[], []];
  const timers = new TestTimers();
  const on = {
    onAck: (key, seq) => told.push(['ack', key, seq]),
    onNack: (key, { code }) => told.push(['nack', key, code]),
    onSlowDown: (milliseconds) => told.push(['slow', milliseconds]),
    onMiscount: () => told.push(['miscount']),
  };
  const send = ({ n, text }) => sent.push(`${n} ${text}`);
  const delivery = new Delivery({ window, send, on, isBound, store: new PendingStore('class', memory), timers });
  const welcome = async (lastN, { id = 7, epoch = 'A', kept, meanwhile = () => {}, sawAll = true } = {}) => {
    delivery.welcomed({ you: { id }, epoch, last_n: lastN }, kept);
    if (!sawAll) delivery.missed();
    meanwhile();
    delivery.caughtUp();
    await turns();
  };
  return { delivery, sent, told, timers, welcome, memory };
}

await check('nothing leaves before all that was missed has been seen', async () => {
  const { delivery, sent } = made();
  delivery.add(say('a'));
  delivery.welcomed({ you: { id: 7 }, epoch: 'A', last_n: 0 });
  await turns();
  same(sent, []);
  delivery.caughtUp();
  await turns();
  same(sent, ['1 a']);
});

await check('the ack may come before the echo', async () => {
  const { delivery, told, welcome } = made();
  await welcome(0);
  const key = delivery.add(say('a'));
  await turns();
  delivery.acked({ n: 1, seq: 6 }, 5);
  same(told, [['ack', key, 6]]);
  same([delivery.recognise(7, 1), delivery.recognise(7, 1)], [key, null], 'the echo, once');
});

await check('the echo may come before the ack', async () => {
  const { delivery, told, welcome } = made();
  await welcome(0);
  const key = delivery.add(say('a'));
  await turns();
  same(delivery.recognise(7, 1), key);
  delivery.acked({ n: 1, seq: 6 }, 6);
  same(told, [], 'it was decided already');
});

await check('an echo without an ack, seen on return, is not sent again', async () => {
  const { delivery, sent, welcome } = made();
  await welcome(0);
  const key = delivery.add(say('a'));
  await turns();
  delivery.interrupted();
  let echo;
  await welcome(1, { meanwhile: () => (echo = delivery.recognise(7, 1)) });
  same([echo, sent], [key, ['1 a']]);
});

await check('without an echo the same number goes again, for the stored answer', async () => {
  const { delivery, sent, told, welcome } = made();
  await welcome(0);
  const key = delivery.add(say('a'));
  await turns();
  delivery.interrupted();
  await welcome(1);
  delivery.nacked({ n: 1, code: 'text' });
  same([sent, told], [['1 a', '1 a'], [['nack', key, 'text']]]);
});

await check('a new server gets a pending command once, and its ids are not ours', async () => {
  const { delivery, sent, welcome } = made();
  await welcome(0);
  delivery.add(say('a'));
  await turns();
  delivery.interrupted();
  let stranger;
  await welcome(0, { epoch: 'B', id: 1, meanwhile: () => (stranger = delivery.recognise(7, 1)) });
  same([stranger, sent], [null, ['1 a', '1 a']]);
});

await check('a lost seat in the same log: it is sent again only if all that was missed was seen', async () => {
  for (const sawAll of [true, false]) {
    const { delivery, sent, told, welcome } = made();
    await welcome(0);
    const key = delivery.add(say('a'));
    delivery.add(say('b'));
    await turns();
    delivery.interrupted();
    await welcome(0, { id: 8, sawAll });
    same(sent, ['1 a', sawAll ? '1 a' : '1 b']);
    same(told, sawAll ? [] : [['nack', key, 'uncertain']]);
  }
});

await check('a seat that was lost stays lost, even if the connection breaks before that is settled', async () => {
  const { delivery, sent, told, welcome } = made();
  await welcome(0);
  const key = delivery.add(say('a'));
  await turns();
  delivery.interrupted();
  delivery.welcomed({ you: { id: 8 }, epoch: 'A', last_n: 0 });
  await welcome(0, { id: 8, sawAll: false });
  same([sent, told], [['1 a'], [['nack', key, 'uncertain']]]);
});

await check('what was missed before the seat was lost counts as much as what was missed after', async () => {
  const { delivery, sent, told, welcome } = made();
  await welcome(0);
  const key = delivery.add(say('a'));
  await turns();
  delivery.interrupted();
  await welcome(1, { sawAll: false }); // Its stored answer is lost once more.
  delivery.interrupted();
  await welcome(0, { id: 8 });
  same([sent, told], [['1 a', '1 a'], [['nack', key, 'uncertain']]]);
});

await check('what was missed before it was sent makes nothing uncertain', async () => {
  const { delivery, sent, told, welcome } = made();
  await welcome(0, { sawAll: false });
  delivery.add(say('a'));
  await turns();
  delivery.interrupted();
  await welcome(0, { id: 8 });
  same([sent, told], [['1 a', '1 a'], []]);
});

await check('too fast: it waits as long as it is told, and nothing overtakes it', async () => {
  const { delivery, sent, told, timers, welcome } = made();
  await welcome(0);
  delivery.add(say('a'));
  delivery.add(say('b'));
  await turns();
  delivery.nacked({ n: 1, code: 'rate', retry_ms: 400 });
  same(told, [['slow', 400]]);
  timers.pass(399);
  same(sent, ['1 a']);
  timers.pass(1);
  delivery.acked({ n: 2, seq: 6 }, 5);
  same(sent, ['1 a', '2 a', '3 b']);
});

await check('a room that is busy, or slow on purpose, takes it later, and the page knows which it is', async () => {
  for (const code of ['room_rate', 'slow']) {
    const { delivery, sent, told, timers, welcome } = made();
    await welcome(0);
    delivery.add(say('a'));
    await turns();
    delivery.nacked({ n: 1, code, retry_ms: 5_000 });
    same([told, sent], [[['slow', 5_000]], ['1 a']], code);
    timers.pass(5_000);
    same(sent, ['1 a', '2 a'], code);
  }
});

await check('a wait that ends while the connection is down sends nothing', async () => {
  const { delivery, sent, timers, welcome } = made();
  await welcome(0);
  delivery.add(say('a'));
  await turns();
  delivery.nacked({ n: 1, code: 'rate', retry_ms: 400 });
  delivery.interrupted();
  timers.pass(500);
  same(sent, ['1 a']);
  await welcome(1);
  same(sent, ['1 a', '2 a']);
});

await check('a miscount is settled by a new welcome and not by guessing', async () => {
  const { delivery, told, welcome } = made();
  await welcome(0);
  delivery.add(say('a'));
  delivery.nacked({ n: 1, code: 'out_of_order' });
  same(told, [['miscount']]);
});

await check('a refusal that names no command takes none back', async () => {
  const { delivery, sent, told, welcome } = made();
  await welcome(0);
  delivery.add(say('under way'));
  delivery.add(say('waiting'));
  await turns();
  delivery.nacked({ type: 'nack', n: null, code: 'rate', retry_ms: 100 });
  await turns();
  same(sent, ['1 under way']);
  same(told, [['nack', null, 'rate']]);
});

await check('what names an event by its number is not said to a restarted server, where it would name another', async () => {
  const isBound = ({ text }) => text === 'I like 7';
  const { delivery, sent, told, welcome, memory } = made({ isBound });
  await welcome(0);
  delivery.interrupted();
  const key = delivery.add(say('I like 7'));
  delivery.add(say('hello'));
  const reloaded = made({ memory, isBound });
  await welcome(0, { epoch: 'B' });
  same([sent, told], [['1 hello'], [['nack', key, 'restarted']]]);
  await reloaded.welcome(0, { epoch: 'B' });
  same([reloaded.sent, reloaded.told.length], [['1 hello'], 1], 'nor after a reload');
  const faithful = made({ memory: testMemory(), isBound });
  faithful.delivery.add(say('I like 7'));
  await faithful.welcome(0);
  await faithful.welcome(0);
  same(faithful.told, [], 'in the log it was meant for it is said');
});

await check('a server that was started anew and still knows us decides no number twice', async () => {
  for (const kept of [{ epoch: true, seat: true }, { epoch: false, seat: true }]) {
    const { delivery, sent, told, welcome } = made({ window: 2 });
    await welcome(0);
    const keys = [delivery.add(say('a')), delivery.add(say('b'))];
    await turns();
    delivery.interrupted();
    await welcome(1, { epoch: 'B', kept, sawAll: kept.epoch });
    same(sent, ['1 a', '2 b', '1 a', '2 b'], 'the same numbers, which have the same answers');
    delivery.acked({ n: 1, seq: 6 }, 9);
    delivery.acked({ n: 2, seq: 7 }, 9);
    same(told, [['ack', keys[0], 6], ['ack', keys[1], 7]]);
  }
});

await check('a log that lost its end is not asked for what was about an event in it, but answers what it has decided', async () => {
  const { delivery, sent, told, welcome } = made({ window: 2, isBound: () => true });
  await welcome(0);
  const keys = [delivery.add(say('I like 7')), delivery.add(say('I like 8'))];
  await turns();
  delivery.interrupted();
  await welcome(1, { epoch: 'B', kept: { epoch: false, seat: true }, sawAll: false });
  same([sent.slice(2), told], [['1 I like 7'], [['nack', keys[1], 'restarted']]]);
});

await check('what it has not decided before it died is sent again, with what was typed meanwhile behind it', async () => {
  const { delivery, sent, welcome } = made();
  await welcome(4);
  delivery.add(say('a'));
  await turns();
  delivery.interrupted();
  delivery.add(say('b'));
  await welcome(3, { epoch: 'B', kept: { epoch: true, seat: true } });
  same(sent, ['5 a', '4 a']);
});
