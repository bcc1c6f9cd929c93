// What is promised by `music/home/link_offer.js`, `music/home/take_home.js`, `music/home/read_small.js`.

const { LinkOffer } = await load('/music/home/link_offer.js');
const { TakeHome } = await load('/music/home/take_home.js');
const { readSmall } = await load('/music/home/read_small.js');
const { toAddress, toJson } = await load('/music/home/song_file.js');

const song = { bpm: 100, swing: 0, mute: [], solo: [], patterns: [new Array(128).fill(0).with(0, 2), null, null, null] };
song.mute = song.solo = new Array(8).fill(false);

await check('a song in the address is not thrown away when it was not taken', () => {
  const before = location.href;
  let isTaken = false;
  const offer = new LinkOffer({ onLoad: () => isTaken, onBroken() {} });
  history.replaceState(null, '', toAddress(song, before.split('#')[0]));
  offer.look();
  const accept = offer.element.querySelector('#offer-load');
  accept.click();
  same([offer.element.hidden, location.hash.startsWith('#s=')], [false, true]);
  isTaken = true;
  accept.click();
  same([offer.element.hidden, location.hash], [true, '']);
  history.replaceState(null, '', before);
});

await check('a song that was pasted stays there until it is taken', () => {
  let isTaken = false;
  const home = new TakeHome({ song: () => song, page: async () => location.href, onImport: () => isTaken });
  document.body.append(home.element);
  home.open();
  const text = home.element.querySelector('#import-text');
  const press = () => home.element.querySelector('#import').click();
  text.value = toJson(song);
  press();
  same([text.value, home.isOpen], [toJson(song), true]);
  holds(home.element.querySelector('.import-problem').textContent !== '', 'it is said');
  isTaken = true;
  press();
  same([text.value, home.isOpen], ['', false]);
  home.element.remove();
});

await check('a file that cannot be a song is not read, and one that cannot be read is no end of the page', async () => {
  const words = (file) => readSmall(file).then(() => null, ({ message }) => message);
  same(await readSmall(new File(['{}'], 'song.json')), '{}');
  holds((await words(new File([new Uint8Array(65_537)], 'large'))).includes('64 KiB'), 'too large');
  holds((await words({ size: 1, text: () => Promise.reject(new Error('NotReadableError')) })).includes('cannot be read'), 'unreadable');
});
