// What is promised by `common/hand/`, and by the list of people that shows it.

const { askTwice } = await load('/common/hand/ask_twice.js');
const { handBand } = await load('/common/hand/hand_band.js');
const { handWords } = await load('/common/hand/hand_words.js');
const { InForceHere, NOTHING } = await load('/common/hand/in_hand.js');
const { dropKey, hasKey, keyHeaders, takeKey } = await load('/common/hand/key.js');
const { PersonTools } = await load('/common/hand/person_tools.js');
const { RoomControls } = await load('/common/hand/room_controls.js');
const { PeopleList } = await load('/common/shell/people_list.js');
const { connectionStory } = await load('/common/shell/connection_story.js');

const KEY = '00ff00ff00ff00ff00ff00ff00ff00ff';
const ada = { id: 1, name: 'Ada', hue: 0, transport: 'websocket' };
const bob = { id: 2, name: 'Bob', hue: 1, transport: 'poll' };

/** Shows something where the keyboard can reach it: the page asks for a name meanwhile. @returns {() => void} Takes it away. */
function shown(element) {
  const stage = document.createElement('dialog');
  document.body.append(stage);
  stage.append(element);
  stage.showModal();
  return () => stage.remove();
}

await check('the key leaves the address at once, and only a key is taken', () => {
  dropKey();
  const before = location.href;
  for (const other of ['#song=abc', `#key=${KEY.toUpperCase()}`, `#key=${KEY}0`, '#key=']) {
    history.replaceState(null, '', other);
    same([takeKey(), location.hash, hasKey()], [false, other, false], other);
  }
  history.replaceState(null, '', `?room=band-3#key=${KEY}`);
  same(takeKey(), true);
  holds(location.search === '?room=band-3' && !location.href.includes('#'), location.href);
  same(keyHeaders(), { authorization: `Bearer ${KEY}` });
  dropKey();
  same(keyHeaders(), {});
  history.replaceState(null, '', before);
});

await check('what is in force is said in sentences, what concerns me first', () => {
  same(handWords({ ...NOTHING, isMuted: false }), []);
  const texts = (now) => handWords(now).map(({ text }) => text);
  same(texts({ locked: true, slow_ms: 5_000, isMuted: false }),
    ['Slow mode: everybody once in 5 s.', 'The room is locked: nobody new comes in.']);
  same(texts({ locked: false, slow_ms: 5_000, isMuted: true }), ['You are muted by the lecturer: what you do stays here.']);
});

await check('who is muted is known by number, whichever is told first', () => {
  const inForce = new InForceHere(new TestTimers());
  const heard = [];
  inForce.listen(({ isMuted }) => heard.push(isMuted));
  inForce.told({ ...NOTHING, muted: [2] });
  inForce.isMe(2);
  inForce.told(NOTHING);
  same(heard, [false, false, true, false]);
  same(inForce.isMuted(null), false);
});

await check('behind a welcome without a word of it nothing is in force, and not before', () => {
  const timers = new TestTimers();
  const inForce = new InForceHere(timers);
  inForce.told({ ...NOTHING, locked: true });
  inForce.welcomed();
  same(inForce.seen.locked, true);
  inForce.told({ ...NOTHING, locked: true });
  timers.pass(10_000);
  same(inForce.seen.locked, true);
  inForce.welcomed();
  timers.pass(10_000);
  same(inForce.seen.locked, false);
});

await check('what is said already is not said again', () => {
  const inForce = new InForceHere(new TestTimers());
  const band = handBand(inForce);
  inForce.told({ ...NOTHING, slow_ms: 5_000 });
  const said = band.firstChild;
  inForce.told({ ...NOTHING, slow_ms: 5_000, muted: [9] });
  same(band.firstChild === said, true);
  inForce.told(NOTHING);
  same(band.childNodes.length, 0);
});

await check('what cannot be undone takes two presses, and the second Enter in a row does nothing', () => {
  let done = 0;
  const element = askTwice({ label: 'Clear', question: 'All of it?', yes: 'Yes' }, () => (done += 1));
  const takeAway = shown(element);
  const [ask, yes, no] = element.querySelectorAll('button');
  ask.focus();
  ask.click();
  same(document.activeElement === no, true);
  document.activeElement.click();
  same([done, document.activeElement === ask], [0, true]);
  ask.click();
  no.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  same([done, ask.hidden], [0, false]);
  ask.click();
  yes.click();
  same([done, ask.hidden], [1, false]);
  takeAway();
});

await check('the controls show what is in force, whoever has set it', () => {
  const wishes = [];
  const controls = new RoomControls((wish) => wishes.push(wish));
  controls.show({ ...NOTHING, locked: true, slow_ms: 7_000 });
  const slow = controls.element.querySelector('select');
  same([slow.value, slow.selectedOptions[0].textContent], ['7000', 'once in 7 s']);
  slow.value = '0';
  slow.dispatchEvent(new Event('change'));
  controls.element.querySelector('.hand-lock').click();
  controls.element.querySelector('.ask-yes').click();
  same(wishes, [{ slow_ms: 0 }, { lock: false }, { clear: true }]);
});

await check('a menu stays open, with the keyboard in it, while others type, come and go', () => {
  const list = new PeopleList({ onRename() {}, onLeave() {}, onClose() {} });
  const takeAway = shown(list.element);
  list.element.className = ''; // What it looks like beside a demo is not the matter here.
  const tools = new PersonTools(bob, () => {});
  const about = { count: 2, me: 1, isTyping: () => false, toolsFor: (person) => (person.id === 2 ? tools.element : null) };
  list.show([ada, bob], about);
  const more = list.element.querySelector('[data-id="2"] .person-more');
  more.click();
  const mute = list.element.querySelector('.person-mute');
  mute.focus();
  list.show([ada, bob, { ...ada, id: 3, name: 'Eve' }], { ...about, count: 3, isTyping: () => true, isMuted: (id) => id === 2 });
  list.show([{ ...ada, name: 'Ada L' }, bob], about);
  same([document.activeElement === mute, mute.offsetParent !== null], [true, true]);
  same([...list.element.querySelectorAll('.person')].map(({ dataset }) => dataset.id), ['1', '2']);
  list.show([ada], { ...about, count: 1 });
  same(list.element.contains(document.activeElement), true, 'the keyboard is not lost with the row');
  takeAway();
});

await check('a locked room is told as one, and when the page asks again', () => {
  const reason = 'The lecturer has locked the room: only those who were in it come in.';
  const state = { phase: 'waiting', attempt: 1, again: false, retryAt: 13_400, reason, isLocked: true };
  const { tone, text, detail } = connectionStory(state, 0);
  same([tone, text, detail], ['waiting', reason, ' Asking again in 13 s.']);
});

await check('somebody who was sent away is told so and offered no way back', () => {
  const state = { phase: 'stopped', attempt: 1, again: true, stopped: 'removed', reason: 'The lecturer has sent you away from this room.' };
  const story = connectionStory(state, 0);
  same([story.tone, story.offer ?? null], ['stopped', null]);
  holds(story.text.startsWith('The lecturer has sent you away from this room. '), story.text);
});
