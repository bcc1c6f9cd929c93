// What is promised by `common/connection/pending_store.js`, `common/connection/room_client.js`, `common/people.js`.

await check('a network that cuts, drops and doubles: the page ends with the list of the server', () => judged(150, {}));
await check('a reader that is too slow: order is kept, and nothing is doubled', () => judged(100, { skips: true }));
await check('a page that is loaded again and again: what was typed is taken once', () => judged(150, { reloads: true }));
await check('a server that restarts: both lives are told apart', () => judged(100, { restarts: true }));
await check('a server that is killed and has kept everything: nobody notices', () => judged(150, { revivals: true, reloads: true }));
