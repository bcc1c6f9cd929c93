//! Coming and going: who a connection is, where in the log it begins, and what is left behind.

use rand::RngExt;

use crate::clock::Now;
use crate::demo::{Act, Demo, PersonId, Rate};
use crate::limits::{self, Limits};
use crate::log::{Position, Resume};
use crate::protocol::{self, Hello, ServerFrame, Welcome};
use crate::registry::{Connection, ConnectionId, Ending, Session};
use crate::room::core::Room;
use crate::room::mail::Ended;
use crate::room::record::{Moment, Record};
use crate::text;
use crate::transport::code;

/// How often a person may ask for a part of the log again: it can be all of it.
pub(super) const RESYNCS: Rate = Rate::new(Rate::KINDS + 1, 0.5, 4.0);

impl<D: Demo> Room<D> {
    /// Lets a connection in: the person, the place in the log and the snapshot in this one turn, so
    /// that nothing can happen between history and live.
    pub(super) fn hello(&mut self, id: ConnectionId, hello: &Hello, now: Now) {
        let known = hello
            .session
            .as_deref()
            .and_then(|session| self.registry.person_of(session.parse().ok()?));
        let wish = hello.name.as_deref().map(text::clean_name).transpose();
        if known.is_none() {
            let name = wish.as_ref().ok().and_then(Option::as_deref);
            if let Err(why) = self.may_connect(id, name, now) {
                return self.keep_out(id, why, now);
            }
            if !self.may_come(id, now) {
                return;
            }
        }
        let person = known.unwrap_or_else(|| {
            let name = wish.clone().unwrap_or_default();
            let person = self
                .registry
                .admit(name, Session::from(self.chance.random::<u128>()));
            self.begins_slowly(person, now);
            if let Some(member) = self.registry.member_mut(person) {
                member.has_come(now.ms());
            }
            person
        });
        if let Some(ghost) = self.registry.bond(person, id) {
            self.replace(ghost, now);
        }
        self.arrive(person, now);
        let resume = self.log.resume(hello.last.as_ref());
        self.welcome(id, person, resume, now);
        let last = hello.last.as_ref().map_or(0, |last| last.seq);
        self.place(id, resume, last);
        self.tell_conditions_in_force(id);
        self.tell_hand_in_force(id);
        self.tell_storage_in_trouble(id);
        if let Some(connection) = self.registry.connections.get_mut(&id)
            && !connection.is_plain()
        {
            // Plain guests begin with what comes now: the lecture's servers kept nothing either.
            connection.seen_latest = 0;
        }
        if let Err(problem) = wish
            && known.is_none()
        {
            self.nack(id, None, "name", &problem.to_string());
        }
        if self.stopping {
            self.say_bye(id, now);
        }
    }

    fn welcome(&mut self, id: ConnectionId, person: PersonId, resume: Resume, now: Now) {
        let key = self.registry.connections.get(&id);
        let key = key.map(|connection| connection.key.to_string());
        let Some(member) = self.registry.member(person) else {
            return;
        };
        let welcome = protocol::encode(&ServerFrame::Welcome(&Welcome {
            room: &self.name,
            demo: D::NAME,
            you: member.as_person(),
            session: &member.session.to_string(),
            connection: &key.unwrap_or_default(),
            epoch: self.log.epoch(),
            seq: self.log.head(),
            mode: if resume == Resume::Snapshot {
                "snapshot"
            } else {
                "resumed"
            },
            last_n: member.ledger().last_n(),
            now: now.precise,
            wall: now.wall,
            ping: limits::PING_EVERY_MS,
            limits: Limits::in_force(),
            build: &self.build,
        }));
        self.tell_text(id, &welcome);
    }

