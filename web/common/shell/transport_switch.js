// Lets a person choose the transport while all goes on, keeps the choice, and tells what became of it.
// It must never know how a transport works; the client changes it, and the menu shows it.

import { inForce } from '../conditions/in_force.js';
import { budget } from '../connection/budget.js';
import { keepChoice } from '../connection/transports.js';
import { fallbackWords, returnWords } from './return_words.js';
import { NAMES } from './transport_badge.js';
import { TransportMenu } from './transport_menu.js';

/** How many connections to the host each of them holds for good. */
const HELD = { sse: 1, long_poll: 1 };
const TOPIC = 'transport';
/** The other tabs have told by then what they hold, in milliseconds. */
const SETTLED = 150;
/** When a refusal ends, not all who were kept out come in the same moment, in milliseconds. */
const SPREAD = 1_000;

export class TransportSwitch {
  #client;
  #shell;
  #fallback = null;
  #isKeptOut = false;
  #menu = new TransportMenu({
    onChoose: (choice) => this.#choose(choice),
    onOpen: () => budget.refresh(),
    onReturn: () => this.#client.returnNow(),
    returnWords: () => this.#returnWords(),
  });

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
    inForce.listen(() => this.#conditionsChanged());
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

  #changed({ choice, kind, failed, isBlocked }) {
    this.#menu.show(choice, kind);
    budget.hold(HELD[kind] ?? 0);
    if (failed && choice.kind !== 'auto') {
      keepChoice(choice);
      this.#shell.hint(TOPIC, `${whyNot(failed)}, so ${NAMES[kind]} goes on.`);
    } else if (choice.kind === 'auto' && kind && kind !== 'websocket' && (isBlocked || this.#isKeptOut)) {
      this.#fallenBack(kind);
    } else if (kind) {
      this.#shell.forgetHint(TOPIC);
    }
    if (kind === 'websocket' || choice.kind !== 'auto') this.#fallback = null;
  }

  /** Said once; what changes about it is its detail, which whoever has closed the hint finds in the menu. */
  #fallenBack(kind) {
    const words = fallbackWords(kind, inForce.refuses('websocket'));
    if (words === this.#fallback) return;
    this.#fallback = words;
    const offer = { label: 'Try now', onPress: () => this.#client.returnNow(), stays: true };
    this.#shell.hint(TOPIC, words, offer, () => this.#returnWords());
  }

  #returnWords() {
    return returnWords(this.#client.transport.returnAt, performance.now());
  }

  /** Who was kept out need not wait for a timer once it is known that the way is free. */
  #conditionsChanged() {
    const was = this.#isKeptOut;
    this.#isKeptOut = inForce.refuses('websocket');
    const { kind } = this.#client.transport;
    if (this.#isKeptOut && this.#fallback && kind) this.#fallenBack(kind); // The reason becomes known late.
    if (was && !this.#isKeptOut) setTimeout(() => this.#client.returnNow(), SPREAD * Math.random());
  }
}

function whyNot(kind) {
  if (inForce.refuses(kind)) return `The lecturer keeps new ${NAMES[kind]} connections out`;
  return `${kind === 'websocket' ? 'A WebSocket' : `The ${NAMES[kind]}`} does not get through here`;
}

const tooMany = (held) =>
  `The tabs of this browser hold ${held} connections to this server already, and it opens at most six. With one more, all of them would stand still.`;

/** The address wins over what a tab keeps, so after a press it must not say another thing. */
function forgetAddress() {
  const address = new URL(location.href);
  if (!address.searchParams.has('transport')) return;
  for (const word of ['transport', 'every', 'how']) address.searchParams.delete(word);
  history.replaceState(history.state, '', address);
}
