// The chat page, put together: models, views, and who tells whom. Read it as a table of contents.
// It must never hold state or rules of its own.

import { Identity } from '../common/connection/identity.js';
import { watchPageLife } from '../common/connection/page_life.js';
import { PendingStore } from '../common/connection/pending_store.js';
import { RoomClient } from '../common/connection/room_client.js';
import { transportFor } from '../common/connection/transports.js';
import { People } from '../common/people.js';
import { Entrance } from '../common/shell/entrance.js';
import { PageTitle } from '../common/shell/page_title.js';
import { Shell } from '../common/shell/shell.js';
import { TransportSwitch } from '../common/shell/transport_switch.js';
import { Wire } from '../common/wire/wire.js';
import { Author } from './author.js';
import { Chat } from './chat.js';
import { Composer } from './composer.js';
import { Dock } from './dock.js';
import { Lines } from './lines.js';
import { LinesView } from './lines_view.js';
import { Reader } from './speech/reader.js';
import { TypingTeller, TypingWatch } from './typing.js';

const room = new URLSearchParams(location.search).get('room') || 'class';
const identity = new Identity(room);
const secret = await identity.claim();
const store = new PendingStore(room);
if (identity.isCopy) store.clear(); // What is pending is for the other tab to send.

// Models: what is so.
const chat = new Chat();
const people = new People();
const typing = new TypingWatch(() => chat.showPeople());
const lines = new Lines({
  onAppend: (item) => view.append(item),
  onPast: () => view.takePast(),
  onPending: (line) => view.addWaiting(line),
  onSettle: (line, corrected) => view.settle(line, corrected),
  onChange: (line) => view.change(line),
  onRemove: (line) => view.remove(line),
  onClear: (before) => view.clear(before),
});

// The connection: how it becomes known. One command at a time is under way, so that a line which has
// to wait for the rate limit is never overtaken by the next.
const wire = new Wire(room);
const client = new RoomClient({
  transport: transportFor(room),
  secret,
  store,
  window: 1,
  on: chat.handlers,
  wire: wire.observer,
});
const teller = new TypingTeller((on) => client.signal({ type: 'typing', on }));

// Views: how it is shown, and what the person does.
const title = new PageTitle(`basic_chat · ${room}`);
const shell = new Shell(
  { demo: 'basic_chat', room },
  {
    onRename: () => entrance.askToRename(),
    onLeave: () => entrance.leave(),
    onAgain: () => entrance.continueAsNew(),
    onDialogClosed: () => composer.focus(),
    keys: { m: () => reader.toggle() },
  },
);
const view = new LinesView(
  (line) => ({ time: client.clock.wallTime(line.at), transport: people.get(line.from)?.transport ?? null }),
  { onRetry: (line) => author.retry(line), onDiscard: (line) => lines.discard(line.key) },
);
const reader = new Reader({ onSkip: (line) => view.markUnread(line) });
const composer = new Composer(room, {
  onSend: (text) => author.submit(text),
  onTyping: (empty) => teller.typed(empty),
  voices: () => reader.voices.names,
});
const dock = new Dock(
  { caption: reader.caption.element, composer: composer.element, voice: reader.control.element },
  { onRename: () => entrance.askToRename() },
);

const me = () => chat.me ?? { name: identity.tabName ?? '' }; // Before the first welcome there is no id.
const author = new Author({ client, lines, teller, voices: reader.voices, me });
chat.use({ client, lines, people, typing, composer, dock, reader, shell, title, identity });
const main = document.querySelector('main');
main.append(view.element, dock.element);
shell.mount(main);
new TransportSwitch(client, shell);
shell.watchLecturer(client);
shell.hand.listen((now) => composer.obey(now));
wire.mount(shell, client.clock);
author.showRestored();
watchPageLife({ onAwake: () => client.wake(), onHide: () => client.pause(), onRestore: () => client.wake() });

const entrance = new Entrance({
  client,
  identity,
  store,
  shell,
  room,
  me: () => chat.me,
  rename: (name) => author.rename(name),
  focus: () => composer.focus(),
  onTap: () => reader.unlock(),
});
entrance.open(secret);
