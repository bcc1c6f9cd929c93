//! A socket, where it stands in the log, and how far its end has come.

use std::net::IpAddr;

use crate::demo::PersonId;
use crate::rate::Bucket;
use crate::room::mail::Opened;
use crate::transport::{ConnectionKey, Heard, Outlet};

/// A socket and where it stands in the log.
pub(crate) struct Connection {
    pub(crate) key: ConnectionKey,
    pub(crate) outlet: Box<dyn Outlet>,
    pub(crate) heard: Heard,
    pub(crate) person: Option<PersonId>,
    pub(crate) role: Role,
    /// Where it comes from.
    pub(crate) address: IpAddr,
    /// What it has said of late that could not be read.
    pub(crate) nonsense: Bucket,
    /// Last event this connection has.
    pub(crate) cursor: u64,
    /// Version of the newest ephemeral values it has.
    pub(crate) seen_latest: u64,
    /// Whether its client itself says which version that is, because an answer may be lost.
    pub(crate) confirms_latest: bool,
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

/// In what role somebody connects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Role {
    /// A person with a session, who may come back as the same.
    Member,
    /// A person without a way to come back as the same, who leaves with the connection.
    Guest,
    /// Such a guest who speaks the lecture's plain dialect and reached this server as `origin`.
    Plain { origin: Box<str> },
    /// Nobody: reads the log, and is no person.
    Onlooker,
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
    pub(crate) fn new(opened: Opened, now: u64) -> Self {
        let Opened {
            key,
            outlet,
            heard,
            role,
            address,
        } = opened;
        Self {
            key,
            outlet,
            heard,
            person: None,
            role,
            address,
            nonsense: Bucket::default(),
            cursor: 0,
            seen_latest: 0,
            confirms_latest: false,
            opened: now,
            pinged: now,
            is_waiting: false,
            stuck_since: None,
            ending: Ending::No,
        }
    }

    /// Reads from memory what serving it will need; see [`Outlet::fetch`].
    pub(crate) fn fetch(&self) -> u64 {
        let stands = self.cursor ^ self.seen_latest ^ self.stuck_since.unwrap_or_default();
        let is_going_on = self.is_reader() && !self.is_waiting && self.ending == Ending::No;
        stands ^ u64::from(is_going_on) ^ self.outlet.fetch()
    }

    /// Whether its person leaves with it.
    pub(crate) fn is_guest(&self) -> bool {
        matches!(self.role, Role::Guest | Role::Plain { .. })
    }

    /// Whether its person speaks the lecture's plain dialect.
    pub(crate) fn is_plain(&self) -> bool {
        matches!(self.role, Role::Plain { .. })
    }

    /// Whether what is in the log is for it.
    pub(crate) fn is_reader(&self) -> bool {
        let is_in = self.person.is_some() || self.role == Role::Onlooker;
        is_in && !self.ending.is_closing()
    }

    /// Queues the close, once. The other side may answer until then.
    pub(crate) fn close(&mut self, code: u16, reason: &str, until: u64) {
        self.outlet.close(code, reason);
        if matches!(self.ending, Ending::No | Ending::Draining { .. }) {
            self.ending = Ending::Closing { until };
        }
    }
}
