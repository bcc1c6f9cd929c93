//! A socket, where it stands in the log, and how far its end has come.

use crate::demo::PersonId;
use crate::transport::{Heard, Outlet};

/// A socket and where it stands in the log.
pub(crate) struct Connection {
    pub(crate) outlet: Box<dyn Outlet>,
    pub(crate) heard: Heard,
    pub(crate) person: Option<PersonId>,
    /// How a guest of the plain dialect reached this server; `None` for our own pages.
    pub(crate) plain_origin: Option<Box<str>>,
    /// Last event this connection has.
    pub(crate) cursor: u64,
    /// Version of the newest ephemeral values it has.
    pub(crate) seen_latest: u64,
    /// When it was opened.
    pub(crate) opened: u64,
    /// When it was last pinged.
    pub(crate) pinged: u64,
    /// Whether its socket is full and nothing is tried until it can be written to.
    pub(crate) is_waiting: bool,
    /// Since when its socket has taken nothing; `None` while it takes what it gets.
    pub(crate) stuck_since: Option<u64>,
    pub(crate) ending: Ending,
}

/// How far the end of a connection has come. Times in milliseconds of the server's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It goes on.
    No,
    /// It is told what is left of the log, until then; a close follows.
    Draining { until: u64 },
    /// It was told to close and may answer until then.
    Closing { until: u64 },
    /// The other side has gone; what is owed to it may still leave, until then.
    Ended { until: u64 },
}

impl Ending {
    /// Whether the last frame is queued or the other side has gone: nothing more is said or heard.
    pub(crate) fn is_closing(self) -> bool {
        matches!(self, Self::Closing { .. } | Self::Ended { .. })
    }
}

impl Connection {
    /// A connection that has just been opened and has not said who it is.
    pub(crate) fn new(
        outlet: Box<dyn Outlet>,
        heard: Heard,
        plain_origin: Option<Box<str>>,
        now: u64,
    ) -> Self {
        Self {
            outlet,
            heard,
            person: None,
            plain_origin,
            cursor: 0,
            seen_latest: 0,
            opened: now,
            pinged: now,
            is_waiting: false,
            stuck_since: None,
            ending: Ending::No,
        }
    }

    /// Whether its person speaks the plain dialect. That has no way to come back as the same person,
    /// so a guest leaves with the connection.
    pub(crate) fn is_guest(&self) -> bool {
        self.plain_origin.is_some()
    }

    /// Queues the close, once. The other side may answer until then.
    pub(crate) fn close(&mut self, code: u16, reason: &str, until: u64) {
        self.outlet.close(code, reason);
        if matches!(self.ending, Ending::No | Ending::Draining { .. }) {
            self.ending = Ending::Closing { until };
        }
    }
}
