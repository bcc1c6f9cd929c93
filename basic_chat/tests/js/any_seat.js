// What is promised by `common/connection/pending_store.js`, `common/connection/room_client.js`, `common/people.js`.

await check('a seat that is lost: nothing is said twice, and what is uncertain is told', () => judged(150, { reloads: true, lostSeats: true }));
await check('a seat that is lost under an open page: as much', () => judged(150, { lostWhileOpen: true }));
await check('a seat that is lost, and a log that has moved on: as much', () => judged(300, { lostWhileOpen: true, skips: true }));
await check('all of it at once', () => judged(150, { restarts: true, reloads: true, skips: true, lostSeats: true, lostWhileOpen: true }));
