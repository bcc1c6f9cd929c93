// What is promised by `common/connection/pending_store.js`, `common/connection/room_client.js`, `common/people.js`.

await check('a network that cuts, drops and doubles: the page ends with the list of the server', () => judged(150, {}));
await check('a reader that is too slow: order is kept, and nothing is doubled', () => judged(100, { skips: true }));
await check('a page that is loaded again and again: what was typed is taken once', () => judged(150, { reloads: true }));
await check('a server that restarts: both lives are told apart', () => judged(100, { restarts: true }));
await check('a seat that is lost: nothing is said twice, and what is uncertain is told', () => judged(150, { reloads: true, lostSeats: true }));
await check('a seat that is lost under an open page: as much', () => judged(150, { lostWhileOpen: true }));
await check('a seat that is lost, and a log that has moved on: as much', () => judged(300, { lostWhileOpen: true, skips: true }));
await check('all of it at once', () => judged(150, { restarts: true, reloads: true, skips: true, lostSeats: true, lostWhileOpen: true }));
