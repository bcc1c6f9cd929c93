// Friendly names for people who have not chosen one. Pure: chance is handed in.
// It must never know who already has which name; the server keeps names apart.

const FIRST = [
  'Amber', 'Brave', 'Calm', 'Clever', 'Cosy', 'Curious', 'Dapper', 'Eager', 'Gentle', 'Golden', 'Happy', 'Jolly',
  'Kind', 'Lively', 'Lucky', 'Mellow', 'Merry', 'Misty', 'Nimble', 'Patient', 'Quick', 'Quiet', 'Silver', 'Sunny',
];
const SECOND = [
  'Badger', 'Beaver', 'Comet', 'Crane', 'Dolphin', 'Falcon', 'Fern', 'Finch', 'Fox', 'Hare', 'Heron', 'Koala',
  'Lark', 'Lynx', 'Maple', 'Marten', 'Otter', 'Owl', 'Panda', 'Puffin', 'Robin', 'Swift', 'Willow', 'Wren',
];

/**
 * @param {() => number} random A number from 0 up to 1.
 * @returns {string} Two words, at most 16 characters.
 */
export function friendlyName(random = Math.random) {
  const pick = (words) => words[Math.floor(random() * words.length)];
  return `${pick(FIRST)} ${pick(SECOND)}`;
}
