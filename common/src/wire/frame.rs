//! Where a WebSocket frame begins and ends (RFC 6455, section 5.2), in one direction of a socket, a
//! few bytes at a time.
//!
//! It only watches: whether a frame is a good one is for others to judge. It never fails; bytes that
//! are no frames are counted as the frames they would be.

mod passed;

pub(super) use passed::{Frames, Passed};

/// First byte, length, 64 bits of length, mask.
const HEAD_BYTES: usize = 2 + 8 + 4;
const IS_FINAL: u8 = 0x80;
const OPCODE: u8 = 0x0F;
/// From this one on they are pings, pongs, closes and what may come to be.
const CONTROL: u8 = 8;
const IS_MASKED: u8 = 0x80;
const LENGTH: u8 = 0x7F;
const MASK_BYTES: usize = 4;

/// Where between two bytes of a stream of frames one is. It costs a few instructions a frame, so it
/// can be kept of what nobody watches.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Place {
    head: [u8; HEAD_BYTES],
    /// Bytes of the head that are there.
    have: usize,
    /// Bytes of the payload that are not there.
    left: u64,
    /// Whether the head is complete.
    in_payload: bool,
    /// Whether a message has begun of which more frames must come (RFC 6455, section 5.4).
    in_message: bool,
}

impl Place {
    /// Moves over bytes, and counts the frames that end in them.
    pub(crate) fn pass(&mut self, mut bytes: &[u8]) -> Tally {
        let mut tally = Tally::default();
        while !bytes.is_empty() {
            let (taken, _, ended) = self.step(bytes);
            if let Some(head) = ended {
                tally.count(head.bytes[0]);
            }
            bytes = &bytes[taken..];
        }
        tally
    }

    /// Whether nothing has begun.
    pub(crate) fn is_between_messages(&self) -> bool {
        self.is_between_frames() && !self.in_message
    }

    fn is_between_frames(&self) -> bool {
        self.have == 0
    }

    /// Moves at most to the end of this frame: how many bytes that takes, which of them are payload,
    /// and the head if the frame has ended.
    fn step<'a>(&mut self, bytes: &'a [u8]) -> (usize, &'a [u8], Option<Head>) {
        let mut taken = 0;
        while !self.in_payload {
            let Some(byte) = bytes.get(taken) else {
                return (taken, &[], None);
            };
            self.head[self.have] = *byte;
            self.have += 1;
            taken += 1;
            self.look_at_head();
        }
        let rest = &bytes[taken..];
        let payload = usize::try_from(self.left).map_or(rest, |left| &rest[..left.min(rest.len())]);
        self.left -= payload.len() as u64;
        let ended = (self.left == 0).then(|| {
            let Self { head, have, .. } = *self;
            let in_message = match head[0] & OPCODE {
                CONTROL.. => self.in_message,
                _ => head[0] & IS_FINAL == 0,
            };
            *self = Self {
                in_message,
                ..Self::default()
            };
            Head { bytes: head, have }
        });
        (taken + payload.len(), payload, ended)
    }

    /// Notes how long the payload is, once the head is complete.
    fn look_at_head(&mut self) {
        let second = self.head[1];
        let (wide, mask) = (second & LENGTH, second & IS_MASKED != 0);
        let length_bytes = match wide {
            127 => 8,
            126 => 2,
            _ => 0,
        };
        let mask_bytes = if mask { MASK_BYTES } else { 0 };
        if self.have < 2 || self.have < 2 + length_bytes + mask_bytes {
            return;
        }
        let length = &self.head[2..2 + length_bytes];
        self.left = length
            .iter()
            .fold(0, |length, byte| length << 8 | u64::from(*byte));
        if length_bytes == 0 {
            self.left = wide.into();
        }
        self.in_payload = true;
    }
}

/// How many frames of some kinds there were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Pings, pongs and closes.
    pub(crate) controls: usize,
    /// Frames that are less than a message.
    pub(crate) fragments: usize,
}

impl Tally {
    fn count(&mut self, first: u8) {
        let (is_final, opcode) = (first & IS_FINAL != 0, first & OPCODE);
        if opcode >= CONTROL {
            self.controls += 1;
        } else if opcode == 0 || !is_final {
            self.fragments += 1;
        }
    }
}

/// The first bytes of a frame, as they were on the socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    bytes: [u8; HEAD_BYTES],
    have: usize,
}

impl Head {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.have]
    }

    fn mask(&self) -> Option<[u8; MASK_BYTES]> {
        let is_masked = self.have > MASK_BYTES && self.bytes[1] & IS_MASKED != 0;
        let mask = &self.bytes[self.have.checked_sub(MASK_BYTES)?..self.have];
        mask.try_into().ok().filter(|_| is_masked)
    }
}

/// How long the finished frame at the front of `bytes` is, head and payload.
pub(crate) fn length(bytes: &[u8]) -> usize {
    Place::default().step(bytes).0
}
