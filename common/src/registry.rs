//! Who is here, and over which connection.
//!
//! A *member* is a person with a session; a *connection* is a socket. They are apart because a
//! person outlives a connection: a reload or a lost Wi-Fi ends the one and not the other. The
//! registry keeps both and the bond between them. It applies no rule of any demo, and writes to nobody.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;
use std::sync::Arc;

use crate::demo::{PersonId, Who};
use crate::ids::IdIndex;
use crate::knob::{self, Carrier};
use crate::protocol::Person;
use crate::text;
use crate::transport::ConnectionKey;

mod activity;
mod connection;
mod saved;
mod session;

use activity::Activity;
pub(crate) use connection::{Connection, Ending, Role};
pub(crate) use saved::SavedMember;
pub(crate) use session::Session;

/// Number of hues people are told apart by; from the thirteenth on they repeat.
const HUES: u32 = 12;

/// Number of a connection, unique in the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(pub u64);

/// A person and what the room remembers of them.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) id: PersonId,
    pub(crate) name: Box<str>,
    skeleton: Arc<str>,
    pub(crate) session: Session,
    pub(crate) connection: Option<ConnectionId>,
    /// What carries frames to them, or did last.
    carrier: Option<Carrier>,
    is_plain: bool,
    /// Whether they leave with their connection.
    is_guest: bool,
    /// Whether the others see them: they stay for a grace time after their connection broke.
    pub(crate) here: bool,
    /// When their connection broke.
    pub(crate) gone_since: Option<u64>,
    /// Where their newest connection comes from.
    pub(crate) address: Option<IpAddr>,
    /// Before this slow mode does not let them, if they have not said anything yet.
    pub(crate) first_turn: u64,
    /// When they came as somebody new, in milliseconds, if they did.
    new_since: Option<u64>,
    /// What they did, from their first command on.
    activity: Option<Box<Activity>>,
}

/// The people and the connections of one room.
#[derive(Default)]
pub(crate) struct Registry {
    pub(crate) connections: IdIndex<ConnectionId, Connection>,
    members: IdIndex<PersonId, Member>,
    sessions: HashMap<Session, PersonId>,
    /// The guests who only send, by the address they come from.
    pub(crate) senders: HashMap<IpAddr, ConnectionId>,
    /// Names in use, by what they look like.
    skeletons: HashSet<Arc<str>>,
    joined: u32,
}

impl Registry {
    /// A new member. The name is made distinct from all others; without one it is made up.
    pub(crate) fn admit(&mut self, name: Option<String>, session: Session) -> PersonId {
        self.joined += 1;
        let id = PersonId(self.joined);
        let wish = name.unwrap_or_else(|| format!("Guest {}", id.0));
        let name = text::distinct(&wish, id.0, |skeleton| self.skeletons.contains(skeleton));
        self.enrol(Member::new(id, name, session));
        id
    }

    fn enrol(&mut self, member: Member) {
        self.skeletons.insert(Arc::clone(&member.skeleton));
        self.sessions.insert(member.session, member.id);
        self.members.insert(member.id, member);
    }

    /// Forgets a member for good.
    pub(crate) fn forget(&mut self, person: PersonId) {
        if let Some(member) = self.members.swap_remove(&person) {
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
        let changed = *name != *member.name;
        member.skeleton = text::skeleton(&name).into();
        member.name = name.into();
        self.skeletons.insert(Arc::clone(&member.skeleton));
        changed
    }

    /// The connection that this key opens.
    pub(crate) fn connection_of(&mut self, key: ConnectionKey) -> Option<&mut Connection> {
        let connection = self.connections.get_mut(&key.id)?;
        (connection.key == key).then_some(connection)
    }

    /// The member whose secret this is.
    pub(crate) fn person_of(&self, session: Session) -> Option<PersonId> {
        self.sessions.get(&session).copied()
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
        member.carrier = connection.outlet.carrier();
        member.is_plain = connection.is_plain();
        member.is_guest = connection.is_guest();
        member.gone_since = None;
        member.address = Some(connection.address);
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
    fn new(id: PersonId, name: String, session: Session) -> Self {
        Self {
            id,
            skeleton: text::skeleton(&name).into(),
            name: name.into(),
            session,
            connection: None,
            carrier: None,
            is_plain: false,
            is_guest: false,
            here: false,
            gone_since: None,
            address: None,
            first_turn: 0,
            new_since: None,
            activity: None,
        }
    }

    pub(crate) fn who(&self) -> Who<'_> {
        Who {
            id: self.id,
            name: &self.name,
            is_plain: self.is_plain,
        }
    }

    pub(crate) fn as_person(&self) -> Person<'_> {
        let hue = (self.id.0 - 1) % HUES;
        Person {
            id: self.id,
            name: &self.name,
            hue,
            transport: knob::transport_name(self.carrier),
        }
    }

    /// Has come as somebody new, who has hardly any tokens of the quiet yet.
    pub(crate) fn has_come(&mut self, now: u64) {
        self.new_since = Some(now);
    }
}

#[cfg(test)]
mod tests;
