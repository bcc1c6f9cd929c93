// Who did it: for each kind of row the file and the function, in this page and in the server. A table, and nothing else.
// It must never fetch. That each line is found exactly once in the files as they are is checked by the tests.

/** @typedef {{side: 'page'|'server', path: string, anchor: string, does: string}} Place */

const page = (file, anchor, does) => ({ side: 'page', path: `/common/connection/${file}`, anchor, does });
const server = (file, anchor, does) => ({ side: 'server', path: `/source/common/src/transport/${file}`, anchor, does });

const RETURNS = page('connection.js', '#ended(link, code, said', 'decides whether to come back');

/** Whatever reads by HTTP speaks by HTTP: all three share this. */
const POSTED = [
  page('http_sender.js', 'async #post() {', 'posts what has to be said, one request at a time'),
  server('send.rs', 'pub(crate) async fn send<', 'takes the lines, and answers them in the same response'),
];

/** Both polls are let in and seen off by the same functions of the server. */
const LET_IN = server('poll/mod.rs', 'async fn begin<', 'lets somebody in');
const asksNoMore = (file) => [
  page(file, 'close() {', 'asks no more'),
  server('poll/outlet.rs', 'fn close(', 'says goodbye in a last line'),
  RETURNS,
];

/** By transport, then by the lecture's word. @type {Object<string, Object<string, Place[]>>} */
export const SOURCES = {
  websocket: {
    open: [
      page('websocket.js', 'constructor(room, listener', 'asks for a WebSocket'),
      server('websocket/upgrade.rs', 'pub fn accept(', 'answers the handshake'),
    ],
    send: [
      page('websocket.js', 'send(frame) {', 'sends'),
      server('websocket/connection.rs', 'async fn receive(', 'receives, and mails it to the room'),
    ],
    receive: [
      server('websocket/outlet.rs', 'fn deliver(', 'writes all that this connection lacks'),
      page('websocket.js', 'constructor(room, listener', 'hands on what arrives: onmessage'),
    ],
    close: [
      page('websocket.js', 'close() {', 'closes'),
      server('websocket/outlet.rs', 'fn close(', 'says goodbye'),
      RETURNS,
    ],
  },
  sse: {
    open: [
      page('sse.js', '#open(hello) {', 'asks for a stream'),
      server('sse/mod.rs', 'pub(crate) async fn events<', 'begins an answer that does not end'),
    ],
    send: POSTED,
    receive: [
      server('sse/outlet.rs', 'fn deliver(', 'writes all that this connection lacks'),
      page('sse.js', '#receive(frame) {', 'hands on what arrives'),
    ],
    close: [
      page('sse.js', 'close() {', 'hangs up'),
      server('sse/outlet.rs', 'fn close(', 'says goodbye in a last event'),
      RETURNS,
    ],
  },
  long_poll: {
    open: [
      page('long_poll.js', 'async #ask(who) {', 'asks, the first time with a name'),
      LET_IN,
    ],
    send: POSTED,
    receive: [
      page('long_poll.js', 'async #ask(who) {', 'asks again as soon as it is answered'),
      server('poll/mod.rs', 'async fn ask<', 'holds the question'),
      server('poll/outlet.rs', 'fn reply(', 'answers it'),
    ],
    close: asksNoMore('long_poll.js'),
  },
  poll: {
    open: [
      page('poll.js', 'async #open(hello) {', 'asks with a name'),
      LET_IN,
    ],
    send: POSTED,
    receive: [
      page('poll.js', 'async #ask(who) {', 'asks, and reads the answer'),
      page('poll.js', '#rearm() {', 'asks again after a while'),
      server('poll/outlet.rs', 'fn reply(', 'answers with what there is, or nothing'),
    ],
    close: asksNoMore('poll.js'),
  },
};

/**
 * @param {import('./rows.js').Row} row
 * @returns {Place[]} In the order of what happens.
 */
export function sourcesOf({ transport, verb, kind, record = null }) {
  const found = (record?.method === 'POST' ? SOURCES[transport]?.send : SOURCES[transport]?.[verb]) ?? [];
  return kind === 'page' ? found.filter(({ side }) => side === 'page') : found;
}
