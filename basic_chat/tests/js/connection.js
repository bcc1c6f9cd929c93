// What is promised by `common/connection/connection.js`, `common/connection/link.js`: changes of the transport.

const { Connection } = await load('/common/connection/connection.js');

/** A connection whose transports are played by the check. */
function made(kind = 'websocket', { enter = true, slack = () => 0 } = {}) {
  const timers = new TestTimers();
  const [links, hellos, states, news, wire] = [[], [], [], [], []];
  const open = (choice, listener) => {
    const link = { ...choice, listener, sent: [], isClosed: false };
    links.push(link);
    link.open = () => listener.onOpen();
    link.welcome = () => listener.onFrame({ type: 'welcome' });
    link.lose = (code = 1006) => listener.onClose(code, '');
    return { silence: 25_000, send: (frame) => link.sent.push(frame), close: () => (link.isClosed = true) };
  };
  const heard = [];
  const connection = new Connection({ choice: { kind, every: 1_000, how: 'rearmed' }, open }, {
    onOpen: (send) => send({ type: 'hello', number: hellos.push(1) }),
    onAbandon: (send) => send({ type: 'leave' }),
    onFrame: (frame) => heard.push(frame),
    onProbe() {},
    onState: ({ phase, stopped }) => states.push(stopped ?? phase),
    onTransport: ({ choice, kind: used, failed }) => news.push([choice.kind, used, failed ?? '-'].join(' ')),
  }, {
    timers,
    slack,
    wire: {
      opening: (what, link) => wire.push(`opening ${what}`),
      sent: ({ type }) => wire.push(`sent ${type}`),
      heard: ({ type }) => wire.push(`heard ${type}`),
      closed: (code, reason) => wire.push(`closed ${code} ${reason}`),
    },
  });
  if (enter) connection.start();
  const online = () => {
    links.at(-1).open();
    links.at(-1).welcome();
  };
  const alive = () => links.filter(({ isClosed }) => !isClosed).map((link) => link.kind);
  const use = (what, more) => connection.use({ kind: what, every: 1_000, how: 'rearmed', ...more });
  return { connection, use, timers, links, states, news, wire, heard, online, alive };
}

await check('the old transport goes on until the server has let the new one in', () => {
  const { connection, use, links, online, alive, states, heard } = made();
  online();
  use('sse');
  same([alive(), states.at(-1)], [['websocket', 'sse'], 'online']);
  connection.send({ type: 'say' });
  links[1].open();
  links[0].listener.onFrame({ type: 'line' });
  same([links[0].sent.at(-1).type, heard.at(-1).type, alive().length], ['say', 'line', 2]);
  links[1].welcome();
  same([alive(), states.slice(-2)], [['sse'], ['connecting', 'online']], 'what is under way is known to be interrupted');
  connection.send({ type: 'say' });
  same(links[1].sent.map(({ type }) => type), ['hello', 'say']);
});

await check('a transport that does not open costs nothing, and is told', () => {
  const { use, links, online, alive, states, news, timers } = made();
  online();
  const before = states.length;
  use('sse');
  links[1].lose();
  use('poll');
  timers.pass(5_000); // It hangs.
  same([alive(), states.length, news.slice(1)], [['websocket'], before, ['sse websocket -', 'websocket websocket sse', 'poll websocket -', 'websocket websocket poll']]);
});

await check('the server throws the old one out because of the new one, and nobody stops', () => {
  const { use, links, online, alive, states } = made();
  online();
  use('sse');
  links[1].open();
  links[0].lose(4001);
  same([alive(), states.at(-1)], [['sse'], 'connecting']);
  links[1].welcome();
  same(states.at(-1), 'online');
});

await check('there and back quickly: a late "you are replaced" is our own doing, and not another tab', () => {
  const { use, links, online, alive, states, timers } = made();
  online();
  use('sse');
  links[1].open();
  use('websocket');
  same(alive(), ['websocket']);
  links[0].lose(4001);
  timers.pass(0);
  same([alive(), states.slice(-2)], [['websocket'], ['waiting', 'connecting']]);
});

