//! The workloads, as one table. It knows numbers of people and messages, nothing of how they are
//! sent.

/// Bytes of text in every message.
pub(crate) const TEXT_BYTES: usize = 100;

/// How messages are paced.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Pace {
    /// The next message goes out when fewer than this many are not yet with everybody: how much
    /// can the server carry?
    Closed {
        /// Messages on their way at the same time.
        window: u32,
    },
    /// Messages go out by the clock, whatever comes back: what does a known load cost? All
    /// senders together are evenly spaced, the least chance for a server to batch.
    Open {
        /// Messages a second from each sender.
        per_sender: f64,
    },
    /// Nobody says anything: what does a connection weigh?
    Idle,
}

/// So many connections, so many of which speak, at this pace.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Workload {
    /// Its name on the command line and in the table.
    pub(crate) name: &'static str,
    /// What it is, for the table.
    pub(crate) about: &'static str,
    /// Everybody, those who speak included.
    pub(crate) connections: usize,
    /// How many of them speak.
    pub(crate) senders: usize,
    /// When they speak.
    pub(crate) pace: Pace,
}

/// All of them, in the order they run.
pub(crate) const ALL: &[Workload] = &[
    closed("W1/1", "100 receivers, window 1", 101, 1),
    closed("W1/16", "100 receivers, window 16", 101, 16),
    closed("W1/64", "100 receivers, window 64", 101, 64),
    closed("W2", "1,000 receivers, window 64", 1001, 64),
    open("W3", "1,000 receivers, 10 senders at 5/s", 1010, 10, 5.0),
    open("W4", "a class: 200 people, each at 5/s", 200, 200, 5.0),
    open("W4x", "200 people, each at 25/s", 200, 200, 25.0),
    Workload {
        name: "W5",
        about: "10,000 idle connections",
        connections: 10_000,
        senders: 0,
        pace: Pace::Idle,
    },
];

const fn closed(
    name: &'static str,
    about: &'static str,
    connections: usize,
    window: u32,
) -> Workload {
    Workload {
        name,
        about,
        connections,
        senders: 1,
        pace: Pace::Closed { window },
    }
}

const fn open(
    name: &'static str,
    about: &'static str,
    connections: usize,
    senders: usize,
    per_sender: f64,
) -> Workload {
    Workload {
        name,
        about,
        connections,
        senders,
        pace: Pace::Open { per_sender },
    }
}

impl Workload {
    /// The workload of exactly this name.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        ALL.iter().find(|workload| workload.name == name)
    }

    /// Whether a person who asks for `name` means this one: `W1` means all three windows of it.
    pub(crate) fn is_meant_by(&self, name: &str) -> bool {
        let family = self.name.split('/').next().unwrap_or(self.name);
        self.name.eq_ignore_ascii_case(name) || family.eq_ignore_ascii_case(name)
    }

    /// How many others get what one person says.
    pub(crate) fn receivers(&self) -> usize {
        self.connections.saturating_sub(1)
    }
}
