//! The figures of a run: every one a number with a name, so that tables, files and charts can ask for
//! any of them in the same way. A figure that is not known is not there.

use crate::{histogram::Percentiles, outcome::Outcome};

/// One figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Figure {
    Connections,
    Sent,
    Expected,
    Delivered,
    Settled,
    WrongReceivers,
    Missing,
    Surplus,
    Rate,
    FrameBytes,
    DeliveryNs,
    ServerBusy,
    LoadBusy,
    Disturbed,
    P50,
    P90,
    P99,
    P999,
    Max,
    LastP50,
    LastP90,
    LastP99,
    LastP999,
    LastMax,
    SentLateP99,
    Cut,
    ConnectionKib,
}

/// How many there are.
const COUNT: usize = Figure::ALL.len();
/// A generator that uses more of its core than this measures itself.
const GENERATOR_LIMIT: f64 = 0.9;
/// Above this share of the time, what other programs did on the two cores shows in the figures.
const DISTURBANCE_LIMIT: f64 = 0.05;
/// A generator whose own lateness is more than this share of the latency has a pace of its own …
const LATENESS_LIMIT: f64 = 0.25;
/// … unless it is less than this, in milliseconds, of which nobody can be sure.
const LATE_MS: f64 = 1.0;

impl Figure {
    /// Every figure with its name in files, in the order of the columns there.
    pub(crate) const ALL: [(Self, &'static str); 27] = [
        (Self::Connections, "connections"),
        (Self::Sent, "messages_sent"),
        (Self::Expected, "deliveries_expected"),
        (Self::Delivered, "deliveries"),
        (Self::Settled, "settled"),
        (Self::WrongReceivers, "wrong_receivers"),
        (Self::Missing, "missing"),
        (Self::Surplus, "surplus"),
        (Self::Rate, "deliveries_per_s"),
        (Self::FrameBytes, "frame_bytes"),
        (Self::DeliveryNs, "cpu_ns_per_delivery"),
        (Self::ServerBusy, "server_busy"),
        (Self::LoadBusy, "generator_busy"),
        (Self::Disturbed, "disturbed"),
        (Self::P50, "p50_ms"),
        (Self::P90, "p90_ms"),
        (Self::P99, "p99_ms"),
        (Self::P999, "p99.9_ms"),
        (Self::Max, "max_ms"),
        (Self::LastP50, "last_p50_ms"),
        (Self::LastP90, "last_p90_ms"),
        (Self::LastP99, "last_p99_ms"),
        (Self::LastP999, "last_p99.9_ms"),
        (Self::LastMax, "last_max_ms"),
        (Self::SentLateP99, "sent_late_p99_ms"),
        (Self::Cut, "connections_cut"),
        (Self::ConnectionKib, "kib_per_connection"),
    ];

    /// Whether it is a time that something took, from when it was due or sent.
    pub(crate) fn is_latency(self) -> bool {
        use Figure::{LastMax, LastP50, LastP90, LastP99, LastP999, Max, P50, P90, P99, P999};
        matches!(
            self,
            P50 | P90 | P99 | P999 | Max | LastP50 | LastP90 | LastP99 | LastP999 | LastMax
        )
    }
}

/// The figures of one run, or of all runs of a server under a workload together.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Figures {
    values: [Option<f64>; COUNT],
    /// What came beside deliveries, in words.
    pub(crate) others: String,
}

impl Figures {
    /// Those of one run.
    pub(crate) fn of(outcome: &Outcome) -> Self {
        let mut figures = Self::default();
        let counts = [
            (Figure::Connections, outcome.connections as u64),
            (Figure::Sent, outcome.sent),
            (Figure::Expected, outcome.expected),
            (Figure::Delivered, outcome.delivered),
            (Figure::Settled, u64::from(outcome.settled)),
            (Figure::WrongReceivers, outcome.faults.receivers),
            (Figure::Missing, outcome.faults.missing),
            (Figure::Surplus, outcome.faults.surplus),
            (Figure::Cut, outcome.cut),
        ];
        for (figure, count) in counts {
            figures.set(figure, Some(count as f64));
        }
        let measured = [
            (Figure::Rate, Some(outcome.rate)),
            (Figure::FrameBytes, Some(outcome.frame_bytes)),
            (Figure::DeliveryNs, outcome.delivery_ns),
            (Figure::ServerBusy, outcome.server_busy),
            (Figure::LoadBusy, outcome.load_busy),
            (Figure::Disturbed, outcome.disturbed),
            (Figure::SentLateP99, Some(outcome.sent_late_p99)),
            (Figure::ConnectionKib, outcome.connection_kib),
        ];
        for (figure, value) in measured {
            figures.set(figure, value);
        }
        figures.set_latency(outcome.latency.percentiles());
        figures.set_last(outcome.last.percentiles());
        let others = outcome.others.iter();
        let others = others.map(|(name, count)| format!("{count} {name}"));
        figures.others = others.collect::<Vec<_>>().join(" + ");
        figures
    }

    /// One of them.
    pub(crate) fn get(&self, figure: Figure) -> Option<f64> {
        self.values[figure as usize]
    }

    /// One of them that is a count, and not there if it is none.
    pub(crate) fn count(&self, figure: Figure) -> f64 {
        self.get(figure).unwrap_or_default()
    }

    /// Changes one of them.
    pub(crate) fn set(&mut self, figure: Figure, value: Option<f64>) {
        self.values[figure as usize] = value;
    }

    /// The distribution of the time that deliveries took.
    pub(crate) fn set_latency(&mut self, points: Option<Percentiles>) {
        use Figure::{Max, P50, P90, P99, P999};
        self.set_points([P50, P90, P99, P999, Max], points);
    }

    /// The distribution of the time that messages took to reach the last receiver.
    pub(crate) fn set_last(&mut self, points: Option<Percentiles>) {
        use Figure::{LastMax, LastP50, LastP90, LastP99, LastP999};
        self.set_points([LastP50, LastP90, LastP99, LastP999, LastMax], points);
    }

    fn set_points(&mut self, names: [Figure; 5], points: Option<Percentiles>) {
        let values =
            points.map(|points| [points.p50, points.p90, points.p99, points.p999, points.max]);
        for (place, figure) in names.into_iter().enumerate() {
            self.set(figure, values.map(|values| values[place]));
        }
    }

    /// Whether the generator was the limit, not the server.
    pub(crate) fn is_generator_bound(&self) -> bool {
        self.count(Figure::LoadBusy) > GENERATOR_LIMIT
    }

    /// Whether other programs had too much of the two cores.
    pub(crate) fn is_disturbed(&self) -> bool {
        self.count(Figure::Disturbed) > DISTURBANCE_LIMIT
    }

    /// Whether the generator sent so late that the latency is in good part its own.
    pub(crate) fn is_sent_late(&self) -> bool {
        let late = self.count(Figure::SentLateP99);
        late > LATE_MS && late > LATENESS_LIMIT * self.count(Figure::P99)
    }

    /// Whether something never came, and not for want of time.
    pub(crate) fn has_lost(&self) -> bool {
        self.count(Figure::Missing) > 0.0 && self.count(Figure::Settled) > 0.0
    }

    /// Whether something had not come yet when the time was over.
    pub(crate) fn is_late(&self) -> bool {
        self.count(Figure::Missing) > 0.0 && self.count(Figure::Settled) == 0.0
    }
}