await check('another tab that takes the seat still stops this one', () => {
  const { links, online, states } = made();
  online();
  links[0].lose(4001);
  same(states.at(-1), 'replaced');
});

await check('twice quickly: only the last one counts', () => {
  const { use, links, online, alive, news } = made();
  online();
  use('sse');
  use('long_poll');
  links[1].listener.onFrame({ type: 'welcome' }); // Too late.
  same(alive(), ['websocket', 'long_poll']);
  links[2].open();
  links[2].welcome();
  same([alive(), news.at(-1)], [['long_poll'], 'long_poll long_poll -']);
});

await check('in the middle of a reconnect the new one is tried at once', () => {
  const { use, links, online, alive, states, timers } = made();
  online();
  links[0].lose();
  use('sse');
  same([alive(), states.at(-1)], [['sse'], 'connecting']);
  use('poll');
  same(alive(), ['poll'], 'and in the middle of a try');
  online();
  timers.pass(12_000);
  same(alive(), ['poll'], 'no older try is left');
});

await check('while offline a change waits with everything else', () => {
  const { use, links, online, states, timers } = made();
  online();
  links[0].lose();
  use('sse');
  links[1].lose();
  same(states.at(-1), 'waiting');
  timers.pass(1_000);
  same(links.at(-1).kind, 'sse');
});

await check('the same again opens nothing, another period does', () => {
  const { use, links, online, alive } = made('poll');
  online();
  use('poll');
  same(links.length, 1);
  use('poll', { every: 100 });
  same(alive(), ['poll', 'poll']);
  use('sse');
  use('poll');
  same(alive(), ['poll'], 'back to what there is');
});

await check('before the room is entered a choice only waits', () => {
  const { connection, use, links } = made('websocket', { enter: false });
  use('sse');
  same(links.length, 0);
  connection.start();
  same(links[0].kind, 'sse');
});

await check('auto: two failures are a fallback, and the way back disturbs nobody', () => {
  const { links, online, alive, timers, news, states } = made('auto');
  for (let failure = 0; failure < 2; failure += 1) {
    links.at(-1).lose();
    timers.pass(2_000);
  }
  same(links.map(({ kind }) => kind), ['websocket', 'websocket', 'sse']);
  online();
  same(news.at(-1), 'auto sse -');
  timers.pass(1_000);
  same(alive(), ['sse', 'websocket'], 'the server may have been away: tried at once');
  links.at(-1).lose();
  const before = states.length;
  timers.pass(5_000);
  links[2].listener.onAlive();
  timers.pass(9_999);
  same(alive(), ['sse']);
  timers.pass(1);
  same(alive(), ['sse', 'websocket']);
  links.at(-1).lose();
  same([alive(), states.length], [['sse'], before], 'a try that failed disturbs nobody');
  same(new Set(news.slice(1)), new Set(['auto sse -']), 'that it began and that it is over, without a failure');
  for (let quarter = 0; quarter < 2; quarter += 1) {
    timers.pass(15_000);
    links[2].listener.onAlive();
  }
  same(alive(), ['sse', 'websocket'], 'after twice as long');
  online();
  same([alive(), news.at(-1)], [['websocket'], 'auto websocket -']);
});

await check('auto: whoever is on a fallback can be told when the next try is, and need not wait for it', () => {
  const { connection, links, online, alive, timers } = made('auto');
  const wait = () => connection.transport.returnAt - timers.now();
  same(connection.transport.returnAt, null);
  connection.returnNow();
  same(links.length, 1, 'there is nothing to return from');
  for (let failure = 0; failure < 2; failure += 1) {
    links.at(-1).lose();
    timers.pass(2_000);
  }
  online();
  same([wait(), connection.transport.isBlocked], [1_000, false]);
  timers.pass(1_000);
  links.at(-1).lose();
  same([wait(), connection.transport.isBlocked], [15_000, true]);
  timers.pass(4_000);
  same(wait(), 11_000);
  connection.returnNow();
  connection.returnNow();
  same([alive(), wait()], [['sse', 'websocket'], 0], 'one try at a time');
  links.at(-1).lose();
  same(wait(), 30_000);
  connection.returnNow();
  links.at(-1).lose();
  same(wait(), 30_000, 'a hand does not make the timer slower');
  connection.returnNow();
  online();
  same([alive(), connection.transport.returnAt], [['websocket'], null]);
  timers.pass(1_000);
  same(alive(), ['websocket'], 'no older timer is left');
});

