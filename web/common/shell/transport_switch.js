// Lets a person choose the transport while all goes on, keeps the choice, and tells what became of it.
// It must never know how a transport works; the client changes it, and the menu shows it.

import { budget } from '../connection/budget.js';
import { keepChoice } from '../connection/transports.js';
import { NAMES } from './transport_badge.js';
import { TransportMenu } from './transport_menu.js';

/** How many connections to the host each of them holds for good. */
const HELD = { sse: 1, long_poll: 1 };
const TOPIC = 'transport';
/** The other tabs have told by then what they hold, in milliseconds. */
const SETTLED = 150;

export class TransportSwitch {
  #client;
  #shell;
  #menu = new TransportMenu({ onChoose: (choice) => this.#choose(choice), onOpen: () => budget.refresh() });

  /**
   * @param {import('../connection/room_client.js').RoomClient} client
   * @param {import('./shell.js').Shell} shell
   */
  constructor(client, shell) {
    this.#client = client;
    this.#shell = shell;
    shell.placeTransport(this.#menu.element);
    client.onTransport = (news) => this.#changed(news);
    this.#changed(client.transport);
    setTimeout(() => this.#beginGently(client.transport.choice), SETTLED);
  }

  #choose(choice) {
    if (!budget.wouldFreeze(HELD[choice.kind] ?? 0)) return this.#use(choice);
    this.#menu.warn(tooMany(budget.held()), { label: `${NAMES[choice.kind]} anyway`, onPress: () => this.#use(choice) });
  }

  #use(choice) {
    keepChoice(choice);
    forgetAddress();
    this.#menu.calm();
    this.#client.use(choice);
  }

  /** What was chosen before a reload, or in the address, must not freeze the browser either. */
  #beginGently(choice) {
    if (this.#client.transport.kind || !budget.wouldFreeze(HELD[choice.kind] ?? 0)) return;
    this.#client.use({ ...choice, kind: 'websocket' });
    const offer = { label: `${NAMES[choice.kind]} anyway`, onPress: () => this.#use(choice) };
    this.#shell.hint(TOPIC, `${tooMany(budget.held())} So this tab begins with a WebSocket.`, offer);
  }

  #changed({ choice, kind, failed }) {
    this.#menu.show(choice, kind);
    budget.hold(HELD[kind] ?? 0);
    if (failed) {
      keepChoice(choice);
      this.#shell.hint(TOPIC, `${nameOf(failed)} does not get through here, so ${NAMES[kind]} goes on.`);
    } else if (choice.kind === 'auto' && kind && kind !== 'websocket') {
      this.#shell.hint(TOPIC, `Fallen back to ${NAMES[kind]}: a WebSocket does not get through here.`);
    } else if (kind) {
      this.#shell.forgetHint(TOPIC);
    }
  }
}

const nameOf = (kind) => (kind === 'websocket' ? 'A WebSocket' : `The ${NAMES[kind]}`);

const tooMany = (held) =>
  `The tabs of this browser hold ${held} connections to this server already, and it opens at most six. With one more, all of them would stand still.`;

/** The address wins over what a tab keeps, so after a press it must not say another thing. */
function forgetAddress() {
  const address = new URL(location.href);
  if (!address.searchParams.has('transport')) return;
  for (const word of ['transport', 'every', 'how']) address.searchParams.delete(word);
  history.replaceState(history.state, '', address);
}
