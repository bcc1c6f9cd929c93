// The compare page, put together: models, seats, views, and who tells whom. Read it as a table of contents.
// It must never hold state or rules of its own.

import { budget } from '../common/connection/budget.js';
import { watchPageLife } from '../common/connection/page_life.js';
import { Loop } from '../common/loop.js';
import { Asking } from '../common/conditions/asking.js';
import { inForce } from '../common/conditions/in_force.js';
import { onKeys } from '../common/shell/keys.js';
import { restoreTheme, switchTheme } from '../common/shell/theme.js';
import { WireFeed } from '../common/wire/feed.js';
import { Compare } from './compare.js';
import { PageView } from './page_view.js';
import { watchRequests } from './requests.js';
import { Seat, holdAll, isRoomForAll, talkerSeat, waitForRoom } from './seats.js';

const CROWDED = 'Other tabs hold connections to this server. With one more long poll and stream, this browser\u2019s six would be '
  + 'used up, and no tab could ask for anything any more. Poll and WebSocket run meanwhile; the others begin when there is room.';
const room = new URLSearchParams(location.search).get('room') || 'compare';
const choices = {
  poll: { kind: 'poll', every: 1_000, how: 'interval' },
  long_poll: { kind: 'long_poll', pause: 0 },
  sse: { kind: 'sse' },
  websocket: { kind: 'websocket' },
};

const asking = new Asking(inForce);

// The talker sends everything and keeps the clock, so that the lanes do nothing but receive.
const talker = talkerSeat(room, {
  onState: (state) => {
    document.body.dataset.state = { online: 'online', connecting: 'connecting' }[state.phase] ?? 'offline';
    asking.show(state);
  },
  onWelcome: (welcome, kept) => !kept.first && !kept.epoch && compare.startOver(),
  onEvent: (event) => compare.tell(event),
  onFrame: (frame) => frame.type === 'conditions' && compare.slow(frame),
  onNack: (key, { message }) => view.notice.show(message),
});
const compare = new Compare(talker.clock, {
  send: (text) => !talker.isFull && Boolean(talker.command({ type: 'mark', text })),
  onKey: () => feed.watch(compare.keys),
  onFrame: (frame) => frame.type === 'conditions' && compare.slow(frame),
});
talker.onConditions = (transports) => (transports ? inForce.told(transports) : inForce.welcomed());
const feed = new WireFeed(room, { onRecords: (records) => compare.count(records) });
const seats = new Map([...compare.lanes].map(([kind, lane]) => [kind, new Seat(room, lane, choices[kind], talker.clock)]));

const view = new PageView(compare, {
  onSay: (text) => compare.say(text),
  onReset: () => compare.reset(),
  onRun: () => compare.race.run(),
  onRepeat: (rate) => compare.race.repeat(rate),
  onStop: () => compare.race.stop(),
  onTalk: (rate) => compare.talk(rate),
  onPoll: (choice) => use('poll', choice),
  onBatch: (pause) => use('long_poll', { pause }),
}, { room, demo: location.host, poll: choices.poll });
const loop = new Loop((now) => view.frame(now));

document.title = `compare · ${room}`;
document.querySelector('main').append(view.element);
restoreTheme();
onKeys({ d: switchTheme, r: () => compare.race.run() });

watchRequests((kind) => compare.lanes.get(kind).ask());
watchPageLife({
  onAwake: () => everybody((seat) => seat.wake()),
  onHide: () => everybody((seat) => seat.pause()),
  onRestore: () => everybody((seat) => seat.wake()),
});
loop.wake();
talker.join('talker');
for (const kind of ['poll', 'websocket']) seats.get(kind).take();
if (await isRoomForAll(budget)) takeHeld();
else waitWithNotice();

/** The sentence goes away with its reason. */
function waitWithNotice() {
  const stop = waitForRoom(budget, () => (view.notice.hide(), takeHeld()));
  view.notice.show(CROWDED, { words: 'Open anyway', act: () => (stop(), holdAll(budget), takeHeld()) });
}

/** A stream and a held question each occupy a connection for good. */
function takeHeld() {
  for (const kind of ['long_poll', 'sse']) seats.get(kind).take();
}

function use(kind, news) {
  choices[kind] = { ...choices[kind], ...news };
  seats.get(kind).use(choices[kind]);
  compare.settingChanged();
}

function everybody(act) {
  for (const seat of [talker, ...seats.values()]) act(seat);
}
