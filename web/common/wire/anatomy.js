// What the first bytes of a WebSocket frame say, to the bit (RFC 6455, section 5.2), and how its mask comes off. Pure.
// It must never know where a frame came from.

const OPCODES = { 0: 'continuation', 1: 'text', 2: 'binary', 8: 'close', 9: 'ping', 10: 'pong' };

/** @param {string} hex @returns {number[]} */
export function bytesOf(hex) {
  return (hex.match(/../gu) ?? []).map((pair) => parseInt(pair, 16));
}

/** @param {number} byte */
export const hexOf = (byte) => byte.toString(16).padStart(2, '0');
/** @param {number} byte */
export const bitsOf = (byte) => byte.toString(2).padStart(8, '0');

/**
 * @typedef {object} Head
 * @property {boolean} fin
 * @property {number} rsv
 * @property {number} opcode
 * @property {string} meaning Of the opcode.
 * @property {boolean} isMasked
 * @property {number} length7 What the seven bits say.
 * @property {number} lengthBits 7, 16 or 64: where the length really stands.
 * @property {number} length Of the payload, in bytes.
 * @property {number[]} bytes
 * @property {number[]} extended The bytes of the longer length.
 * @property {number[]} key The mask; empty if there is none.
 */

/** @param {string} hex @returns {Head} */
export function parseHead(hex) {
  const bytes = bytesOf(hex);
  const [first = 0, second = 0] = bytes;
  const length7 = second & 0x7f;
  const lengthBits = { 126: 16, 127: 64 }[length7] ?? 7;
  const after = 2 + { 7: 0, 16: 2, 64: 8 }[lengthBits];
  const extended = bytes.slice(2, after);
  const isMasked = (second & 0x80) !== 0;
  return {
    fin: (first & 0x80) !== 0,
    rsv: (first >> 4) & 7,
    opcode: first & 15,
    meaning: OPCODES[first & 15] ?? 'reserved',
    isMasked,
    length7,
    lengthBits,
    length: lengthBits === 7 ? length7 : extended.reduce((sum, byte) => sum * 256 + byte, 0),
    bytes,
    extended,
    key: isMasked ? bytes.slice(after, after + 4) : [],
  };
}

/** A run of bits with one meaning. @typedef {{bits: string, name: string, says: string}} Field */

/** The head as fields, in the order in which they travel. @param {Head} head @returns {Field[]} */
export function fieldsOf(head) {
  const [first, second] = [bitsOf(head.bytes[0] ?? 0), bitsOf(head.bytes[1] ?? 0)];
  const fields = [
    { name: 'FIN', bits: first[0], says: head.fin ? 'the message ends with this frame' : 'more frames of this message follow' },
    { name: 'RSV', bits: first.slice(1, 4), says: head.rsv === 4 ? 'compressed' : head.rsv === 0 ? 'nothing special' : 'an extension’s' },
    { name: 'opcode', bits: first.slice(4), says: `${head.opcode} = ${head.meaning}` },
    { name: 'mask', bits: second[0], says: head.isMasked ? 'masked, as all that a browser sends' : 'not masked, as all that a server sends' },
    { name: 'length', bits: second.slice(1), says: lengthSays(head) },
  ];
  if (head.extended.length > 0) {
    fields.push({ name: `length, ${head.lengthBits} bits`, bits: head.extended.map(bitsOf).join(' '), says: `${head.length} bytes of payload` });
  }
  if (head.isMasked) fields.push({ name: 'mask key', bits: head.key.map(bitsOf).join(' '), says: `${head.key.map(hexOf).join(' ')}, new for each frame` });
  return fields;
}

function lengthSays({ length7, lengthBits }) {
  return lengthBits === 7 ? `${length7} bytes of payload` : `${length7}: see the next ${lengthBits} bits`;
}

/**
 * The payload byte by byte: as it travelled, the byte of the key, and what comes out.
 * @param {Head} head
 * @param {number[]} plain The payload without its mask.
 * @returns {{masked: number, key: ?number, plain: number, shown: string}[]}
 */
export function unmasked(head, plain) {
  return plain.map((byte, index) => {
    const key = head.isMasked ? head.key[index % 4] : null;
    return { masked: byte ^ (key ?? 0), key, plain: byte, shown: shown(byte) };
  });
}

/** A letter of ASCII, or a dot: one byte of a longer letter says nothing alone. */
function shown(byte) {
  if (byte === 32) return '␣';
  return byte > 32 && byte < 127 ? String.fromCharCode(byte) : '·';
}
