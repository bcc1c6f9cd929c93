// The WebSocket transport: open, send, receive, close. Nothing else.
// It must never know what a frame means, who is in the room, or when to try again.

/** Tells the server that we speak numbered JSON frames and not the plain strings of the lecture. */
const SUBPROTOCOL = 'websockets-notes.v1';

/**
 * @typedef {object} Listener What a transport tells its owner. Every transport uses the first four.
 * @property {() => void} onOpen
 * @property {(frame: {type: string}) => void} onFrame
 * @property {() => void} onAlive A sign of life without a frame, such as an answer that says "nothing".
 * @property {(code: number, reason: string, retryMs?: number) => void} onClose Called at most once; no frame follows it.
 *   `retryMs` is when the server wants us back, where it said so.
 * @property {() => number} [slack] How much longer than usual an answer is known to take, in milliseconds.
 */

export class WebSocketTransport {
  /** How long it may be silent, in milliseconds: the server says something at least every 10 s. */
  silence = 25_000;
  #socket;

  /**
   * Opens: one HTTP request that asks to stop being HTTP.
   * @param {string} room
   * @param {Listener} listener
   */
  constructor(room, listener) {
    this.#socket = new WebSocket(address(room), SUBPROTOCOL);
    this.#socket.onopen = () => listener.onOpen();
    this.#socket.onmessage = (message) => listener.onFrame(JSON.parse(message.data)); // Receives.
    this.#socket.onclose = (event) => listener.onClose(event.code, event.reason);
  }

  /** Sends. What is sent while the socket is not open is dropped; the outbox knows how to repeat it. */
  send(frame) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  /**
   * Closes, and stops listening at once. A socket whose network is gone may take minutes to
   * report its own end, and by then its successor is already at work.
   */
  close() {
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close();
  }
}

/** `http:` becomes `ws:` and `https:` becomes `wss:`; the host is the one the page came from. */
function address(room) {
  return `${location.protocol.replace('http', 'ws')}//${location.host}/rooms/${encodeURIComponent(room)}/ws`;
}
