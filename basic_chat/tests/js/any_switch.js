// What is promised by `common/connection/connection.js`, `common/connection/delivery.js`, over changes of the transport.

await check('a transport that is changed again and again, and often does not get through', () => judged(150, { switches: true }));
await check('a change in the middle of everything else', () => judged(100, { switches: true, skips: true, reloads: true, restarts: true }));
await check('and all of it at once', () => judged(100, { restarts: true, reloads: true, skips: true, lostSeats: true, lostWhileOpen: true, switches: true }));
