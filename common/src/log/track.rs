//! A ring of bytes with absolute offsets: the frames of one dialect, end to end.
//!
//! Frames lie side by side so that whatever a reader lacks is one slice, or two where the ring
//! wraps: it goes to the socket without a copy. The track knows nothing of frames or numbers.

use std::collections::VecDeque;

use crate::registry::ConnectionId;

/// Which frames of the log a reader gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Our own protocol: every event, numbered, as JSON.
    Rich,
    /// The lecture's plain strings, for this connection.
    Plain(ConnectionId),
}

/// Bytes that lie between a cursor and a later event.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    /// The bytes, in two pieces where the ring wraps. Both may be empty: an event of which plain
    /// readers hear nothing.
    pub bytes: [&'a [u8]; 2],
    /// The run begins behind this event.
    pub after: u64,
    /// The cursor of a reader that has taken all of it.
    pub upto: u64,
    /// Offset of the first byte in its track.
    pub(super) begin: u64,
}

impl Run<'_> {
    /// Number of bytes.
    pub fn len(&self) -> usize {
        self.bytes[0].len() + self.bytes[1].len()
    }

    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[derive(Debug, Default)]
pub(super) struct Track {
    bytes: VecDeque<u8>,
    start: u64,
}

impl Track {
    pub(super) fn append(&mut self, frame: &[u8]) {
        self.bytes.extend(frame);
    }

    pub(super) fn forget_before(&mut self, offset: u64) {
        self.bytes.drain(..self.index(offset));
        self.start = offset;
    }

    /// The bytes from one offset up to another.
    pub(super) fn slices(&self, from: u64, to: u64) -> [&[u8]; 2] {
        let (from, to) = (self.index(from), self.index(to));
        let (front, back) = self.bytes.as_slices();
        let cut = front.len();
        if from >= cut {
            // One piece: a socket takes it with the cheaper of its two calls.
            return [&back[from - cut..to - cut], &[]];
        }
        [&front[from..to.min(cut)], &back[..to.max(cut) - cut]]
    }

    pub(super) fn start(&self) -> u64 {
        self.start
    }

    pub(super) fn end(&self) -> u64 {
        self.start + self.bytes.len() as u64
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    fn index(&self, offset: u64) -> usize {
        (offset - self.start) as usize
    }
}
