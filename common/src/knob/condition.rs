//! What can be made worse, and how much worse: the words in which the lecturer's page, the rooms and the
//! transports speak of it. It must never know who turns what, nor when something arrives.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Longest delay and widest jitter, in milliseconds.
pub const MOST_MS: u64 = 10_000;

/// A way of carrying frames to a client, which can be made worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carrier {
    /// A WebSocket.
    Websocket,
    /// Server-sent events.
    Sse,
    /// Polls that are held.
    LongPoll,
    /// Polls that are answered at once.
    Poll,
}

/// How much worse one of them is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Condition {
    /// What everything waits, one way, in milliseconds.
    pub delay: u64,
    /// It waits so much less or more, by chance, in milliseconds.
    pub jitter: u64,
    /// Whether new connections are refused.
    pub refused: bool,
}

/// What is in force: only what is worse than it need be.
pub type Conditions = BTreeMap<Carrier, Condition>;

impl Carrier {
    /// Its name, as shown beside a person.
    pub fn name(self) -> &'static str {
        match self {
            Self::Websocket => "websocket",
            Self::Sse => "sse",
            Self::LongPoll => "long_poll",
            Self::Poll => "poll",
        }
    }

    /// The one of this name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        [Self::Websocket, Self::Sse, Self::LongPoll, Self::Poll]
            .into_iter()
            .find(|carrier| carrier.name() == name)
    }
}

/// The name of a transport. Where nothing is carried to the client, it is HTTP alone, by which one only sends;
/// those who have not come yet are told so, too.
pub(crate) fn transport_name(carrier: Option<Carrier>) -> &'static str {
    carrier.map_or("http", Carrier::name)
}

/// How much longer than usual something takes there and back by this carrier, in milliseconds.
pub(crate) fn slack_ms(conditions: &Conditions, carrier: Option<Carrier>) -> u64 {
    let condition = carrier.and_then(|carrier| conditions.get(&carrier));
    condition.map_or(0, |condition| 2 * (condition.delay + condition.jitter))
}
