//! What has been said in one room in one turn of the floor's loop: encoded once, written to everybody.

use std::ops::Range;

use crate::frame;

/// The frames of a turn, and whose they are.
#[derive(Debug, Default)]
pub(super) struct Turn {
    bytes: Vec<u8>,
    /// Who said which part of it.
    parts: Vec<(usize, Range<usize>)>,
    /// Room for the copy that leaves out what its receiver said himself.
    selected: Vec<u8>,
}

impl Turn {
    /// Adds a message, with so many more bytes.
    pub(super) fn push(&mut self, from: usize, text: &[u8], padding: usize) {
        let start = self.bytes.len();
        frame::push_padded(&mut self.bytes, frame::TEXT, text, padding);
        self.parts.push((from, start..self.bytes.len()));
    }

    /// Whether nobody has said anything.
    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Who said what, encoded.
    pub(super) fn parts(&self) -> impl Iterator<Item = (usize, &[u8])> {
        let bytes = |part: &Range<usize>| &self.bytes[part.clone()];
        self.parts
            .iter()
            .map(move |(from, part)| (*from, bytes(part)))
    }

    /// What goes to those who have not.
    pub(super) fn of_all(&self) -> &[u8] {
        &self.bytes
    }

    /// What goes to one who has. His own lines are few, so one write with a copy is cheaper than
    /// a write for each piece between them.
    pub(super) fn of_others(&mut self, who: usize) -> &[u8] {
        self.selected.clear();
        for (from, part) in &self.parts {
            if *from != who {
                self.selected.extend_from_slice(&self.bytes[part.clone()]);
            }
        }
        &self.selected
    }

    /// Makes room for the next turn; the memory stays.
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.parts.clear();
    }
}
