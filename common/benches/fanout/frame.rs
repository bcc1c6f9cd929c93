//! WebSocket frames, read and written by hand: only as much as counting and passing on need.
//!
//! It allocates nothing and knows nothing of what is inside a frame.

use std::ops::Range;

/// A text message in one frame.
pub(crate) const TEXT: u8 = 0x1;
/// The end of the connection.
pub(crate) const CLOSE: u8 = 0x8;
/// "Are you there?"
pub(crate) const PING: u8 = 0x9;
/// "I am."
pub(crate) const PONG: u8 = 0xA;

/// Final frame of a message.
const FIN: u8 = 0x80;
/// Set in the second byte of every frame from a client.
const MASKED: u8 = 0x80;
/// Lengths up to this stand in the second byte; 126 and 127 say that two or eight bytes follow.
const SHORT: usize = 125;
/// A client must mask, and may choose with what. Real ones choose at random; here a constant
/// saves the generator's time and costs the server the same.
const MASK: [u8; 4] = [0x37, 0xFA, 0x21, 0x3D];

/// Where the parts of a frame lie in the bytes it was found in.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    /// What kind of frame it is.
    pub(crate) opcode: u8,
    /// Its payload, still masked if it has a mask.
    pub(crate) payload: Range<usize>,
    /// What the payload is masked with.
    pub(crate) mask: Option<[u8; 4]>,
}

/// The frame that `bytes` begin with, or nothing while it is not complete.
pub(crate) fn parse(bytes: &[u8]) -> Option<Frame> {
    let (&[first, second], rest) = bytes.split_first_chunk()?;
    let (length, mut at) = match second & !MASKED {
        126 => (u64::from(u16::from_be_bytes(*rest.first_chunk()?)), 4),
        127 => (u64::from_be_bytes(*rest.first_chunk()?), 10),
        short => (u64::from(short), 2),
    };
    let mask = if second & MASKED == 0 {
        None
    } else {
        let mask = *bytes.get(at..)?.first_chunk()?;
        at += 4;
        Some(mask)
    };
    let end = at.checked_add(usize::try_from(length).ok()?)?;
    (end <= bytes.len()).then_some(Frame {
        opcode: first & 0x0F,
        payload: at..end,
        mask,
    })
}

/// Takes the mask off, or puts it on.
pub(crate) fn unmask(payload: &mut [u8], mask: [u8; 4]) {
    let (words, rest) = payload.as_chunks_mut::<4>();
    for word in words {
        *word = (u32::from_ne_bytes(*word) ^ u32::from_ne_bytes(mask)).to_ne_bytes();
    }
    for (byte, mask) in rest.iter_mut().zip(mask) {
        *byte ^= mask;
    }
}

/// Appends a frame as a server sends it.
pub(crate) fn push(out: &mut Vec<u8>, opcode: u8, payload: &[u8]) {
    push_padded(out, opcode, payload, 0);
}

/// The same, with so many more bytes in it.
pub(crate) fn push_padded(out: &mut Vec<u8>, opcode: u8, payload: &[u8], padding: usize) {
    push_head(out, opcode, payload.len() + padding, 0);
    out.extend_from_slice(payload);
    out.resize(out.len() + padding, b' ');
}

/// Appends a frame as a client sends it.
pub(crate) fn push_masked(out: &mut Vec<u8>, opcode: u8, payload: &[u8]) {
    push_head(out, opcode, payload.len(), MASKED);
    out.extend_from_slice(&MASK);
    let start = out.len();
    out.extend_from_slice(payload);
    unmask(&mut out[start..], MASK);
}

fn push_head(out: &mut Vec<u8>, opcode: u8, length: usize, masked: u8) {
    let length = u16::try_from(length).expect("the benchmark writes short frames only");
    if usize::from(length) <= SHORT {
        let short = u8::try_from(length).expect("125 fits in a byte");
        out.extend_from_slice(&[FIN | opcode, masked | short]);
    } else {
        out.extend_from_slice(&[FIN | opcode, masked | 126]);
        out.extend_from_slice(&length.to_be_bytes());
    }
}
