//! The room's log: a bounded list of numbered events, stored as finished frames.
//!
//! There is one log and there are many readers. A reader is only a number, its *cursor*: the last
//! event it has. A slow reader therefore costs nothing and delays nobody; one that is too slow falls
//! off the end and is told which numbers it missed. The log knows no transport and no demo, and a
//! connection only as a number: it holds bytes and answers "what came after N?".

mod lineage;
mod reader;
mod reading;
mod runs;
mod text;
mod track;

use std::cell::RefCell;
use std::collections::VecDeque;

use crate::frame;
use crate::limits;
use crate::registry::ConnectionId;
#[cfg(test)]
pub(crate) use lineage::ANCESTORS;
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

#[cfg(test)]
mod tests;
