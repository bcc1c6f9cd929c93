//! Who is here, and over which connection.
//!
//! A *member* is a person with a session; a *connection* is a socket. They are apart because a
//! person outlives a connection: a reload or a lost Wi-Fi ends the one and not the other. The
//! registry keeps both and the bond between them. It applies no rule of any demo and sends nothing.

use std::collections::{HashMap, HashSet};

use crate::demo::{PersonId, Rate, Who};
use crate::ids::IdMap;
use crate::ledger::Ledger;
use crate::protocol::Person;
use crate::rate::Bucket;
use crate::text;
use crate::transport::Heard;
use crate::transport::Outlet;

/// Number of hues people are told apart by; from the thirteenth on they repeat.
const HUES: u32 = 12;

/// Number of a connection, unique in the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(pub u64);

/// A socket and where it stands in the log.
pub(crate) struct Connection {
    pub(crate) outlet: Box<dyn Outlet>,
    pub(crate) heard: Heard,
    pub(crate) person: Option<PersonId>,
    /// Whether its person cannot come back, and leaves with it.
    pub(crate) is_guest: bool,
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

/// A person and what the room remembers of them.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) id: PersonId,
    pub(crate) name: String,
    skeleton: String,
    session: String,
    pub(crate) connection: Option<ConnectionId>,
    pub(crate) transport: &'static str,
    /// Whether the others see them: they stay for a grace time after their connection broke.
    pub(crate) here: bool,
    /// When their connection broke.
    pub(crate) gone_since: Option<u64>,
    pub(crate) ledger: Ledger,
    /// One bucket for each kind of command of the demo, then those of the room.
    buckets: [Bucket; Rate::KINDS + Self::KINDS_OF_THE_ROOM],
}

/// The people and the connections of one room.
#[derive(Default)]
pub(crate) struct Registry {
    pub(crate) connections: IdMap<ConnectionId, Connection>,
    members: IdMap<PersonId, Member>,
    sessions: HashMap<String, PersonId>,
    /// Names in use, by what they look like.
    skeletons: HashSet<String>,
    joined: u32,
}

impl Registry {
    /// A new member. The name is made distinct from all others; without one it is made up.
    pub(crate) fn admit(&mut self, name: Option<String>, session: u128) -> PersonId {
        self.joined += 1;
        let id = PersonId(self.joined);
        let wish = name.unwrap_or_else(|| format!("Guest {}", id.0));
        let name = text::distinct(&wish, id.0, |skeleton| self.skeletons.contains(skeleton));
        let skeleton = text::skeleton(&name);
        let session = format!("{session:032x}");
        self.skeletons.insert(skeleton.clone());
        self.sessions.insert(session.clone(), id);
        let member = Member {
            id,
            name,
            skeleton,
            session,
            connection: None,
            transport: "",
            here: false,
            gone_since: None,
            ledger: Ledger::default(),
            buckets: Default::default(),
        };
        self.members.insert(id, member);
        id
    }

    /// Forgets a member for good.
    pub(crate) fn forget(&mut self, person: PersonId) {
        if let Some(member) = self.members.remove(&person) {
            self.sessions.remove(&member.session);
            self.skeletons.remove(&member.skeleton);
        }
    }

    /// Gives a member another name, made distinct. Says whether that changed anything.
    pub(crate) fn rename(&mut self, person: PersonId, name: &str) -> bool {
        let Some(member) = self.members.get_mut(&person) else {
            return false;
        };
        self.skeletons.remove(&member.skeleton);
        let is_taken = |skeleton: &str| self.skeletons.contains(skeleton);
        let name = text::distinct(name, person.0, is_taken);
        let changed = name != member.name;
        member.skeleton = text::skeleton(&name);
        member.name = name;
        self.skeletons.insert(member.skeleton.clone());
        changed
    }

    /// The member whose secret this is.
    pub(crate) fn person_of(&self, session: &str) -> Option<PersonId> {
        self.sessions.get(session).copied()
    }

    pub(crate) fn member(&self, person: PersonId) -> Option<&Member> {
        self.members.get(&person)
    }

    pub(crate) fn member_mut(&mut self, person: PersonId) -> Option<&mut Member> {
        self.members.get_mut(&person)
    }

    pub(crate) fn members(&self) -> impl Iterator<Item = &Member> {
        self.members.values()
    }

    /// Bonds a member to a connection. Returns the connection they had before, if any.
    pub(crate) fn bond(&mut self, person: PersonId, id: ConnectionId) -> Option<ConnectionId> {
        let connection = self.connections.get_mut(&id)?;
        let member = self.members.get_mut(&person)?;
        connection.person = Some(person);
        member.transport = connection.outlet.transport();
        member.gone_since = None;
        member.connection.replace(id)
    }

    /// Undoes the bond of a connection that ends, and returns the member who is now without one.
    /// A connection that was taken over has no bond any more, so its end means nothing.
    pub(crate) fn unbond(&mut self, id: ConnectionId, now: u64) -> Option<PersonId> {
        let person = self.connections.get_mut(&id)?.person.take()?;
        let member = self.members.get_mut(&person)?;
        member.connection.take_if(|bonded| *bonded == id)?;
        member.gone_since = Some(now);
        Some(person)
    }

    /// Whether nobody is here and nobody can come back.
    pub(crate) fn is_empty(&self) -> bool {
        self.connections.is_empty() && self.members.is_empty()
    }
}

impl Member {
    /// Kinds of things that the room itself limits.
    const KINDS_OF_THE_ROOM: usize = 2;

    pub(crate) fn who(&self) -> Who<'_> {
        Who {
            id: self.id,
            name: &self.name,
        }
    }

    pub(crate) fn session(&self) -> &str {
        &self.session
    }

    pub(crate) fn as_person(&self) -> Person<'_> {
        let hue = (self.id.0 - 1) % HUES;
        Person {
            id: self.id,
            name: &self.name,
            hue,
            transport: self.transport,
        }
    }

    /// Takes a token for one command.
    ///
    /// # Errors
    ///
    /// If there is none: the time until there will be one, in milliseconds.
    pub(crate) fn spend(&mut self, rate: Rate, now: u64) -> Result<(), u64> {
        let last = self.buckets.len() - 1;
        self.buckets[rate.kind.min(last)].take(rate, now)
    }
}

impl Connection {
    /// A connection that has just been opened and has not said who it is.
    pub(crate) fn new(outlet: Box<dyn Outlet>, heard: Heard, is_guest: bool, now: u64) -> Self {
        Self {
            outlet,
            heard,
            person: None,
            is_guest,
            cursor: 0,
            seen_latest: 0,
            opened: now,
            pinged: now,
            is_waiting: false,
            stuck_since: None,
            ending: Ending::No,
        }
    }

    /// Queues the close, once. The other side may answer until then.
    pub(crate) fn close(&mut self, code: u16, reason: &str, until: u64) {
        self.outlet.close(code, reason);
        if matches!(self.ending, Ending::No | Ending::Draining { .. }) {
            self.ending = Ending::Closing { until };
        }
    }
}
