// What is promised by `common/wire/feed.js`.

const { WireFeed } = await load('/common/wire/feed.js');

function made() {
  const timers = new TestTimers();
  const told = [];
  const sockets = [];
  const make = (address, protocol) => {
    const socket = { address, protocol, readyState: 0, said: [], isClosed: false };
    socket.send = (text) => socket.said.push(text);
    socket.close = () => (socket.isClosed = true);
    socket.open = () => ((socket.readyState = 1), socket.onopen());
    socket.lose = () => ((socket.readyState = 3), socket.onclose({ code: 1006 }));
    sockets.push(socket);
    return socket;
  };
  const on = { onRecords: (records) => told.push(...records), onState: (open) => told.push(open) };
  return { feed: new WireFeed('class', on, { timers, make }), timers, told, sockets };
}

await check('a drawer that nobody opened costs no socket', () => {
  const { feed, sockets } = made();
  same([sockets.length, feed.isOpen], [0, false]);
  feed.watch([]);
  same(sockets.length, 0);
});

await check('the newest list is asked for, however often it changed before the socket was open', () => {
  const { feed, sockets } = made();
  feed.watch(['1-a']);
  feed.watch(['2-b', '2-b', '3-c']);
  same(sockets.length, 1);
  holds(sockets[0].address.endsWith('/rooms/class/wire'), sockets[0].address);
  same(sockets[0].protocol, 'websockets-notes.wire.v1');
  sockets[0].open();
  same(sockets[0].said, ['{"watch":["2-b","3-c"]}']);
  feed.watch(['4-d']);
  same(sockets[0].said.at(-1), '{"watch":["4-d"]}');
});

await check('a lost feed comes back by itself and asks again', () => {
  const { feed, timers, told, sockets } = made();
  feed.watch(['1-a']);
  sockets[0].open();
  sockets[0].onmessage({ data: '[{"kind":"dropped","count":1},{"kind":"dropped","count":2}]' });
  sockets[0].lose();
  timers.pass(10_000);
  same(sockets.length, 2);
  sockets[1].open();
  same(sockets[1].said, ['{"watch":["1-a"]}']);
  same(told, [true, { kind: 'dropped', count: 1 }, { kind: 'dropped', count: 2 }, false, true]);
});

await check('a server without a feed is not hammered', () => {
  const { feed, timers, sockets } = made();
  feed.watch(['1-a']);
  for (let second = 0; second < 120; second += 1) {
    if (sockets.at(-1).readyState === 0) sockets.at(-1).lose();
    timers.pass(1_000);
  }
  holds(sockets.length < 60, `${sockets.length} tries in two minutes`);
});

await check('a closed feed stays closed until somebody watches again', () => {
  const { feed, timers, sockets } = made();
  feed.watch(['1-a']);
  sockets[0].open();
  feed.close();
  holds(sockets[0].isClosed && sockets[0].onclose === null, 'the socket is let go');
  timers.pass(60_000);
  same(sockets.length, 1);
  feed.watch(['1-a']);
  same(sockets.length, 2);
});

await check('closing between two tries ends the trying', () => {
  const { feed, timers, sockets } = made();
  feed.watch(['1-a']);
  sockets[0].lose();
  feed.close();
  timers.pass(60_000);
  same(sockets.length, 1);
});
