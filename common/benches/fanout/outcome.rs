//! What one run of the load generator found out: one line of JSON from its process to the harness.

use serde::{Deserialize, Serialize};

use crate::histogram::Buckets;

/// One run. Counts are of the measured time unless said.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Outcome {
    /// Connections that were open.
    pub(crate) connections: usize,
    /// Messages that were sent.
    pub(crate) sent: u64,
    /// Deliveries that must follow: each message to everybody else in its room.
    pub(crate) expected: u64,
    /// Those of them that came, up to the end of the drain.
    pub(crate) delivered: u64,
    /// Whether everything had come, or nothing came any more, before the drain's end: then what is
    /// missing is lost, else it is late.
    pub(crate) settled: bool,
    /// Each receiver's own account, from the first message on.
    pub(crate) faults: Faults,
    /// Deliveries a second.
    pub(crate) rate: f64,
    /// Size of a delivered frame on the wire, in bytes.
    pub(crate) frame_bytes: f64,
    /// The server's processor time per delivery, in nanoseconds.
    pub(crate) delivery_ns: Option<f64>,
    /// How much of its core the server used, 0 to 1.
    pub(crate) server_busy: Option<f64>,
    /// How much of its core the generator used, 0 to 1.
    pub(crate) load_busy: Option<f64>,
    /// How much of the time other programs kept either of them from its core, 0 to 1.
    pub(crate) disturbed: Option<f64>,
    /// Time to its arrival of every delivery: in an open loop from when its message was due, else from
    /// when that was sent.
    pub(crate) latency: Buckets,
    /// The same to the last receiver's having it, of every message that everybody got.
    pub(crate) last: Buckets,
    /// How much later than they were due messages were sent, 99 times of 100 at most, in milliseconds:
    /// the generator's own fault, or that of who kept it from its core.
    pub(crate) sent_late_p99: f64,
    /// What else came, from the first connection on: name of the kind and number of frames.
    pub(crate) others: Vec<(String, u64)>,
    /// Connections that the server ended.
    pub(crate) cut: u64,
    /// The server's memory per connection, in KiB.
    pub(crate) connection_kib: Option<f64>,
}

/// What was wrong at the receivers, each looked at by itself: one that lacks a message and another
/// that has one twice do not make up for each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Faults {
    /// Receivers who did not get exactly the messages of their room.
    pub(crate) receivers: u64,
    /// Deliveries that some of them lack.
    pub(crate) missing: u64,
    /// Deliveries that some of them have too many.
    pub(crate) surplus: u64,
}
