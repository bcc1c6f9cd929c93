//! What a reader gets of the log: the bytes behind a cursor, where they lie.
//!
//! Everything is found by subtracting numbers. It changes nothing, and forgets nothing.

use crate::log::{Dialect, Entry, Form, Log, Run, Text, Track, text};
use crate::registry::ConnectionId;

impl Log {
    /// What came after this cursor: the longest run of bytes that this reader should get in one
    /// piece. `None` when there is nothing.
    ///
    /// The cursor must not have fallen off.
    pub fn after(&self, cursor: u64, dialect: Dialect) -> Option<Run<'_>> {
        debug_assert!(
            !self.has_fallen_off(cursor),
            "the room bridges gaps before it reads"
        );
        match dialect {
            Dialect::Rich if cursor < self.head => Some(self.run(cursor, self.head, dialect)),
            Dialect::Rich => None,
            Dialect::Plain(reader) => self.plain_after(cursor, reader),
        }
    }

    /// What came after this cursor, written down for a reader over HTTP: as much as makes a piece.
    /// `None` when there is nothing.
    ///
    /// The cursor must not have fallen off.
    pub fn text_after(&self, cursor: u64, form: Form) -> Option<Text> {
        let write = || {
            let frames = (cursor..self.head).map(|seq| self.run(seq, seq + 1, Dialect::Rich).bytes);
            text::write(&self.epoch, cursor, form, frames)
        };
        (cursor < self.head).then(|| self.texts.borrow_mut().shared(cursor, form, write))
    }

    /// How far a reader got that took only `written` bytes of a run: the last event of which it
    /// has at least one byte, and the bytes of that event it still lacks.
    pub fn torn(&self, run: &Run<'_>, dialect: Dialect, written: usize) -> (u64, [&[u8]; 2]) {
        let reached = run.begin + written as u64;
        let first = self.index_after(run.after);
        let later = self.entries.range(first..);
        let whole = later
            .take_while(|entry| entry.end(dialect) < reached)
            .count();
        let rest = self
            .track(dialect)
            .slices(reached, self.entries[first + whole].end(dialect));
        (run.after + 1 + whole as u64, rest)
    }

    /// Bytes of the JSON text of the events after one up to another: what a reader of our own
    /// protocol comes for.
    pub fn useful(&self, after: u64, upto: u64) -> u64 {
        self.json_end(upto) - self.json_end(after)
    }

    pub(super) fn json_end(&self, seq: u64) -> u64 {
        match (seq + 1).checked_sub(self.oldest()) {
            None | Some(0) => self.forgotten,
            Some(count) => self.entries[count as usize - 1].json_end,
        }
    }

    /// A plain reader's run ends where a message of its own begins, and starts behind it.
    fn plain_after(&self, cursor: u64, reader: ConnectionId) -> Option<Run<'_>> {
        let is_mine = |entry: &&Entry| entry.not_to == Some(reader);
        let first = self.index_after(cursor);
        let mine = self.entries.range(first..).take_while(is_mine).count();
        let others = self.entries.range(first + mine..);
        let others = others.take_while(|entry| !is_mine(entry)).count();
        let after = cursor + mine as u64;
        (mine + others > 0).then(|| self.run(after, after + others as u64, Dialect::Plain(reader)))
    }

    pub(super) fn run(&self, after: u64, upto: u64, dialect: Dialect) -> Run<'_> {
        let begin = self.end_at(after, dialect);
        let bytes = self
            .track(dialect)
            .slices(begin, self.end_at(upto, dialect));
        Run {
            bytes,
            after,
            upto,
            useful: self.useful(after, upto),
            begin,
        }
    }

    /// Offset in the track at which the event `seq` ends, and the next one begins.
    fn end_at(&self, seq: u64, dialect: Dialect) -> u64 {
        match (seq + 1).checked_sub(self.oldest()) {
            None | Some(0) => self.track(dialect).start(),
            Some(count) => self.entries[count as usize - 1].end(dialect),
        }
    }

    fn index_after(&self, cursor: u64) -> usize {
        (cursor + 1 - self.oldest()) as usize
    }

    fn track(&self, dialect: Dialect) -> &Track {
        match dialect {
            Dialect::Rich => &self.rich,
            Dialect::Plain(_) => &self.plain,
        }
    }
}

impl Entry {
    fn end(&self, dialect: Dialect) -> u64 {
        match dialect {
            Dialect::Rich => self.rich_end,
            Dialect::Plain(_) => self.plain_end,
        }
    }
}
