// The page of music, put together: models, views, and who tells whom. Read it as a table of contents.
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
import { toNotation } from './engine/notation.js';
import { Player } from './engine/player.js';
import { Song } from './engine/song.js';
import { Transport } from './engine/transport.js';
import { Strokes } from './grid/strokes.js';
import { Hand } from './hand.js';
import { LinkOffer } from './home/link_offer.js';
import { pageAddress } from './home/page_address.js';
import { songToTakeHome } from './home/song_file.js';
import { TakeHome } from './home/take_home.js';
import { Music } from './music.js';
import { PageView } from './page_view.js';
import { fetchPresets } from './presets.js';
import { Probe } from './probe.js';
import { RttTeller } from './rtt_teller.js';
import { Show } from './show.js';
import { SoundDesk } from './sound_desk.js';
import { onUndoKeys } from './undo_keys.js';
import { isBound } from './wishes.js';

const query = new URLSearchParams(location.search);
const room = query.get('room') || 'class';
const identity = new Identity(room);
const secret = await identity.claim();
const store = new PendingStore(room);
if (identity.isCopy) store.clear(); // What is pending is for the other tab to send.

// Models: what is so.
const music = new Music();
const people = new People();
const show = new Show();
const song = new Song(show.handlers);
const transport = new Transport();

// The connection: how it becomes known.
const wire = new Wire(room);
const client = new RoomClient({
  transport: transportFor(room),
  secret,
  store,
  window: 1, // A refused wish must never be overtaken by the one behind it, or the last one would not win.
  isBound,
  on: music.handlers,
  wire: wire.observer,
});
const teller = new RttTeller((ms) => client.signal({ type: 'rtt', ms }));

// Sound: how it is heard, on the clock of the connection.
const probe = new Probe(client.clock);
const context = new AudioContext({ latencyHint: 'interactive' });
const player = new Player({
  clock: client.clock,
  transport,
  song,
  context,
  on: { onPlayed: (played) => probe.add(played), onTakenBack: (played) => probe.takeBack(played) },
});
const desk = new SoundDesk({ context, player, probe, clock: client.clock });

// Views: how it is shown, and what the person does.
document.title = `music · ${room}`;
const hand = new Hand({
  client,
  song,
  transport,
  player,
  audioNow: () => context.currentTime,
  pattern: () => show.pattern,
  isOnline: () => document.body.dataset.state === 'online',
  note: (text) => view.note(text),
});
const home = new TakeHome({
  song: () => songToTakeHome(song, { bpm: transport.newest.bpm, pattern: show.pattern }),
  page: () => pageAddress(room),
  onImport: (taken) => hand.load(toNotation(taken)),
});
const offer = new LinkOffer({ onLoad: (taken) => hand.load(toNotation(taken)), onBroken: (words) => view.note(words) });
const presets = fetchPresets();
const view = new PageView(hand, { home: home.element, offer: offer.element }, {
  volumes: desk.volumes,
  onHear: () => desk.unlock(),
  onPreset: async (index) => hand.load((await presets)[index].song),
  onHome: () => home.toggle(),
  onClock: () => desk.show(),
  onMode: (mode) => desk.playBy(mode),
  onNudge: (milliseconds) => desk.nudge(milliseconds),
});
new Strokes(view.grid.tracks, {
  value: hand.value,
  fresh: (track) => view.grid.freshNote(track),
  newGroup: hand.newGroup,
  onEdits: (edits, group) => hand.set(edits, group),
  onTouch: ({ step }) => view.touch(step),
});
const loop = new Loop((now) => show.frame(now));
const shell = new Shell(
  { demo: 'music', room },
  {
    onRename: () => entrance.askToRename(),
    onLeave: () => entrance.leave(),
    onAgain: () => entrance.continueAsNew(),
    onDialogClosed: () => view.grid.focus(),
    keys: view.keys,
  },
);

show.use({ song, transport, clock: client.clock, view, loop, me: () => music.me?.id ?? 0 });
music.use({ client, song, transport, player, people, teller, show, desk, view, shell, identity, home, offer });
desk.use(view);
const main = document.querySelector('main');
main.append(view.element);
shell.mount(main);
new TransportSwitch(client, shell);
shell.watchLecturer(client);
wire.mount(shell, client.clock);
hand.showRestored();
onUndoKeys({ onUndo: hand.undo, onRedo: hand.redo });
presets.then((all) => view.tools.showPresets(all));
watchPageLife({ onAwake: () => client.wake(), onHide: () => client.pause(), onRestore: () => client.wake() });
if (query.has('probe')) window.musicProbe = () => probe.steps;

const entrance = new Entrance({
  client,
  identity,
  store,
  shell,
  room,
  me: () => music.me,
  rename: (name) => hand.rename(name),
  focus: () => view.grid.focus(),
  onTap: () => desk.unlock(),
  // What came with the address is told to somebody who is in, and not under the question for a name.
  onEnter: () => offer.look(),
});
entrance.open(secret);
