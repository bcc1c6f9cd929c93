// A room as the contract describes it, on a network that cuts, doubles and drops whatever it likes.

/** Events that a return can still ask for, and lines in a snapshot: few, so that both run out often. */
const [KEPT, SHOWN] = [15, 10];
const SOMEBODY_ELSE = 1;

class ModelServer {
  /** What was said in each life of the server; the last is the present one. */
  lives = [];
  refused = new Set();
  /** Without any the network behaves; with `skips` a slow or late reader is told that it missed something; with `closed` many transports do not get through. */
  faults;
  #random;
  #links = new Set();
  #epoch;
  /** Earlier names of the log, and how far it went under each. @type {Map<string, number>} */
  #ancestors = new Map();
  #starts = 0;
  #log;
  #people;
  #sessions;

  constructor(random, faults) {
    [this.#random, this.faults] = [random, faults];
    this.restart();
  }

  get lines() {
    return this.lives.at(-1);
  }

  restart() {
    this.cut();
    this.lives.push([]);
    this.#begin();
    this.#ancestors.clear();
    this.#log = [];
    this.#people = SOMEBODY_ELSE;
    this.#sessions = new Map();
  }

  /** It is killed, and comes back with everything that it has told anybody. */
  revive() {
    this.cut();
    const [epoch, head] = [this.#epoch, this.#head];
    this.#begin();
    this.#ancestors.set(epoch, head);
  }

  #begin() {
    this.#epoch = `epoch ${(this.#starts += 1)}`;
  }

  /** Nobody came back in time, so the seats are gone; the log is not. */
  forgetSeats() {
    this.cut();
    this.#sessions = new Map();
  }

  /** Both ends lose each other; of what was under way a part arrives. */
  cut() {
    for (const link of this.#links) {
      this.#links.delete(link);
      this.#arrive(link);
      this.#tell(link);
      if (!link.isOver) link.listener.onClose(1006);
    }
  }

  /** A transport, as `RoomClient` wants one. */
  open = (choice, listener) => {
    const link = { listener, up: [], down: [], session: null, isOver: false };
    if (this.faults?.closed && this.#random() < 0.3) return this.#nowhere(listener);
    this.#links.add(link);
    queueMicrotask(() => this.#links.has(link) && listener.onOpen());
    const close = () => {
      link.isOver = true;
      if (this.#links.delete(link)) this.#arrive(link);
    };
    return { close, send: (frame) => this.#links.has(link) && link.up.push(frame) };
  };

  /** Some of what is under way arrives, in order on each way. */
  move() {
    for (const link of [...this.#links]) {
      this.#arrive(link);
      this.#tell(link);
    }
  }

  /** A transport that does not get through. */
  #nowhere(listener) {
    queueMicrotask(() => listener.onClose(1006));
    return { send() {}, close() {} };
  }

  #tell(link) {
    for (const frame of this.#part(link.down)) {
      if (link.isOver) return;
      if (frame.type !== 'close') link.listener.onFrame(frame);
      else this.#end(link, frame.code);
    }
  }

  #end(link, code) {
    link.isOver = true;
    this.#links.delete(link);
    link.listener.onClose(code);
  }

  /** One seat, one connection: the newer hello wins, and the older link hears of it when it hears of it. */
  #replace(link) {
    for (const other of this.#links) {
      if (other === link || other.session !== link.session) continue;
      other.session = null;
      other.up = [];
      other.isReplaced = true;
      other.down.push({ type: 'close', code: 4001 });
    }
  }

  /** A line of somebody else (without `n`) or of a seat. */
  say(from, text, n) {
    const line = { seq: this.#head + 1, at: 0, from, n, name: 'Ada', text };
    this.lines.push(line);
    this.#broadcast({ type: 'line', ...line });
    return line.seq;
  }

  tellSomethingElse() {
    this.#broadcast({ type: 'people', seq: this.#head + 1, at: 0, set: [], gone: [], count: 1 });
  }

  get #head() {
    return this.#log.at(-1)?.seq ?? 0;
  }

  #part(frames) {
    return frames.splice(0, this.faults ? Math.floor(this.#random() * (frames.length + 1)) : frames.length);
  }

  #broadcast(event) {
    this.#log.push(event);
    for (const { session, down } of this.#links) {
      const chance = this.faults ? this.#random() : 1;
      if (!session || chance < 0.03) continue;
      if (this.faults?.skips && chance < 0.06) down.push({ type: 'skip', from: event.seq, to: event.seq });
      else down.push(event, ...(chance < 0.12 ? [event] : []));
    }
  }

  #arrive(link) {
    for (const frame of this.#part(link.up)) {
      if (link.isReplaced) return;
      if (frame.type === 'hello') this.#hello(link, frame);
      else if (frame.type === 'clock') link.down.push({ ...frame, t1: 0, t2: 0 });
      else if (frame.type === 'leave') this.#leave(link);
      else if (frame.type === 'resync') this.#catchUp(link, frame.seq);
      else this.#command(link, frame);
    }
  }

  #hello(link, { session: secret, last }) {
    link.session = this.#sessions.get(secret) ?? this.#newSeat();
    this.#replace(link);
    const knows = last && (last.epoch === this.#epoch || last.seq <= this.#ancestors.get(last.epoch));
    const resumed = knows && (last.seq >= this.#head - KEPT || this.faults?.skips);
    link.down.push({
      type: 'welcome', you: { id: link.session.id, name: 'Ada', hue: 0 }, session: link.session.secret, epoch: this.#epoch,
      seq: this.#head, mode: resumed ? 'resumed' : 'snapshot', last_n: link.session.lastN, now: 0, wall: 0, limits: {}, build: '1',
    });
    this.#catchUp(link, resumed ? last.seq : -Infinity);
  }

  #leave(link) {
    this.#sessions.delete(link.session.secret);
    link.session = null;
    link.isReplaced = true;
  }

  #newSeat() {
    const id = (this.#people += 1);
    const seat = { secret: `${this.#epoch} ${id}`, id, lastN: 0, answers: new Map() };
    this.#sessions.set(seat.secret, seat);
    return seat;
  }

  #catchUp(link, seq) {
    const gone = this.#head - KEPT;
    const bridged = this.faults?.skips && seq >= 0 && seq < gone;
    if (bridged) link.down.push({ type: 'skip', from: seq + 1, to: gone });
    if (bridged || seq >= gone) return link.down.push(...this.#log.filter((event) => event.seq > Math.max(seq, gone)));
    const lines = this.lines.slice(-SHOWN);
    const state = { before: this.lines.length - lines.length, lines };
    return link.down.push({ type: 'snapshot', epoch: this.#epoch, seq: this.#head, people: [], count: 0, state });
  }

  #command(link, { n, text }) {
    const { session } = link;
    if (n <= session.lastN) return link.down.push(session.answers.get(n));
    if (n !== session.lastN + 1) return link.down.push({ type: 'nack', n, code: 'out_of_order' });
    session.lastN = n;
    const chance = this.faults ? this.#random() : 1;
    const refusal = chance < 0.1 ? { code: 'rate', retry_ms: 30 } : chance < 0.15 && { code: 'text', message: 'no' };
    if (refusal.code === 'text') this.refused.add(text);
    const answer = refusal ? { type: 'nack', n, ...refusal } : { type: 'ack', n, seq: this.#head + 1 };
    session.answers.set(n, answer);
    link.down.push(answer);
    return refusal || this.say(session.id, text, n);
  }
}