    /// Sets a connection's cursor, with a snapshot where its own position is of no use.
    pub(super) fn place(&mut self, id: ConnectionId, resume: Resume, last: u64) {
        let cursor = match resume {
            Resume::Continue | Resume::Gap => last,
            Resume::Snapshot => {
                let snapshot = self.snapshot();
                self.tell_text(id, &snapshot);
                self.log.head()
            }
        };
        if let Some(connection) = self.registry.connections.get_mut(&id) {
            connection.cursor = cursor;
        }
    }

    /// Somebody saw a hole, and gets everything after it again.
    pub(super) fn resync(&mut self, id: ConnectionId, person: PersonId, seq: u64, now: Now) {
        if let Err(nack) = self.check(person, RESYNCS, now) {
            return self.answer(id, None, &nack);
        }
        let last = Position {
            epoch: self.log.epoch().to_owned(),
            seq,
        };
        let resume = self.log.resume(Some(&last));
        self.place(id, resume, seq);
        self.touched.push(id);
    }

    /// An older socket of the same session is a ghost: it must not come back by itself.
    fn replace(&mut self, ghost: ConnectionId, now: Now) {
        if let Some(connection) = self.registry.connections.get_mut(&ghost) {
            connection.person = None;
        }
        self.close(
            ghost,
            code::REPLACED,
            "another tab or connection took over",
            now,
        );
    }

    fn arrive(&mut self, person: PersonId, now: Now) {
        let when = self.moment(now);
        if let Some(member) = self.registry.member(person) {
            let who = member.as_newcomer();
            self.journal.note(&Record::Came { when, who });
        }
        self.come(person, when);
    }

    /// The others see the person, perhaps for the first time.
    pub(super) fn come(&mut self, person: PersonId, when: Moment) {
        let Some(member) = self.registry.member_mut(person) else {
            return;
        };
        if std::mem::replace(&mut member.here, true) {
            self.roll.changed(person, when.at);
            self.perform(person, Act::Returned, when).ok();
        } else {
            self.roll.came(person, when.at);
            self.perform(person, Act::Joined, when).ok();
        }
    }

    /// The others see the person no more. Their session may live on.
    pub(super) fn depart(&mut self, person: PersonId, now: Now) {
        let is_here = self.registry.member(person).is_some_and(|it| it.here);
        if is_here {
            let when = self.moment(now);
            self.journal.note(&Record::Left { when, person });
            self.go(person, when);
        }
    }

    /// A person who was here is not any more.
    pub(super) fn go(&mut self, person: PersonId, when: Moment) {
        if let Some(member) = self.registry.member_mut(person) {
            member.here = false;
            self.roll.went(person, when.at);
            self.perform(person, Act::Left, when).ok();
            self.latest.clear(person, when.at);
        }
    }

    /// Nothing is left of the person: they cannot come back.
    pub(super) fn forget(&mut self, person: PersonId) {
        self.journal.note(&Record::Forgotten { person });
        self.registry.forget(person);
        self.hand.forget(person);
    }

    pub(super) fn ended(&mut self, id: ConnectionId, ended: Ended, now: Now) {
        if let Some(why) = ended.loss {
            // Whatever is owed to it cannot leave any more.
            return self.lose(id, why, now.ms(), now);
        }
        self.detach(id, now.ms(), now);
        if let Some(connection) = self.registry.connections.get_mut(&id) {
            if let Some((code, reason)) = ended.farewell {
                connection.outlet.close(code, &reason);
            }
            let until = now.ms() + limits::CLOSE_MS;
            connection.ending = Ending::Ended { until };
            self.touched.push(id);
        }
    }

    /// Undoes the bond between a connection and its person, who is away `since` then. A guest leaves
    /// with the connection; of
    /// anybody else it is not known yet whether they come back.
    pub(super) fn detach(&mut self, id: ConnectionId, since: u64, now: Now) {
        let connection = self.registry.connections.get(&id);
        let is_guest = connection.is_some_and(Connection::is_guest);
        if let Some(person) = self.registry.unbond(id, since)
            && is_guest
        {
            self.depart(person, now);
            self.forget(person);
        }
    }
}
