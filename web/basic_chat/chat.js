// What the room says, turned into changes of what is shown.
// It must never build DOM nodes, nor know how a frame travels.

import { isSignalTooFast } from '../common/connection/delivery.js';

export class Chat {
  #parts;
  #me = null;
  /** Whether a snapshot may hold lines that were said during an absence. */
  #wasAway = false;
  /** Whether the first of them still has to be announced. */
  #marksAway = false;

  /** The handlers that a RoomClient asks for. @type {import('../common/connection/room_client.js').RoomHandlers} */
  handlers = {
    onState: (state) => this.#connectionChanged(state),
    onWelcome: (welcome, kept) => this.#welcomed(welcome, kept),
    onSnapshot: (snapshot) => this.#snapshot(snapshot),
    onEvent: (event, about) => this.#event(event, about),
    onSkip: (skip) => this.#parts.lines.skipEvents(skip),
    onFrame: (frame) => this.#frame(frame),
    onCaughtUp: (replay) => this.#parts.shell.showReturn(replay),
    onAck: (key, seq, command) => this.#taken(key, seq, command),
    onNack: (key, nack) => this.#refused(key, nack),
    onSlowDown: (milliseconds) => this.#parts.composer.slowDown(milliseconds),
    onRoundTrip: (milliseconds) => this.#parts.shell.showRoundTrip(milliseconds),
  };

  /** @param {object} parts client, lines, people, typing, composer, dock, reader, shell, title, identity. */
  use(parts) {
    this.#parts = parts;
  }

  get me() {
    return this.#me;
  }

  /** Shows who is here and who is typing, after either has changed. */
  showPeople() {
    const { shell, people, typing, dock } = this.#parts;
    shell.showPeople(people, { me: this.#me?.id ?? null, isTyping: typing.isTyping });
    dock.showTyping(typing.ids.map((id) => people.get(id)?.name ?? 'Somebody'));
  }

  #connectionChanged(state) {
    this.#parts.shell.showConnection(state);
    if (state.phase !== 'online') this.#parts.typing.clear();
    if (state.stopped === 'removed') this.#parts.composer.removed();
  }

  #welcomed(welcome, kept) {
    const { lines, composer, shell, identity } = this.#parts;
    this.#isMe(welcome.you);
    this.#marksAway = !kept.first;
    identity.secret = welcome.session;
    composer.limits = welcome.limits;
    shell.showWelcome(welcome);
    if (!kept.first && !kept.epoch) lines.startOver();
    this.#wasAway = !kept.first && kept.epoch;
  }

  #snapshot({ people, count, state }) {
    this.#parts.people.replace(people, count);
    this.#findMe();
    const added = this.#parts.lines.merge(state, (line) => this.#about(line, { missed: this.#wasAway }));
    for (const line of added) if (line.missed) this.#parts.title.countNew();
  }

  #about(line, { key = this.#parts.client.recognise(line.from, line.n), missed }) {
    const own = key !== null || line.from === this.#me.id;
    if (missed && !own && this.#marksAway) {
      this.#marksAway = false;
      this.#parts.lines.mark({ kind: 'away' });
    }
    return { key, own, missed };
  }

  #event(event, { key, replayed }) {
    if (event.type === 'people') return this.#peopleChanged(event);
    if (event.type === 'cleared') return this.#parts.lines.clear(event);
    if (event.type !== 'line') return;
    const { lines, typing, reader, title } = this.#parts;
    const about = this.#about(event, { key, missed: replayed });
    const line = lines.add(event, about);
    typing.spoke(event.from);
    if (!line || line.own) return;
    title.countNew();
    if (!replayed) reader.read(line);
  }

  #frame(frame) {
    if (frame.type === 'people') this.#peopleChanged(frame);
    if (frame.type === 'latest') {
      for (const [id, value] of frame.values) if (id !== this.#me?.id) this.#parts.typing.heard(id, value?.typing === true);
    }
  }

  #peopleChanged(frame) {
    const { people, lines } = this.#parts;
    for (const { before, now } of people.apply(frame)) lines.mark({ kind: 'renamed', before: before.name, after: now.name });
    this.#findMe();
  }

  #findMe() {
    const me = this.#parts.people.get(this.#me.id);
    if (me) this.#isMe(me);
    this.showPeople();
  }

  #isMe(person) {
    this.#me = person;
    this.#parts.identity.tabName = this.#parts.client.name = person.name;
    this.#parts.dock.showMe(person);
  }

  #taken(key, seq, { type, name }) {
    // The room tells it to everybody in a moment; until then another server would have to know it from us.
    if (type === 'rename') this.#parts.client.name = name;
    else this.#parts.lines.acknowledge(key, seq);
    if (type === 'say') this.#parts.composer.taken();
  }

  #refused(key, nack) {
    const { lines, composer } = this.#parts;
    if (isSignalTooFast(key, nack)) return;
    const { message, retry_ms: retryMs } = nack;
    if (retryMs) composer.slowDown(retryMs);
    if (!lines.fail(key, message)) lines.mark({ kind: 'note', text: message });
  }
}
