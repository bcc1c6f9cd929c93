// Who did it: for each kind of row the file and the function, in this page and in the server. A table, and nothing else.
// It must never fetch. That each line is found exactly once in the files as they are is checked by the tests.

const page = (file, anchor, does) => ({ side: 'page', path: `/common/connection/${file}`, anchor, does });
const server = (file, anchor, does) => ({ side: 'server', path: `/source/common/src/transport/${file}`, anchor, does });

/** By transport, then by the lecture's word. @type {Object<string, Object<string, {side: string, path: string, anchor: string, does: string}[]>>} */
export const SOURCES = {
  websocket: {
    open: [
      page('websocket.js', 'constructor(room, listener', 'asks for a WebSocket'),
      server('websocket/upgrade.rs', 'pub fn accept(', 'answers the handshake'),
    ],
    send: [
      page('websocket.js', 'send(frame) {', 'sends'),
      server('websocket/connection.rs', 'async fn receive_rich<', 'receives, and mails it to the room'),
    ],
    receive: [
      server('websocket/outlet.rs', 'fn deliver(', 'writes all that this connection lacks'),
      page('websocket.js', 'constructor(room, listener', 'hands on what arrives: onmessage'),
    ],
    close: [
      page('websocket.js', 'close() {', 'closes'),
      server('websocket/outlet.rs', 'fn close(', 'says goodbye'),
      page('connection.js', '#ended(code, said', 'decides whether to come back'),
    ],
  },
};

/**
 * @param {import('./rows.js').Row} row
 * @returns {{side: string, path: string, anchor: string, does: string}[]} In the order of what happens.
 */
export function sourcesOf({ transport, verb, kind }) {
  const found = SOURCES[transport]?.[verb] ?? [];
  return kind === 'page' ? found.filter(({ side }) => side === 'page') : found;
}
