//! The door of a room: who comes in while it is locked, and who was sent away.
//!
//! Whoever is known by a session has been inside, so this is about the others only. Must never know who
//! speaks how often.

use std::net::IpAddr;

use rand::RngExt;
use tokio::sync::oneshot;

use super::bar::Look;
use super::{Nobody, refusal};
use crate::clock::Now;
use crate::counts::Reason;
use crate::demo::{Demo, PersonId};
use crate::ledger::Answer;
use crate::limits;
use crate::registry::{ConnectionId, Role, Session};
use crate::room::core::Room;
use crate::text;
use crate::transport::code;

/// Why somebody does not come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(in crate::room) enum KeptOut {
    #[error("The lecturer has locked the room: only those who were in it come in.")]
    Locked,
    #[error("The lecturer has sent you away from this room.")]
    Removed,
}

/// Somebody will come who is to be let in, whatever is in force.
#[derive(Debug)]
pub(crate) struct Reservation {
    /// What they would like to be called.
    pub(crate) name: Option<String>,
    /// Takes the secret of their session.
    pub(crate) reply: oneshot::Sender<String>,
}

impl KeptOut {
    fn code(self) -> u16 {
        match self {
            Self::Locked => code::LOCKED,
            Self::Removed => code::REMOVED,
        }
    }

    fn reason(self) -> Reason {
        match self {
            Self::Locked => Reason::Locked,
            Self::Removed => Reason::Removed,
        }
    }

    /// The same for somebody who hears only answers.
    pub(in crate::room) fn as_answer(self) -> Answer {
        let code = match self {
            Self::Locked => "locked",
            Self::Removed => "removed",
        };
        refusal(code, self.to_string(), None)
    }
}

impl<D: Demo> Room<D> {
    /// Whether somebody new may come in. `name` is what they would like to be called.
    pub(in crate::room) fn may_come_in(
        &mut self,
        address: IpAddr,
        name: Option<&str>,
        now: Now,
    ) -> Result<(), KeptOut> {
        let kept_out = if self.hand.bars.holds(&Look::of(address, name), now.ms()) {
            KeptOut::Removed
        } else if self.hand.locked {
            KeptOut::Locked
        } else {
            return Ok(());
        };
        self.counts.refused(kept_out.reason());
        Err(kept_out)
    }

    /// The same for somebody who is connected already.
    pub(in crate::room) fn may_connect(
        &mut self,
        id: ConnectionId,
        name: Option<&str>,
        now: Now,
    ) -> Result<(), KeptOut> {
        let connection = self.registry.connections.get(&id);
        let address = connection.map(|connection| connection.address);
        address.map_or(Ok(()), |address| self.may_come_in(address, name, now))
    }

    /// Closes a connection that does not come in, and says why.
    pub(in crate::room) fn keep_out(&mut self, id: ConnectionId, why: KeptOut, now: Now) {
        self.close(id, why.code(), &why.to_string(), now);
    }

    /// Whoever looks on without being anybody says no `hello`, and a locked room is not looked into.
    pub(in crate::room) fn judge_onlooker(&mut self, id: ConnectionId, now: Now) {
        let connection = self.registry.connections.get(&id);
        if self.hand.locked && connection.is_some_and(|one| one.role == Role::Onlooker) {
            self.counts.refused(Reason::Locked);
            self.keep_out(id, KeptOut::Locked, now);
        }
    }

    /// Makes a session for somebody who has not come yet. Who does not come is forgotten like whoever does not
    /// come back.
    pub(in crate::room) fn reserved(&mut self, reservation: Reservation, now: Now) {
        let Reservation { name, reply } = reservation;
        let name = name.and_then(|name| text::clean_name(&name).ok());
        let person = self
            .registry
            .admit(name, Session::from(self.chance.random::<u128>()));
        if let Some(member) = self.registry.member_mut(person) {
            member.gone_since = Some(now.ms());
            // Whoever asked may have hung up.
            let _ = reply.send(member.session.to_string());
        }
    }

    /// Sends a person away: the session is gone, and for a while nobody comes in who looks like them.
    pub(super) fn remove(&mut self, person: PersonId, now: Now) -> Result<(), Nobody> {
        let member = self.registry.member(person).ok_or(Nobody)?;
        let connection = member.connection;
        if let Some(address) = member.address {
            let look = Look::of(address, Some(&member.name));
            self.hand.bars.add(look, now.ms() + limits::BARRED_MS);
        }
        if let Some(id) = connection {
            self.registry.unbond(id, now.ms());
        }
        self.depart(person, now);
        self.forget(person);
        if let Some(id) = connection {
            self.keep_out(id, KeptOut::Removed, now);
        }
        Ok(())
    }
}
