//! The workloads, as one table. It knows numbers of people, rooms and messages, nothing of how they
//! are sent.

use std::time::Duration;

/// Bytes of text in every message.
pub(crate) const TEXT_BYTES: usize = 100;

/// Time that is measured …
const MEASURE: Duration = Duration::from_secs(3);
/// … and where messages are few.
const MEASURE_FEW: Duration = Duration::from_secs(10);
/// Most people, and usual time, where everything only has to work.
const SMALL_PEOPLE: usize = 500;
const SMALL_TIME: Duration = Duration::from_millis(250);
/// Deliveries a second in every row of the two families that show growth.
const GROWTH_RATE: f64 = 50_000.0;
/// Of each such room, where it is the rooms that become more.
const ROOM_PEOPLE: usize = 100;

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
    /// One message sets the server going, which then writes as fast as sockets take it: how much
    /// can the load generator read?
    Blast,
    /// Nobody says anything: what does a connection weigh?
    Idle,
}

/// The one figure of a workload that is compared first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Headline {
    /// Deliveries a second.
    Throughput,
    /// The server's processor time for each delivery.
    Processor,
    /// Time until the last receiver has a message.
    Last,
    /// Memory for each connection.
    Memory,
}

/// So many connections in so many rooms, so many of which speak, at this pace.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Workload {
    /// Its name on the command line and in the table.
    pub(crate) name: &'static str,
    /// What it is, for the table.
    pub(crate) about: &'static str,
    /// Everybody in all rooms, those who speak included.
    pub(crate) connections: usize,
    /// Rooms, all of the same size: person `i` is in room `i % rooms`.
    pub(crate) rooms: usize,
    /// How many people speak. They are the first ones, so they are spread over the rooms evenly.
    pub(crate) senders: usize,
    /// When they speak.
    pub(crate) pace: Pace,
    /// For how long it is measured.
    pub(crate) time: Duration,
    /// What is compared first.
    pub(crate) headline: Headline,
}

/// What all of them are called.
pub(crate) fn names() -> Vec<&'static str> {
    ALL.iter().map(|workload| workload.name).collect()
}

/// All of them, in the order they run.
pub(crate) const ALL: &[Workload] = &[
    closed("W1/1", "100 receivers, window 1", 101, 1),
    closed("W1/16", "100 receivers, window 16", 101, 16),
    closed("W1/64", "100 receivers, window 64", 101, 64),
    closed("W2", "1,000 receivers, window 64", 1001, 64),
    open("W3", "1,000 receivers, 10 senders at 5/s", 1010, 10, 5.0),
    open("W4", "a class: 200 people, each at 5/s", 200, 200, 5.0),
    Workload {
        headline: Headline::Throughput,
        ..open("W4x", "200 people, each at 25/s", 200, 200, 25.0)
    },
    Workload {
        senders: 0,
        pace: Pace::Idle,
        headline: Headline::Memory,
        ..open("W5", "10,000 idle connections", 10_000, 0, 0.0)
    },
    Workload {
        time: MEASURE_FEW,
        headline: Headline::Last,
        ..open("W6", "5,000 receivers, 1 sender at 2/s", 5001, 1, 2.0)
    },
    receivers("N/100", "100 receivers", 100),
    receivers("N/1000", "1,000 receivers", 1000),
    receivers("N/10000", "10,000 receivers", 10_000),
    rooms("R/1", "1 room of 100 people", 1),
    rooms("R/8", "8 rooms of 100 people", 8),
    rooms("R/64", "64 rooms of 100 people", 64),
];

/// How much the load generator can read, with as many connections as the workloads have that could
/// bring it to its limit.
pub(crate) const CEILINGS: &[Workload] = &[
    ceiling("B1", "the generator's ceiling at W1", 101),
    ceiling("B2", "the generator's ceiling at W2", 1001),
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
        rooms: 1,
        senders: 1,
        pace: Pace::Closed { window },
        time: MEASURE,
        headline: Headline::Throughput,
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
        pace: Pace::Open { per_sender },
        senders,
        headline: Headline::Processor,
        ..closed(name, about, connections, 0)
    }
}

