//! Incarnations of a log: a server that starts again goes on with the same numbers under a new name.
//!
//! What it read back of its past may end earlier than what it once told, because the machine broke
//! down before everything was safe. So of each earlier incarnation it knows how far the two agree. It
//! knows no file: it is told what was read.

use crate::frame;
use crate::log::{Dialect, Frames, Log, Position};

/// Earlier incarnations that are known. Who was away for more starts than that begins anew, with a
/// snapshot.
pub(crate) const ANCESTORS: usize = 16;

impl Log {
    /// Whether a position is one in this log, under its present name or an earlier one.
    pub(super) fn knows(&self, place: &Position) -> bool {
        if place.epoch == self.epoch {
            return place.seq <= self.head;
        }
        let mut ancestors = self.ancestors.iter();
        ancestors.any(|ancestor| ancestor.epoch == place.epoch && place.seq <= ancestor.seq)
    }

    /// The earlier incarnations, oldest first, each with the last number that means the same here.
    pub fn ancestors(&self) -> &[Position] {
        &self.ancestors
    }

    /// Up to here this log is that of an earlier incarnation.
    pub fn descends_from(&mut self, epoch: String) {
        if self.ancestors.len() == ANCESTORS {
            self.ancestors.remove(0);
        }
        let seq = self.head;
        self.ancestors.push(Position { epoch, seq });
    }

    /// The incarnations before, as an earlier one knew them.
    pub fn inherit(&mut self, ancestors: Vec<Position>) {
        self.ancestors = ancestors;
    }

    /// Nothing that was told under another name can be relied upon.
    pub fn disown(&mut self) {
        self.ancestors.clear();
    }

    /// An empty log goes on behind this number.
    pub fn go_on_after(&mut self, head: u64) {
        debug_assert!(self.entries.is_empty(), "there is nothing to be renumbered");
        self.head = head;
    }

    /// What is still here, oldest first: when it happened, and its JSON text.
    pub fn entries(&self) -> impl Iterator<Item = (u64, Vec<u8>)> + '_ {
        let places = (self.oldest()..).zip(&self.entries);
        places.map(|(seq, entry)| {
            let mut text = self.run(seq - 1, seq, Dialect::Rich).bytes.concat();
            text.drain(..frame::header_len(text.len()));
            (entry.at, text)
        })
    }

    /// When the oldest event happened that is still here.
    pub fn oldest_at(&self) -> Option<u64> {
        self.entries.front().map(|entry| entry.at)
    }

    /// Forgets what happened before a time. Readers that have not come so far have fallen off.
    pub fn forget_before(&mut self, at: u64) {
        while self.oldest_at().is_some_and(|oldest| oldest < at) {
            self.forget_oldest();
        }
        self.texts.get_mut().clear();
    }

    /// Appends an event of which only the JSON text is known.
    pub fn push_json(&mut self, at: u64, json: &[u8]) {
        let mut rich = Vec::new();
        frame::append(frame::Opcode::Text, json, &mut rich);
        self.push(Frames {
            rich: &rich,
            at,
            ..Frames::default()
        });
    }
}
