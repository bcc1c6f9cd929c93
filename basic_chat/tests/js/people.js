// What is promised by `common/people.js`.

const { People, hueOf, shapeOf } = await load('/common/people.js');

const person = (id, name) => ({ id, name, hue: hueOf(id), transport: 'websocket' });
const [ADA, BOB, CAT] = [person(1, 'Ada'), person(2, 'Bob'), person(3, 'Cat')];
const names = (people) => people.list.map(({ name }) => name);

function room() {
  const people = new People();
  people.replace([BOB, ADA], 2);
  return people;
}

await check('people stand in the order of joining', () => same(names(room()), ['Ada', 'Bob']));

await check('the same news twice is harmless', () => {
  const people = room();
  const news = { set: [CAT, person(2, 'Bert')], gone: [1], count: 2 };
  const renamed = [people.apply(news), people.apply(news)].map((all) => all.map(({ before, now }) => `${before.name} ${now.name}`));
  same([names(people), people.count], [['Bert', 'Cat'], 2]);
  same(renamed, [['Bob Bert'], []], 'a new name is told once');
});

await check('somebody may go whom we never knew', () => {
  const people = room();
  people.apply({ set: [], gone: [99], count: 2 });
  same(names(people), ['Ada', 'Bob']);
});

await check('a full list replaces ours, and still tells who has another name', () => {
  const people = room();
  const renamed = people.apply({ all: true, set: [person(2, 'Bert'), CAT], gone: [], count: 2 });
  same([names(people), renamed.length], [['Bert', 'Cat'], 1]);
});

await check('in a big room more are here than are listed', () => {
  const people = room();
  people.apply({ set: [], gone: [], count: 900 });
  same([people.count, people.list.length], [900, 2]);
});

await check('colours come again with the thirteenth, in another shape', () => {
  same([1, 12, 13, 24, 25].map((id) => `${hueOf(id)} ${shapeOf(id)}`), ['0 round', '11 round', '0 square', '11 square', '0 round']);
});

await check('somebody who only sends by single requests is not shown as a WebSocket', async () => {
  const { transportBadge } = await load('/common/shell/transport_badge.js');
  same(transportBadge('http').dataset.transport, 'send');
  same(transportBadge('http').title, 'single requests');
  same(transportBadge('websocket').dataset.transport, 'websocket');
});
