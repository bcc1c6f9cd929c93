//! The room's log: a bounded list of numbered events, stored as finished frames.
//!
//! There is one log and there are many readers. A reader is only a number, its *cursor*: the last
//! event it has. A slow reader therefore costs nothing and delays nobody; one that is too slow falls
//! off the end and is told which numbers it missed. The log knows no transport and no demo, and a
//! connection only as a number: it holds bytes and answers "what came after N?".

mod lineage;
mod reader;
mod reading;
mod text;
mod track;

use std::cell::RefCell;
use std::collections::VecDeque;

use crate::frame;
use crate::limits;
use crate::registry::ConnectionId;
pub use reader::{Dialect, Position, Resume, Run};
pub use reading::Reading;
use text::Texts;
pub use text::{Form, Text};
use track::Track;

/// How much a log remembers.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Events.
    pub events: usize,
    /// Bytes, of both dialects together.
    pub bytes: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            events: limits::LOG_EVENTS,
            bytes: limits::LOG_BYTES,
        }
    }
}

/// How much has ever been appended to a log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extent {
    /// Number of the newest event.
    pub head: u64,
    /// Bytes of all events, the forgotten ones too.
    pub bytes: u64,
}

/// The numbered frames of one room.
#[derive(Debug)]
pub struct Log {
    epoch: String,
    bounds: Bounds,
    head: u64,
    /// Earlier incarnations, and how far this one agrees with them.
    ancestors: Vec<Position>,
    entries: VecDeque<Entry>,
    rich: Track,
    plain: Track,
    /// Bytes of the JSON text of all events that are forgotten.
    forgotten: u64,
    texts: RefCell<Texts>,
}

/// Where one event's frames end in each track, and who must not hear the plain one.
#[derive(Debug, Clone, Copy)]
struct Entry {
    at: u64,
    rich_end: u64,
    plain_end: u64,
    /// Bytes of the JSON text of all events up to this one.
    json_end: u64,
    not_to: Option<ConnectionId>,
}

/// The frames of one event, finished for the socket.
#[derive(Debug, Clone, Copy, Default)]
pub struct Frames<'a> {
    /// For readers of our own protocol.
    pub rich: &'a [u8],
    /// For readers of the plain dialect; empty if they hear nothing of it.
    pub plain: &'a [u8],
    /// The connection that must not hear the plain frame, because it sent it.
    pub not_to: Option<ConnectionId>,
    /// When it happened, in milliseconds of the server's clock.
    pub at: u64,
}

impl Log {
    /// An empty log of a new epoch.
    pub fn new(epoch: u64, bounds: Bounds) -> Self {
        Self {
            epoch: format!("{epoch:016x}"),
            bounds,
            head: 0,
            ancestors: Vec::new(),
            entries: VecDeque::new(),
            rich: Track::default(),
            plain: Track::default(),
            forgotten: 0,
            texts: RefCell::default(),
        }
    }

    /// This incarnation's name, 16 hexadecimal digits.
    pub fn epoch(&self) -> &str {
        &self.epoch
    }

    /// Number of the newest event; 0 before the first.
    pub fn head(&self) -> u64 {
        self.head
    }

    /// How much has ever been appended.
    pub fn extent(&self) -> Extent {
        let bytes = self.rich.end() + self.plain.end();
        Extent {
            head: self.head,
            bytes,
        }
    }

    /// Whether so much came after `before` that some of it would soon be forgotten unread.
    pub fn is_filling_up(&self, before: Extent) -> bool {
        let now = self.extent();
        now.head - before.head >= self.bounds.events as u64 / 4
            || now.bytes - before.bytes >= self.bounds.bytes as u64 / 4
    }

    /// Number of the oldest event that is still here; one past the head if there is none.
    pub fn oldest(&self) -> u64 {
        self.head + 1 - self.entries.len() as u64
    }

    /// Appends an event and returns its number. What exceeds the bounds is forgotten, oldest first;
    /// the newest event always stays.
    pub fn push(&mut self, frames: Frames<'_>) -> u64 {
        let header = frame::header_len(frames.rich.len());
        let json = frames.rich.len().saturating_sub(header);
        let json_end = self.json_end(self.head) + json as u64;
        self.head += 1;
        self.texts.get_mut().clear();
        self.rich.append(frames.rich);
        self.plain.append(frames.plain);
        self.entries.push_back(Entry {
            at: frames.at,
            rich_end: self.rich.end(),
            plain_end: self.plain.end(),
            json_end,
            not_to: frames.not_to,
        });
        while self.entries.len() > 1 && self.is_over_bounds() {
            self.forget_oldest();
        }
        self.head
    }

    /// Decides, by comparing numbers and never by looking an event up, how a reader that names its
    /// last position goes on.
    pub fn resume(&self, last: Option<&Position>) -> Resume {
        match last {
            Some(last) if self.knows(last) => {
                if self.has_fallen_off(last.seq) {
                    Resume::Gap
                } else {
                    Resume::Continue
                }
            }
            _ => Resume::Snapshot,
        }
    }

    /// Whether a reader at this cursor misses events that are forgotten.
    pub fn has_fallen_off(&self, cursor: u64) -> bool {
        cursor + 1 < self.oldest()
    }

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

    fn json_end(&self, seq: u64) -> u64 {
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

    fn run(&self, after: u64, upto: u64, dialect: Dialect) -> Run<'_> {
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

    fn is_over_bounds(&self) -> bool {
        self.entries.len() > self.bounds.events
            || self.rich.len() + self.plain.len() > self.bounds.bytes
    }

    fn forget_oldest(&mut self) {
        if let Some(entry) = self.entries.pop_front() {
            self.rich.forget_before(entry.rich_end);
            self.plain.forget_before(entry.plain_end);
            self.forgotten = entry.json_end;
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

#[cfg(test)]
mod tests;
