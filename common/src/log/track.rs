//! A ring of bytes with absolute offsets: the frames of one dialect, end to end.
//!
//! Frames lie side by side so that whatever a reader lacks is one slice, or two where the ring
//! wraps: it goes to the socket without a copy. The track knows nothing of frames or numbers.

use std::collections::VecDeque;

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