/// The same deliveries a second, to ever more people in one room.
const fn receivers(name: &'static str, about: &'static str, count: usize) -> Workload {
    Workload {
        time: if count > 1000 { MEASURE_FEW } else { MEASURE },
        ..open(name, about, count + 1, 1, GROWTH_RATE / count as f64)
    }
}

/// The same deliveries a second, in ever more rooms of the same size.
const fn rooms(name: &'static str, about: &'static str, count: usize) -> Workload {
    let per_message = ROOM_PEOPLE - 1;
    let per_sender = GROWTH_RATE / (per_message * count) as f64;
    Workload {
        rooms: count,
        ..open(name, about, ROOM_PEOPLE * count, count, per_sender)
    }
}

const fn ceiling(name: &'static str, about: &'static str, connections: usize) -> Workload {
    Workload {
        pace: Pace::Blast,
        ..closed(name, about, connections, 0)
    }
}

impl Workload {
    /// The workload or ceiling of exactly this name.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        let all = ALL.iter().chain(CEILINGS);
        all.into_iter().find(|workload| workload.name == name)
    }

    /// The same with few people and little time, to see that it works.
    pub(crate) fn small(&self) -> Self {
        let people = self.connections.min(SMALL_PEOPLE) / self.rooms;
        let few_messages = match self.pace {
            Pace::Open { per_sender } => 2.0 / (per_sender * self.senders as f64),
            Pace::Closed { .. } | Pace::Blast | Pace::Idle => 0.0,
        };
        Self {
            connections: people * self.rooms,
            time: SMALL_TIME.max(Duration::from_secs_f64(few_messages)),
            ..*self
        }
    }

    /// Whether a person who asks for `name` means this one: `W1` means all three windows of it.
    pub(crate) fn is_meant_by(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name) || self.family().eq_ignore_ascii_case(name)
    }

    /// What its name begins with; rows of a family differ in one number.
    pub(crate) fn family(&self) -> &'static str {
        self.name.split('/').next().unwrap_or(self.name)
    }

    /// Whether many figures of it are worth a look, and not one or two.
    pub(crate) fn shows_traffic(&self) -> bool {
        let is_for_one_figure = matches!(self.headline, Headline::Last | Headline::Memory);
        !is_for_one_figure && !self.shows_growth()
    }

    /// Whether it is one of a family that shows what becomes of a cost when something grows.
    pub(crate) fn shows_growth(&self) -> bool {
        matches!(self.family(), "N" | "R")
    }

    /// The workload that tells how much the generator could read here, where that matters.
    pub(crate) fn ceiling(&self) -> Option<&'static Self> {
        let is_of_this_size = |ceiling: &&Self| ceiling.connections == self.connections;
        match self.pace {
            Pace::Closed { .. } => CEILINGS.iter().find(is_of_this_size),
            Pace::Open { .. } | Pace::Blast | Pace::Idle => None,
        }
    }

    /// When message `number` is to go out, counted from the first one; nothing where that is not said by
    /// the clock.
    pub(crate) fn due(&self, number: u32) -> Option<Duration> {
        let Pace::Open { per_sender } = self.pace else {
            return None;
        };
        let per_second = per_sender * self.senders as f64;
        Some(Duration::from_secs_f64(f64::from(number) / per_second))
    }

    /// How many others get what one person says.
    pub(crate) fn receivers(&self) -> usize {
        (self.connections / self.rooms).saturating_sub(1)
    }

    /// The room that a person is in.
    pub(crate) fn room_of(&self, member: usize) -> usize {
        member % self.rooms
    }

    /// The path of that room: where there is but one, the one that needs no name.
    pub(crate) fn path_of(&self, member: usize) -> String {
        match self.rooms {
            1 => "/ws".to_owned(),
            _ => format!("/rooms/load-{}/ws", self.room_of(member)),
        }
    }
}
