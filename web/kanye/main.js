// The page of kanye, put together: models, views, and who tells whom. Read it as a table of contents.
// It must never hold state or rules of its own.

import { Identity } from '../common/connection/identity.js';
import { watchPageLife } from '../common/connection/page_life.js';
import { PendingStore } from '../common/connection/pending_store.js';
import { RoomClient } from '../common/connection/room_client.js';
import { transportFor } from '../common/connection/transports.js';
import { Loop } from '../common/loop.js';
import { People } from '../common/people.js';
import { Entrance } from '../common/shell/entrance.js';
import { Shell } from '../common/shell/shell.js';
import { TransportSwitch } from '../common/shell/transport_switch.js';
import { Wire } from '../common/wire/wire.js';
import { Hand } from './hand.js';
import { Heads } from './heads.js';
import { Kanye } from './kanye.js';
import { MoveTeller } from './move_teller.js';
import { Pace } from './pace.js';
import { PageView } from './page_view.js';
import { Quotes } from './quotes.js';
import { apart } from './stage.js';
import { Wishes, isBound } from './wishes.js';

const room = new URLSearchParams(location.search).get('room') || 'class';
const identity = new Identity(room);
const secret = await identity.claim();
const store = new PendingStore(room);
if (identity.isCopy) store.clear(); // What is pending is for the other tab to send.

// Models: what is so.
const kanye = new Kanye();
const people = new People();
const heads = new Heads({
  onCome: (head) => view.heads.come(head),
  onGo: (head) => view.heads.go(head),
  onPlace: (head) => view.heads.place(head),
  onMood: (id, mood) => view.heads.mood(id, mood),
  onEcho: (spot) => view.echo.place(spot),
  onWay: () => loop.wake(),
});
const quotes = new Quotes({
  onAll: () => view.showAll(),
  onQuote: (quote, gone) => view.showQuote(quote, gone),
  onHearts: (quote) => view.showHearts(quote),
  onUpstream: () => view.showUpstream(),
});

// The connection: how it becomes known. One command at a time is under way, so that a heart that is
// taken back is never overtaken by the one that was given.
const wire = new Wire(room);
const client = new RoomClient({
  transport: transportFor(room),
  secret,
  store,
  window: 1,
  isBound,
  on: kanye.handlers,
  wire: wire.observer,
});
const serverNow = () => client.clock.serverTime(performance.now());
/** The room takes no more of them, and whoever drums on a key is not to flood it. */
const bounces = new Pace({ perSecond: 2, burst: 4 });
/** Nobody sees a smaller difference than this, in pixels. */
const SEEN = 2;
const teller = new MoveTeller(
  (spot) => client.signal({ type: 'move', ...spot }),
  (one, other) => apart(view.scene.box, one, other) >= SEEN,
);

// Views: how it is shown, and what the person does.
document.title = `kanye · ${room}`;
const view = new PageView({ quotes, people, clock: client.clock }, {
  onNow: () => wishes.askNow(),
  onHeart: (seq, on) => wishes.heart(seq, on),
});
const hand = new Hand(view.scene.stage, {
  onReach: () => loop.wake(),
  onStep: (go) => heads.own && walk(go(heads.own)),
  onTap: () => bounces.take() && client.signal({ type: 'bounce' }),
});
const shell = new Shell(
  { demo: 'kanye', room },
  {
    onRename: () => entrance.askToRename(),
    onLeave: () => entrance.leave(),
    onAgain: () => entrance.continueAsNew(),
    onDialogClosed: () => view.scene.stage.focus(),
  },
);
const loop = new Loop((now) => {
  const reached = hand.take();
  if (reached) walk(reached);
  return heads.frame(client.clock.serverTime(now), view.lessMotion);
});

const wishes = new Wishes({ client, quotes, controls: view.controls, hearts: view.hearts, serverNow });
kanye.use({ client, quotes, heads, people, teller, wishes, view, shell, identity, serverNow });
const main = document.querySelector('main');
main.append(view.element);
shell.mount(main);
new TransportSwitch(client, shell);
shell.watchLecturer(client);
shell.hand.listen((now) => wishes.obey(now));
wire.mount(shell, client.clock);
watchPageLife({ onAwake: () => client.wake(), onHide: () => client.pause(), onRestore: () => client.wake() });

const entrance = new Entrance({
  client,
  identity,
  store,
  shell,
  room,
  me: () => kanye.me,
  rename: (name) => wishes.rename(name),
  focus: () => view.scene.stage.focus(),
});
entrance.open(secret);

function walk(spot) {
  if (!heads.own) return; // Nobody has told me yet where I stand.
  heads.walk(spot);
  teller.moved(spot);
}
