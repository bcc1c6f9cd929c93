// The feed of what the server counted at its socket: which connections are watched goes up, records come down.
// It must never know what a record says, or who looks at it. It is a WebSocket of its own, and is counted nowhere.

import { Backoff } from '../connection/backoff.js';
import { browserTimers } from '../timers.js';

const SUBPROTOCOL = 'websockets-notes.wire.v1';

/**
 * @typedef {object} FeedHandlers
 * @property {(records: object[]) => void} onRecords In the order in which the server noted them.
 * @property {(open: boolean) => void} [onState] While it is not open nothing is seen, though the server counts on.
 */

export class WireFeed {
  #address;
  #on;
  #timers;
  #make;
  #backoff = new Backoff();
  #socket = null;
  #retry = null;
  #keys = [];

  /**
   * @param {string} room
   * @param {FeedHandlers} on
   * @param {{timers?: import('../timers.js').Timers, make?: (address: string, protocol: string) => WebSocket}} [options]
   */
  constructor(room, on, { timers = browserTimers, make = (address, protocol) => new WebSocket(address, protocol) } = {}) {
    this.#address = `${location.protocol.replace('http', 'ws')}//${location.host}/rooms/${encodeURIComponent(room)}/wire`;
    this.#on = { onState() {}, ...on };
    this.#timers = timers;
    this.#make = make;
  }

  get isOpen() {
    return this.#socket?.readyState === 1;
  }

  /**
   * Says which connections are to be seen, instead of those before. The first call opens the feed; none of them ends it.
   * @param {string[]} keys Connection keys as `welcome` names them.
   */
  watch(keys) {
    this.#keys = [...new Set(keys)];
    if (this.#keys.length === 0) return this.close();
    if (this.isOpen) this.#ask();
    else if (!this.#socket && this.#retry === null) this.#open();
  }

  /** Ends it for now. Another `watch` opens it again. */
  close() {
    this.#timers.clearTimeout(this.#retry);
    this.#retry = null;
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    this.#on.onState(false);
  }

  #open() {
    this.#retry = null;
    const socket = this.#make(this.#address, SUBPROTOCOL);
    this.#socket = socket;
    socket.onopen = () => {
      this.#backoff.welcomed(this.#timers.now());
      this.#ask();
      this.#on.onState(true);
    };
    socket.onmessage = (message) => this.#on.onRecords(JSON.parse(message.data));
    socket.onclose = () => this.#ended();
  }

  #ask() {
    this.#socket.send(JSON.stringify({ watch: this.#keys }));
  }

  #ended() {
    this.#socket = null;
    this.#retry = this.#timers.setTimeout(() => this.#open(), this.#backoff.next(this.#timers.now()));
    this.#on.onState(false);
  }
}
