// What is promised by `common/connection/delivery.js`, `common/connection/pending_store.js`, `common/memory.js`.

const { Delivery } = await load('/common/connection/delivery.js');
const { PendingStore } = await load('/common/connection/pending_store.js');
const { memory } = await load('/common/memory.js');

const say = (text) => ({ type: 'say', text });
const texts = (delivery) => delivery.restored.map(({ command }) => command.text);

/** A load of the page in a tab that remembers. */
function page(kept, room = 'class') {
  const sent = [];
  const on = { onAck() {}, onNack() {}, onSlowDown() {}, onMiscount() {} };
  const send = ({ n, text }) => sent.push(`${n} ${text}`);
  const delivery = new Delivery({ window: 1, send, on, store: new PendingStore(room, kept) });
  const welcome = async ({ lastN, id = 7, epoch = 'A', snapshot = [] }) => {
    delivery.welcomed({ you: { id }, epoch, last_n: lastN });
    const own = snapshot.map(([from, n]) => delivery.recognise(from, n));
    delivery.missed(); // After a reload there is always a snapshot.
    delivery.caughtUp();
    await turns();
    return own;
  };
  return { delivery, sent, welcome };
}

/** A page that was cut off with two lines typed, of which the first has left. */
async function loaded() {
  const kept = testMemory();
  const { delivery, welcome } = page(kept);
  await welcome({ lastN: 0 });
  delivery.add(say('a'));
  await turns();
  delivery.add(say('b'));
  return kept;
}

await check('a reload finds what was typed and not decided, in order', async () => {
  same(texts(page(await loaded()).delivery), ['a', 'b']);
});

await check('what had left is asked about under its old number, the rest follows', async () => {
  const { delivery, sent, welcome } = page(await loaded());
  await welcome({ lastN: 1 });
  delivery.acked({ n: 1, seq: 6 }, 6);
  same(sent, ['1 a', '2 b']);
});

await check('a line that the snapshot holds is recognised, and not sent again', async () => {
  const { delivery, sent, welcome } = page(await loaded());
  const [key] = delivery.restored.map((entry) => entry.key);
  same(await welcome({ lastN: 1, snapshot: [[3, 1], [7, 1]] }), [null, key]);
  same(sent, ['2 b']);
});

await check('whoever comes back too late for the seat still knows the own line', async () => {
  const { delivery, sent, welcome } = page(await loaded());
  const [key] = delivery.restored.map((entry) => entry.key);
  same(await welcome({ lastN: 0, id: 9, snapshot: [[7, 1]] }), [key]);
  same(sent, ['1 b']);
});

await check('a restart of the server during the reload: all is sent, and strangers stay strangers', async () => {
  const { sent, welcome, delivery } = page(await loaded());
  same(await welcome({ lastN: 0, epoch: 'B', snapshot: [[7, 1]] }), [null]);
  delivery.acked({ n: 1, seq: 6 }, 6);
  same(sent, ['1 a', '2 b']);
});

await check('many reloads in a row lose and double nothing', async () => {
  const kept = await loaded();
  for (let reload = 0; reload < 5; reload += 1) page(kept);
  same(texts(page(kept).delivery), ['a', 'b']);
});

await check('what is decided is forgotten', async () => {
  const kept = await loaded();
  const { delivery, welcome } = page(kept);
  await welcome({ lastN: 1 });
  delivery.acked({ n: 1, seq: 6 }, 6);
  delivery.nacked({ n: 2, code: 'text' });
  same(texts(page(kept).delivery), []);
  same(kept.get('pending.class'), null);
});

await check('a new line never gets the key of a restored one', async () => {
  const { delivery } = page(await loaded());
  const key = delivery.add(say('c'));
  holds(delivery.restored.every((entry) => entry.key !== key), `${key} is taken`);
});

await check('a room knows nothing of what was meant for another', async () => {
  same(texts(page(await loaded(), 'band-3').delivery), []);
});

await check('at most 64 come back', () => {
  const entries = Array.from({ length: 90 }, (_, index) => ({ command: say(`${index}`), n: null, author: null }));
  const kept = testMemory();
  kept.set('pending.class', JSON.stringify({ epoch: 'A', entries }));
  const { delivery } = page(kept);
  same(delivery.restored.length, 64);
  holds(delivery.isFull, 'there is no room for more');
});

await check('nonsense in the storage is nothing', () => {
  for (const nonsense of ['', '{', '7', 'null', '[]', '{"entries":3}', '{"entries":[null]}', '{"entries":[{"command":{}}]}']) {
    const kept = testMemory();
    kept.set('pending.class', nonsense);
    same(texts(page(kept).delivery), [], nonsense);
  }
});

await check('a storage that is blocked, or full, does not stop the page', async () => {
  const blocked = memory(() => {
    throw new DOMException('blocked', 'SecurityError');
  });
  const { delivery, sent, welcome } = page(blocked);
  await welcome({ lastN: 0 });
  delivery.add(say('a'));
  await turns();
  same([texts(delivery), sent], [[], ['1 a']]);
});
