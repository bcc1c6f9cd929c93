// A page without its views in a model room, and the judge of how it ends. It stands in front of `any_network.js`, `any_seat.js` and `any_switch.js`.

const { PendingStore } = await load('/common/connection/pending_store.js');
const { RoomClient } = await load('/common/connection/room_client.js');
const { People } = await load('/common/people.js');
const { Author } = await load('/basic_chat/author.js');
const { Chat } = await load('/basic_chat/chat.js');
const { Lines } = await load('/basic_chat/lines.js');
const { TypingWatch } = await load('/basic_chat/typing.js');

const KINDS = ['websocket', 'sse', 'long_poll', 'poll', 'auto'];

/** A part of the page that only shows things. */
const silent = new Proxy({}, { get: () => () => {}, set: () => true });

/** The page without its views: one load of it, in a tab that remembers. */
function page(server, tab) {
  const timers = new TestTimers();
  const log = [];
  const waiting = new Set();
  const lines = new Lines({
    onAppend: (item) => log.push(item),
    onPast: () => {},
    onPending: (line) => waiting.add(line),
    onSettle: (line) => waiting.delete(line) && log.push(line),
    onChange: ({ status, text }) => status === 'failed' && tab.failed.add(text),
    onRemove: (line) => waiting.delete(line),
  });
  const chat = new Chat();
  const store = new PendingStore('class', tab.memory);
  const client = new RoomClient({ transport: { choice: { kind: 'websocket' }, open: server.open }, secret: tab.identity.secret, store, window: 1, on: chat.handlers, timers });
  const typing = new TypingWatch(() => {}, timers);
  const author = new Author({ client, lines, teller: silent, voices: { has: () => false }, me: () => chat.me ?? { name: 'Ada' } });
  chat.use({ client, lines, people: new People(), typing, composer: silent, dock: silent, reader: silent, shell: silent, title: silent, identity: tab.identity });
  author.showRestored();
  client.join('Ada');
  return { client, author, timers, log, isWaiting: () => [...waiting].some(({ status }) => status !== 'failed') };
}

/** Everything that happens in one run follows from its seed. */
async function run(seed, { restarts, reloads, skips, lostSeats, lostWhileOpen, switches, revivals }) {
  const random = seeded(seed);
  const server = new ModelServer(random, { skips, closed: switches });
  const tab = { memory: testMemory(), identity: { secret: null }, failed: new Set() };
  let here = page(server, tab);
  let typed = 0;
  const reload = () => {
    if (random() < 0.5) here.client.pause(); // Otherwise it crashes.
    const before = here;
    server.cut();
    here = page(server, tab);
    before.client.pause();
  };
  const loseSeat = (lines) => {
    server.forgetSeats();
    for (let line = 0; line < lines; line += 1) server.say(SOMEBODY_ELSE, `meanwhile ${line}`);
  };
  const stayAway = () => {
    reload();
    loseSeat(12);
  };
  for (let step = 0; step < 150; step += 1) {
    const chance = random();
    if (chance < 0.15 && here.author.submit(`mine ${typed + 1}`)) typed += 1;
    else if (chance < 0.35) server.say(SOMEBODY_ELSE, `other ${step}`);
    else if (chance < 0.4) server.tellSomethingElse();
    else if (chance < 0.44) server.cut();
    else if (reloads && chance < 0.46) reload();
    else if (restarts && chance < 0.47) server.restart();
    else if (lostSeats && chance < 0.49) stayAway();
    else if (revivals && chance < 0.52) server.revive();
    else if (switches && chance < 0.56) here.client.use({ kind: KINDS[Math.floor(random() * KINDS.length)] });
    else if (lostWhileOpen && chance < 0.53) loseSeat(Math.floor(random() * 25));
    server.move();
    await turns();
    here.timers.pass(random() * 300);
  }
  server.faults = null;
  for (let round = 0; round < 300 && (round < 30 || here.isWaiting()); round += 1) {
    if (round === 20) server.say(SOMEBODY_ELSE, 'good night'); // A hole at the very end shows with the next event.
    server.move();
    await turns();
    here.timers.pass(500);
  }
  return { server, log: here.log, isWaiting: here.isWaiting(), typed, failed: tab.failed };
}

function judge({ server, log, isWaiting, typed, failed }, { skips, lostSeats, lostWhileOpen }) {
  holds(!isWaiting, 'something waits for ever');
  for (const [life, lines] of server.lives.entries()) {
    const mine = lines.filter(({ from }) => from !== SOMEBODY_ELSE).map(({ text }) => Number(text.slice(5)));
    for (const [index, number] of mine.entries()) holds(!index || number > mine[index - 1], `life ${life}: mine are ${mine}`);
  }
  const taken = new Set(server.lives.flat().map(({ text }) => text));
  for (let number = 1; number <= typed; number += 1) {
    const text = `mine ${number}`;
    holds(taken.has(text) || server.refused.has(text) || failed.has(text), `${text} was lost`);
    holds(server.lives.length > 1 || lostSeats || lostWhileOpen || !(taken.has(text) && server.refused.has(text)), `${text} was refused and taken`);
  }
  const present = log.slice(log.findLastIndex(({ kind }) => kind === 'divider') + 1);
  const shown = present.filter(({ kind }) => kind === 'line');
  const unseen = present.reduce((sum, { kind, count }) => sum + (kind === 'gap' ? count : 0), 0);
  const truth = new Map(server.lines.map((line) => [line.seq, line.text]));
  for (const [index, { seq, text }] of shown.entries()) {
    same(text, truth.get(seq), `#${seq}`);
    holds(!index || seq > shown[index - 1].seq, `#${seq} stands after #${shown[index - 1]?.seq}`);
  }
  same(shown.at(-1)?.seq, server.lines.at(-1).seq, 'the last line');
  if (!skips) same(shown.length + unseen, server.lines.length, 'what is shown and what is told as missing');
}

async function judged(seeds, faults) {
  for (let seed = 1; seed <= seeds; seed += 1) {
    try {
      judge(await run(seed, faults), faults);
    } catch (error) {
      error.stack = `seed ${seed}: ${error.stack}`;
      throw error;
    }
  }
}

