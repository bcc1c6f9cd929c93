//! A reader of the log: how it names its place, and what it gets.

use serde::{Deserialize, Serialize};

use crate::registry::ConnectionId;

/// A place in one incarnation of a room's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Which incarnation: new at every start of the server, so numbers are never mixed up.
    pub epoch: String,
    /// Number of the last event the reader has; 0 before the first.
    pub seq: u64,
}

/// Where a reader that comes back may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resume {
    /// Everything after its position is still here.
    Continue,
    /// Some events are lost to it; the rest is here.
    Gap,
    /// The position means nothing in this log: start from a snapshot.
    Snapshot,
}

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
    /// Bytes of the JSON text of its events.
    pub useful: u64,
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
