//! Counting. Every frame that arrives passes here once; nothing in it waits, allocates or asks
//! the clock.

use std::time::{Duration, Instant};

use hdrhistogram::Histogram;

use super::{dialect::Kind, flights::Flights, ledger::Ledger, stamp::Stamp};
use crate::{
    histogram::Buckets,
    outcome::Faults,
    workload::{Pace, Workload},
};

/// Times are kept from a microsecond to a minute, to three digits.
const LONGEST_US: u64 = 60_000_000;
const DIGITS: u8 = 3;
const NS_PER_US: u64 = 1_000;
const US_PER_MS: f64 = 1_000.0;

/// What has come so far.
#[derive(Debug)]
pub(crate) struct Tally {
    started: Instant,
    /// Deliveries that must come, from the first message on, measured or not.
    pub(crate) due: u64,
    /// Deliveries, from the first message on, measured or not.
    pub(crate) deliveries: u64,
    /// Bytes of those on the wire.
    pub(crate) delivery_bytes: u64,
    /// Deliveries of messages from number `first` on.
    pub(crate) measured: u64,
    /// From this message on they count; set when the warm-up ends.
    pub(crate) first: u32,
    /// Lines that came back to their sender.
    pub(crate) own: u64,
    /// Connections that the server ended.
    pub(crate) cut: u64,
    kinds: [u64; Kind::ALL.len()],
    latency_us: Histogram<u64>,
    last_us: Histogram<u64>,
    lateness_us: Histogram<u64>,
    flights: Flights,
    ledger: Ledger,
    receivers: u32,
    /// Messages that may be on their way at a time; nothing in an open loop.
    window: Option<u32>,
}

impl Tally {
    /// Nothing yet.
    pub(crate) fn new(workload: &Workload) -> Self {
        let histogram = || Histogram::new_with_bounds(1, LONGEST_US, DIGITS).expect("sound bounds");
        Self {
            started: Instant::now(),
            due: 0,
            deliveries: 0,
            delivery_bytes: 0,
            measured: 0,
            first: u32::MAX,
            own: 0,
            cut: 0,
            kinds: [0; Kind::ALL.len()],
            latency_us: histogram(),
            last_us: histogram(),
            lateness_us: histogram(),
            flights: Flights::new(),
            ledger: Ledger::new(workload),
            receivers: u32::try_from(workload.receivers()).expect("fewer people than that"),
            window: match workload.pace {
                Pace::Closed { window } => Some(window),
                Pace::Open { .. } | Pace::Blast | Pace::Idle => None,
            },
        }
    }

    /// The generator's clock, in nanoseconds.
    pub(crate) fn now_ns(&self) -> u64 {
        self.ns_at(Instant::now())
    }

    /// What it shows at a moment. 64 bits last for centuries.
    pub(crate) fn ns_at(&self, moment: Instant) -> u64 {
        let since = moment.saturating_duration_since(self.started);
        u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
    }

    /// Somebody's line, of `bytes` on the wire, reached `member` at `now_ns`.
    pub(crate) fn line(&mut self, member: usize, text: &[u8], bytes: usize, now_ns: u64) {
        let Some(stamp) = Stamp::read(text) else {
            return self.other(Kind::Other);
        };
        if stamp.sender as usize == member {
            self.own += 1;
            return;
        }
        self.deliveries += 1;
        self.delivery_bytes += bytes as u64;
        self.ledger.got(member, stamp.number);
        let is_last = self.flights.arrived(stamp.number);
        if stamp.number >= self.first {
            self.measured += 1;
            let us = now_ns.saturating_sub(stamp.due_ns) / NS_PER_US;
            self.latency_us.saturating_record(us);
            if is_last {
                self.last_us.saturating_record(us);
            }
        }
    }

    /// Some other frame came.
    pub(crate) fn other(&mut self, kind: Kind) {
        self.kinds[kind as usize] += 1;
    }

    /// Whether message `number` may go out without more than a window on their way.
    pub(crate) fn has_room_for(&self, number: u32) -> bool {
        let earlier = self.window.and_then(|window| number.checked_sub(window));
        earlier.is_none_or(|earlier| self.flights.is_over(earlier))
    }

    /// Message `number` goes out from `sender`, this much later than it was due.
    pub(crate) fn sent(&mut self, sender: usize, number: u32, late: Duration) {
        self.due += u64::from(self.receivers);
        self.flights.sent(number, self.receivers);
        self.ledger.said(sender, number);
        if number >= self.first {
            let late = u64::try_from(late.as_micros()).unwrap_or(LONGEST_US);
            self.lateness_us.saturating_record(late);
        }
    }

    /// How many frames of a kind came.
    pub(crate) fn count(&self, kind: Kind) -> u64 {
        self.kinds[kind as usize]
    }

    /// How much has come at all, pings excepted: they come for ever.
    pub(crate) fn news(&self) -> u64 {
        let frames: u64 = self.kinds.iter().sum();
        self.deliveries + self.own + frames - self.count(Kind::Ping)
    }

    /// All that came beside deliveries, with names.
    pub(crate) fn others(&self) -> Vec<(String, u64)> {
        let own = [("own line".to_owned(), self.own)];
        let kinds = Kind::ALL
            .iter()
            .map(|&(kind, name)| (name.to_owned(), self.count(kind)));
        own.into_iter()
            .chain(kinds)
            .filter(|(_, count)| *count > 0)
            .collect()
    }

    /// How long deliveries took.
    pub(crate) fn latency(&self) -> Buckets {
        Buckets::of(&self.latency_us)
    }

    /// How long messages took until the last receiver had them.
    pub(crate) fn last(&self) -> Buckets {
        Buckets::of(&self.last_us)
    }

    /// What is wrong at the receivers, when nothing is on its way any more.
    pub(crate) fn faults(&self) -> Faults {
        self.ledger.faults()
    }

    /// How late the generator itself was, in milliseconds, 99 times of 100 at most.
    pub(crate) fn lateness_p99_ms(&self) -> f64 {
        self.lateness_us.value_at_quantile(0.99) as f64 / US_PER_MS
    }
}
