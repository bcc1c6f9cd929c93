// What the room says, turned into changes of song, transport and people.
// It must never build DOM nodes, nor know how a frame travels.

import { isSignalTooFast } from '../common/connection/delivery.js';
import { toMidiAddress } from './home/song_file.js';
import { counted, listed } from './words.js';

export class Music {
  #parts;
  #me = null;
  /** What the room had before its server was restarted, until the new song is known. */
  #lost = null;

  /** The handlers that a RoomClient asks for. @type {import('../common/connection/room_client.js').RoomHandlers} */
  handlers = {
    onState: (state) => this.#parts.shell.showConnection(state),
    onWelcome: (welcome, kept) => this.#welcomed(welcome, kept),
    onSnapshot: (snapshot) => this.#snapshot(snapshot),
    onEvent: (event, about) => this.#event(event, about),
    onSkip: () => {}, // A snapshot came before it and says all that was missed.
    onFrame: (frame) => frame.type === 'people' && this.#told(frame),
    onCaughtUp: (replay) => this.#parts.shell.showReturn(replay),
    onAck: (key, seq, command) => this.#taken(key, seq, command),
    onNack: (key, nack) => this.#refused(key, nack),
    onSlowDown: (milliseconds) => this.#parts.view.note(`That was quick. The rest follows in ${Math.ceil(milliseconds / 1_000)} s.`),
    onRoundTrip: (milliseconds) => this.#clockHeard(milliseconds),
  };

  /** @param {object} parts client, song, transport, player, people, teller, show, desk, view, shell, identity, home, offer. */
  use(parts) {
    this.#parts = parts;
  }

  get me() {
    return this.#me;
  }

  #welcomed(welcome, kept) {
    if (!kept.first && !kept.epoch) this.#lost = this.#parts.home.song;
    this.#isMe(welcome.you);
    this.#parts.identity.secret = welcome.session;
    this.#parts.teller.again();
    this.#parts.shell.showWelcome(welcome);
  }

  #snapshot({ people, count, state, seq }) {
    const { song, transport, player } = this.#parts;
    this.#parts.people.replace(people, count);
    this.#peopleChanged();
    transport.reset(state.transport, state.transport_before);
    song.reset(state, seq);
    player.caughtUp(state.transport);
    this.#moved(state.transport, state.lead);
    this.#bringBack();
  }

  /** The server was restarted, and knows nothing of the song. This page does. */
  #bringBack() {
    const { home, offer } = this.#parts;
    if (this.#lost && toMidiAddress(this.#lost) !== toMidiAddress(home.song)) offer.bringBack(this.#lost);
    this.#lost = null;
  }

  #event(event, { key, replayed }) {
    const { song, transport, player } = this.#parts;
    song.apply(event, key);
    if (event.type === 'people') return this.#told(event);
    if (event.type === 'transport' && transport.apply(event.vector, event.at)) {
      player.received(event.vector);
      this.#moved(event.vector, event.lead);
    }
    player.changed();
    if (event.type === 'cells' && !replayed) this.#explain(event);
  }

  #moved(vector, lead) {
    this.#parts.show.showTransport(vector);
    this.#parts.desk.lead = lead;
  }

  /** What an undo could not bring back, and what somebody else replaced, is said in words. */
  #explain({ why, from, skipped = [] }) {
    const { view, people } = this.#parts;
    const isMine = from === this.#me.id;
    if (why === 'load' && !isMine) return view.note(`${people.get(from)?.name ?? 'Somebody'} loaded a song.`);
    if (!isMine || skipped.length === 0) return;
    const names = [...new Set(skipped.map(([, , , by, name]) => (people.get(by)?.name ?? name) || 'somebody'))];
    const [were, have] = [skipped.length === 1 ? 'was' : 'were', names.length === 1 ? 'has' : 'have'];
    view.note(`${counted(skipped.length, 'cell')} ${were} left alone, because ${listed(names)} ${have} written there since.`);
  }

  #told(frame) {
    this.#parts.people.apply(frame);
    this.#peopleChanged();
  }

  #peopleChanged() {
    const { people, shell } = this.#parts;
    const me = people.get(this.#me.id);
    if (me) this.#isMe(me);
    shell.showPeople(people, { me: this.#me.id, isTyping: () => false });
  }

  #isMe(person) {
    this.#me = person;
    this.#parts.identity.tabName = this.#parts.client.name = person.name;
  }

  #taken(key, seq, command) {
    // The room tells it to everybody in a moment; until then another server would have to know it from us.
    if (command.type === 'rename') this.#parts.client.name = command.name;
    this.#parts.song.acknowledge(key, seq);
  }

  #refused(key, nack) {
    if (isSignalTooFast(key, nack)) return;
    const { code, message } = nack;
    this.#parts.song.refuse(key);
    this.#parts.view.note(code === 'nothing' ? 'There is nothing of yours to take back or bring back.' : message);
  }

  #clockHeard(roundTrip) {
    this.#parts.shell.showRoundTrip(roundTrip);
    this.#parts.teller.heard(this.#parts.client.clock.exchanges, performance.now());
    this.#parts.desk.show();
  }
}