await check('auto: a WebSocket that is slow on purpose is not taken for one that does not get through', () => {
  const { links, states, timers, alive } = made('auto', { slack: (kind) => (kind === 'websocket' ? 6_000 : 0) });
  links[0].open();
  timers.pass(10_999);
  links[0].welcome();
  same([alive(), states.at(-1), links.length], [['websocket'], 'online', 1]);
});

await check('a try that is given up after its hello leaves nobody behind', () => {
  const { connection, links, timers, states, use } = made();
  links[0].open();
  timers.pass(5_000);
  same([links[0].sent.map(({ type }) => type), links[0].isClosed, states.at(-1)], [['hello', 'leave'], true, 'waiting']);
  timers.pass(2_000);
  use('sse');
  same(links[1].sent, [], 'nothing was said, so there is nothing to take back');
  links[2].open();
  connection.pause();
  same(links[2].sent.map(({ type }) => type), ['hello', 'leave']);
  connection.wake();
  links[3].open();
  links[3].lose();
  same(links[3].sent.map(({ type }) => type), ['hello'], 'what is cut cannot be told anything');
  timers.pass(2_000);
  links[4].open();
  links[4].welcome();
  connection.pause();
  same(links[4].sent.map(({ type }) => type), ['hello'], 'whoever was let in comes back');
});

await check('auto: a connection that worked and was lost begins with a WebSocket again', () => {
  const { links, online, timers } = made('auto');
  for (let failure = 0; failure < 2; failure += 1) {
    links.at(-1).lose();
    timers.pass(2_000);
  }
  online();
  links.at(-1).lose();
  timers.pass(2_000);
  same(links.at(-1).kind, 'websocket');
});

await check('auto, chosen while something else works: what works goes on if a WebSocket does not get through', () => {
  const { use, links, online, alive, news, timers } = made('poll');
  online();
  use('auto');
  links[1].lose();
  same([alive(), news.at(-1)], [['poll'], 'auto poll websocket']);
  timers.pass(15_000);
  same(alive(), ['poll', 'websocket'], 'and is tried again later');
});

await check('the wire shows what was opened, sent, heard and closed, whoever did it', () => {
  const { use, links, online, wire } = made();
  online();
  use('sse');
  links[1].open();
  links[1].welcome();
  links[1].lose(1012);
  same(wire, ['opening websocket', 'sent hello', 'heard welcome', 'opening sse', 'sent hello', 'heard welcome', 'closed 1000 switched', 'closed 1012 ']);
});

await check('a page that goes away closes both, and comes back with the newer', () => {
  const { connection, use, online, alive, wire, links } = made();
  online();
  use('sse');
  connection.pause();
  same([alive(), wire.at(-1)], [[], 'closed 1000 page hidden']);
  connection.wake();
  same(links.at(-1).kind, 'sse');
});

await check('a page that was sent away comes back after half a minute, whatever wakes it before', () => {
  const { connection, use, links, timers, states, online } = made();
  online();
  links[0].lose(1008);
  for (let second = 0; second < 29; second += 1) {
    connection.wake();
    timers.pass(1_000);
  }
  use('sse');
  connection.pause();
  connection.wake();
  same([links.length, states.at(-1)], [1, 'waiting']);
  timers.pass(1_000);
  same(links.map(({ kind }) => kind), ['websocket', 'sse']);
});

await check('a server that has no room says when to come back, and is believed', () => {
  const { links, timers } = made('poll');
  links[0].listener.onClose(1013, 'There is no room.', 3_000);
  timers.pass(2_999);
  same(links.length, 1);
  timers.pass(1);
  same(links.length, 2);
});
