//! What the page and the demo say to each other, beside the frames that every demo shares.

use std::sync::Arc;

use common::demo::PersonId;
use serde::{Deserialize, Serialize};

use crate::demo::plain::Pixels;
use crate::upstream::{State, Upstream};

/// What a browser may ask for.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// My head is here now, in units of the stage: 0 to 65535 from left to right and top to bottom.
    Move {
        /// From the left edge.
        x: u16,
        /// From the top edge.
        y: u16,
    },
    /// My head bounces.
    Bounce,
    /// A quote now, please.
    Now,
    /// I like a quote, or I do not any more.
    Heart {
        /// Number of the quote's event.
        quote: u64,
        /// Which of the two.
        on: bool,
    },
    /// A position of the plain dialect.
    #[serde(skip)]
    Pixels(Pixels),
}

/// What everybody is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A new quote. It is known by the number of this event. `from` is who asked for it if there is a
    /// `name`; else it greets the first who comes.
    Quote {
        /// The quote and where it comes from.
        #[serde(flatten)]
        line: Line,
        /// When the next one comes if nobody asks, in milliseconds of the server's clock.
        next_at: u64,
        /// From when on the room may ask for one.
        now_at: u64,
        /// What it all has cost and brought.
        #[serde(flatten)]
        ledger: Ledger,
    },
    /// Somebody gave a heart or took it back.
    Hearts {
        /// Number of the quote's event.
        quote: u64,
        /// How many hearts it has now.
        count: usize,
        /// Whether `from` is one of them.
        on: bool,
    },
    /// The quote service was asked.
    Upstream(Service),
    /// The head of `from` bounces.
    Bounce,
    /// The quotes before a time are forgotten, but the newest; and who liked what before it.
    Cleared {
        /// In milliseconds of the server's clock.
        before: u64,
    },
}

/// A quote as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The quote.
    pub text: Arc<str>,
    /// Where it comes from.
    pub source: Source,
    /// Name of who asked for it, at that time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Where a quote comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// From the service, shown in this room for the first time.
    Live,
    /// From the service, and shown in this room before.
    Cached,
    /// A stand-in of ours.
    Offline,
}

/// What pushing brings to this room. What it costs, the requests to the service, is counted for all
/// rooms together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// Quotes shown in this room.
    pub pushes: u64,
    /// How often a page was given one: the requests that as many pages would have made themselves.
    pub deliveries: u64,
}

/// How it stands with the quote service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// The state.
    pub state: State,
    /// Name of its host.
    pub host: Arc<str>,
    /// Requests made to it, by the whole server, also before it was started anew.
    pub fetches: u64,
    /// Different quotes it has given to this room.
    pub known: usize,
    /// What went wrong last, in a sentence.
    pub error: Option<Arc<str>>,
}

impl Service {
    /// As a room sees it that knows so many quotes.
    pub(crate) fn new(upstream: &Upstream, fetches: u64, known: usize) -> Self {
        Self {
            state: upstream.state,
            host: Arc::clone(&upstream.host),
            fetches,
            known,
            error: upstream.error.clone(),
        }
    }
}

/// A quote as a newcomer gets it: with what its event had beside it, and its hearts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// Number of its event.
    pub seq: u64,
    /// When it was shown, in milliseconds of the server's clock.
    pub at: u64,
    /// Who asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<PersonId>,
    /// The quote itself.
    #[serde(flatten)]
    pub line: Line,
    /// How many hearts it has.
    pub hearts: usize,
    /// Who gave them; in a big room only the first.
    pub by: Vec<PersonId>,
}

/// What a newcomer needs to catch up. Times are milliseconds, moments those of the server's clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Snapshot {
    /// Time from one quote to the next.
    pub every: u64,
    /// When the next quote comes if nobody asks; none while nobody is here.
    pub next_at: Option<u64>,
    /// From when on the room may ask for one.
    pub now_at: u64,
    /// How often the room may.
    pub now_every: u64,
    /// How often one person may.
    pub now_every_person: u64,
    /// The last quotes, oldest first; the last is the current one.
    pub quotes: Vec<Shown>,
    /// How it stands with the quote service.
    pub upstream: Service,
    /// What it all has cost and brought.
    #[serde(flatten)]
    pub ledger: Ledger,
}
