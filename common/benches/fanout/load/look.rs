//! What everything stands at, at one moment, and what lies between two of them.

use std::time::{Duration, Instant};

use super::tally::Tally;
use crate::{
    machine::{self, ProcessorTime},
    outcome::Outcome,
};

/// One moment.
#[derive(Debug)]
pub(super) struct Look {
    at: Instant,
    deliveries: u64,
    server: Option<ProcessorTime>,
    load: Option<ProcessorTime>,
}

impl Look {
    /// This moment. `server` is the server's process.
    pub(super) fn now(server: u32, tally: &Tally) -> Self {
        Self {
            at: Instant::now(),
            deliveries: tally.deliveries,
            server: machine::processor_time(server),
            load: machine::processor_time(std::process::id()),
        }
    }

    /// Rates and processor time from this moment to a later one; all else is left empty.
    pub(super) fn until(&self, later: &Self) -> Outcome {
        let time = later.at.duration_since(self.at);
        let deliveries = (later.deliveries - self.deliveries) as f64;
        let server = Spent::between(self.server, later.server);
        let load = Spent::between(self.load, later.load);
        let waits = server.zip(load);
        Outcome {
            rate: deliveries / time.as_secs_f64(),
            delivery_ns: server.map(|server| server.used / deliveries.max(1.0)),
            server_busy: server.map(|server| share(server.used, time)),
            load_busy: load.map(|load| share(load.used, time)),
            disturbed: waits.map(|(one, other)| share(one.waited.max(other.waited), time)),
            ..Outcome::default()
        }
    }
}

fn share(ns: f64, of: Duration) -> f64 {
    ns / (of.as_secs_f64() * 1e9)
}

/// What a process spent between two looks, in nanoseconds.
#[derive(Clone, Copy)]
struct Spent {
    used: f64,
    waited: f64,
}

impl Spent {
    fn between(before: Option<ProcessorTime>, after: Option<ProcessorTime>) -> Option<Self> {
        let (before, after) = before.zip(after)?;
        Some(Self {
            used: after.used.saturating_sub(before.used) as f64,
            waited: after.waited.saturating_sub(before.waited) as f64,
        })
    }
}
