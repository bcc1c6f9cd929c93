//! What one run of the load generator found out: one line of JSON from its process to the harness.

use serde::{Deserialize, Serialize};

/// One run. Counts are of the measured time unless said.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Outcome {
    /// Connections that were open.
    pub(crate) connections: usize,
    /// Messages that were sent.
    pub(crate) sent: u64,
    /// Deliveries that must follow: each message to everybody but its sender.
    pub(crate) expected: u64,
    /// Those of them that came, up to the end of the drain.
    pub(crate) delivered: u64,
    /// Whether everything had come, or nothing came any more, before the drain's end: then what is
    /// missing is lost, else it is late.
    pub(crate) settled: bool,
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
    /// Time from sending to arrival in milliseconds.
    pub(crate) latency: Percentiles,
    /// How late messages were sent, by the generator's own clock, in milliseconds: its own fault.
    pub(crate) sent_late_p99: f64,
    /// What else came, from the first connection on: name of the kind and number of frames.
    pub(crate) others: Vec<(String, u64)>,
    /// Connections that the server ended.
    pub(crate) cut: u64,
    /// The server's memory per connection, in KiB.
    pub(crate) connection_kib: Option<f64>,
}

/// Points of a distribution, in milliseconds.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) struct Percentiles {
    /// Half lies below.
    pub(crate) p50: f64,
    /// 99 of 100 lie below.
    pub(crate) p99: f64,
    /// The worst.
    pub(crate) max: f64,
}

/// A generator that uses more of its core than this measures itself.
const GENERATOR_LIMIT: f64 = 0.9;

/// Above this share of the time, what other programs did on the two cores shows in the figures.
const DISTURBANCE_LIMIT: f64 = 0.05;

impl Outcome {
    /// Whether the generator was the limit, not the server.
    pub(crate) fn is_generator_bound(&self) -> bool {
        self.load_busy.is_some_and(|busy| busy > GENERATOR_LIMIT)
    }

    /// Whether other programs had too much of the two cores.
    pub(crate) fn is_disturbed(&self) -> bool {
        self.disturbed
            .is_some_and(|share| share > DISTURBANCE_LIMIT)
    }

    /// Deliveries that never came, or came too late to be counted.
    pub(crate) fn missing(&self) -> u64 {
        self.expected.saturating_sub(self.delivered)
    }
}
