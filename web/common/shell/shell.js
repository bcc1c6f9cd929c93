// The frame around every demo: top rule, status line, people, share, name dialog, theme, keys.
// It must never know what happens inside the demo.

import { Asking } from '../conditions/asking.js';
import { inForce } from '../conditions/in_force.js';
import { h } from '../dom.js';
import { Hand } from '../hand/hand.js';
import { conditionsBand } from './conditions_band.js';
import { storage } from './storage.js';
import { storageBand } from './storage_band.js';
import { NameDialog } from './name_dialog.js';
import { PeopleList } from './people_list.js';
import { ShareOverlay } from './share.js';
import { StatusLine } from './status_line.js';
import { TopRule } from './top_rule.js';
import { onKeys } from './keys.js';
import { restoreTheme, switchTheme } from './theme.js';

export class Shell {
  names;
  #top;
  #status;
  #people;
  #share;
  #asking = null;
  #hand;
  #shown = null;
  #build = null;

  /**
   * @param {{demo: string, room: string}} where
   * @param {{onRename: () => void, onLeave: () => void, onAgain: () => void, onDialogClosed: () => void,
   *   keys?: Object<string, () => void>}} on
   *   `keys` are the demo's own shortcuts.
   */
  constructor({ demo, room }, { onRename, onLeave, onAgain, onDialogClosed, keys = {} }) {
    this.names = new NameDialog({ onClosed: onDialogClosed });
    this.#share = new ShareOverlay(room);
    this.#top = new TopRule({ demo, room }, { onPeople: () => this.#togglePeople(), onShare: () => this.#share.open() });
    this.#status = new StatusLine({ onAgain, onReload: () => location.reload() });
    this.#people = new PeopleList({ onRename, onLeave, onClose: () => this.#togglePeople(false) });
    this.#hand = new Hand(room, () => this.#showPeople());
    this.#hand.inForce.listen(() => this.#showPeople());
    restoreTheme();
    onKeys({ q: () => this.#share.open(), d: switchTheme, ...keys });
  }

  /** Puts the frame around the demo's own `main`. */
  mount(main) {
    const bands = h('div', { class: 'bands' }, storageBand(), conditionsBand(), this.#hand.band);
    main.before(this.#top.element, bands, this.#status.element);
    this.#people.place(this.#hand.controls.element);
    main.after(this.#people.element, this.#share.element, this.names.element);
    // On a narrow page the list lies over the demo; a press beside it puts it away.
    main.addEventListener('pointerdown', () => {
      this.#people.putAside();
      this.#top.showPeopleOpen(this.#people.isShown);
    });
    this.#top.showPeopleOpen(this.#people.isShown);
  }

  /** Another tool in the top rule. @param {HTMLElement} tool @param {Object<string, () => void>} keys Its shortcuts. */
  addTool(tool, keys) {
    this.#top.addTool(tool);
    onKeys(keys);
  }

  /** Something that stands beside the demo. @param {HTMLElement} drawer */
  addDrawer(drawer) {
    this.#people.element.after(drawer);
  }

  /** @param {import('../connection/connection.js').ConnectionState} state */
  showConnection(state) {
    document.body.dataset.state = { online: 'online', connecting: 'connecting' }[state.phase] ?? 'offline';
    this.#status.show(state);
    this.#asking?.show(state);
    if (state.phase !== 'online') this.#top.showRoundTrip(null);
  }

  showReturn(replay) {
    this.#status.back(replay);
  }

  showRoundTrip(milliseconds) {
    this.#top.showRoundTrip(milliseconds);
  }

  /** A page that is older than its server still works, so it only says so. */
  showWelcome({ build }) {
    if (this.#build && build !== this.#build) {
      this.hint('version', 'There is a newer version of this page.', { label: 'Reload', onPress: () => location.reload() });
    }
    this.#build ??= build;
  }

  /** Something worth knowing, until it is read. See the status line. */
  hint(topic, text, offer, detail) {
    this.#status.hint(topic, text, offer, detail);
  }

  forgetHint(topic) {
    this.#status.forgetHint(topic);
  }

  /** Says what the lecturer does, to the network and to the room, and that the disk is full. @param {import('../connection/room_client.js').RoomClient} client */
  watchLecturer(client) {
    this.#asking = new Asking(inForce);
    client.onConditions = (transports) => (transports ? inForce.told(transports) : inForce.welcomed());
    client.onStorage = (trouble) => (trouble === null ? storage.welcomed() : storage.told(trouble));
    client.onHand = (inHand) => (inHand ? this.#hand.inForce.told(inHand) : this.#hand.inForce.welcomed());
    client.onLocked = async () => {
      const secret = await this.#hand.seatFor(client.name);
      if (secret) client.takeSeat(secret);
    };
  }

  /** What the lecturer has in force in this room. @returns {import('../hand/in_hand.js').InForceHere} */
  get hand() {
    return this.#hand.inForce;
  }

  /** @param {Node} element How we are connected, and the way to change it. */
  placeTransport(element) {
    this.#top.placeTransport(element);
  }

  /** @param {import('../people.js').People} people */
  showPeople(people, about) {
    this.#shown = { people, about };
    this.#top.showCount(people.count);
    this.#hand.inForce.isMe(about.me);
    this.#showPeople();
  }

  #showPeople() {
    if (!this.#shown) return;
    const { people, about } = this.#shown;
    const { list, count } = people;
    this.#hand.keep(list);
    const isMuted = (id) => this.#hand.inForce.isMuted(id);
    this.#people.show(list, { count, isMuted, toolsFor: (person) => this.#hand.toolsFor(person), ...about });
  }

  #togglePeople(shown) {
    this.#people.toggle(shown);
    this.#top.showPeopleOpen(this.#people.isShown);
  }
}
