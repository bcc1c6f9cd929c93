// What the room says, turned into changes of what is shown.
// It must never build DOM nodes, nor know how a frame travels.

export class Kanye {
  #parts;
  #me = null;

  /** The handlers that a RoomClient asks for. @type {import('../common/connection/room_client.js').RoomHandlers} */
  handlers = {
    onState: (state) => this.#connectionChanged(state),
    onWelcome: (welcome) => this.#welcomed(welcome),
    onSnapshot: (snapshot) => this.#snapshot(snapshot),
    onEvent: (event, about) => this.#event(event, about),
    onSkip: () => {}, // A snapshot came before it and says all that was missed.
    onFrame: (frame) => this.#frame(frame),
    onCaughtUp: (replay) => this.#caughtUp(replay),
    onAck: (key, seq, command) => this.#taken(key, command),
    onNack: (key, nack) => this.#parts.wishes.refused(key, nack),
    onSlowDown: (milliseconds) => this.#parts.wishes.slowDown(milliseconds),
    onRoundTrip: (milliseconds) => this.#clockCorrected(milliseconds),
  };

  /** @param {object} parts client, quotes, heads, people, teller, wishes, view, shell, identity, and `serverNow()`. */
  use(parts) {
    this.#parts = parts;
  }

  get me() {
    return this.#me;
  }

  #connectionChanged(state) {
    this.#parts.shell.showConnection(state);
    this.#parts.wishes.isOnline = state.phase === 'online';
    if (state.phase !== 'online') this.#parts.view.connectionLost();
  }

  #welcomed(welcome) {
    const { heads, quotes, shell, identity } = this.#parts;
    this.#isMe(welcome.you);
    heads.welcome(welcome.you.id);
    quotes.welcome(welcome.you.id);
    identity.secret = welcome.session;
    shell.showWelcome(welcome);
  }

  #snapshot({ people, count, state }) {
    this.#parts.people.replace(people, count);
    this.#peopleChanged();
    this.#parts.quotes.replace(state);
    this.#parts.wishes.showWait();
  }

  /** The room has told all that was missed, and now hears where I am. */
  #caughtUp(replay) {
    const { shell, teller, heads } = this.#parts;
    shell.showReturn(replay);
    teller.again(heads.own);
  }

  #event(event, { key, replayed }) {
    const { quotes, heads, view, wishes } = this.#parts;
    if (event.type === 'people') this.#told(event);
    if (event.type === 'upstream') quotes.tellUpstream(event);
    if (event.type === 'quote') this.#quote(event, replayed);
    if (event.type === 'hearts') quotes.tellHearts(event);
    if (event.type === 'cleared') quotes.clear(event.before);
    if (event.type === 'bounce' && !replayed) {
      heads.rouse(event.from);
      view.bounce(event.from, quotes.current);
    }
    wishes.seen(key);
  }

  #quote(event, replayed) {
    this.#parts.quotes.add(event);
    this.#parts.wishes.showWait();
    if (event.name === undefined || replayed) return;
    this.#parts.heads.rouse(event.from);
    this.#parts.view.say(event.from, event);
  }

  #frame(frame) {
    if (frame.type === 'people') this.#told(frame);
    if (frame.type === 'latest') this.#parts.heads.latest(frame, this.#parts.serverNow());
  }

  /** In a big room not everybody is listed, so who has a head is told by the heads alone. */
  #told(frame) {
    this.#parts.people.apply(frame);
    this.#peopleChanged();
  }

  #peopleChanged() {
    const { people, shell, teller, view } = this.#parts;
    const me = people.get(this.#me.id);
    if (me) this.#isMe(me);
    teller.people = people.count;
    view.nameHeads();
    shell.showPeople(people, { me: this.#me.id, isTyping: () => false });
  }

  #isMe(person) {
    this.#me = person;
    this.#parts.identity.tabName = this.#parts.client.name = person.name;
    this.#parts.view.isMe(person);
  }

  #taken(key, command) {
    // The room tells it to everybody in a moment, but in a big one only of those who are listed.
    if (command.type === 'rename') this.#isMe({ ...this.#me, name: command.name });
    this.#parts.wishes.taken(key, command);
  }

  /** Whatever counts down does so on the server's clock. */
  #clockCorrected(roundTrip) {
    this.#parts.shell.showRoundTrip(roundTrip);
    this.#parts.view.correctClock();
    this.#parts.wishes.showWait();
  }
}
