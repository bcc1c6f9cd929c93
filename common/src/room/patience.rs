//! Where the room's patience ends: with a room that is too busy, with those who send what is refused anyway,
//! with those who do not read, and with too many strangers at once.
//!
//! Each limit says in words what it is. Only what nobody does by mistake ends a connection.

use rand::RngExt;

use crate::clock::Now;
use crate::counts::Reason;
use crate::demo::{Demo, PersonId, Rate};
use crate::ledger::Answer;
use crate::limits;
use crate::protocol::ServerFrame;
use crate::registry::ConnectionId;
use crate::room::core::Room;
use crate::transport::code;

impl<D: Demo> Room<D> {
    /// Takes a token of all the room's people together. The last half of them is for those who have said
    /// little of late, so that a few who are loud do not silence the others.
    pub(super) fn check_room(
        &mut self,
        person: PersonId,
        rate: Rate,
        now: Now,
    ) -> Result<(), Answer> {
        if rate.per_second <= 0.0 {
            return Ok(());
        }
        let member = self.registry.member_mut(person);
        let is_quiet = member.is_some_and(|member| member.spend(limits::QUIET, now.ms()).is_ok());
        let share = if is_quiet { 1.0 } else { 0.5 };
        let burst = rate.burst * share;
        let last = self.spent.len() - 1;
        let taken = self.spent[rate.kind.min(last)].take(Rate { burst, ..rate }, now.ms());
        taken.map_err(|retry_ms| {
            self.counts.refused(Reason::RoomRate);
            Answer::Nack {
                code: "room_rate".into(),
                message: format!(
                    "This room is busy: at most {} of these a second from all of you together.",
                    rate.per_second
                ),
                retry_ms: Some(retry_ms),
            }
        })
    }

    /// A person was refused for their own rate. Whoever goes on and on is sent away for a while.
    pub(super) fn rejected(&mut self, person: PersonId, now: Now) {
        self.counts.refused(Reason::Rate);
        let Some(member) = self.registry.member_mut(person) else {
            return;
        };
        let goes_on = member.spend(limits::REJECTIONS, now.ms()).is_err();
        if let Some(id) = member.connection.filter(|_| goes_on) {
            self.send_away(id, "much faster than you may, again and again", now);
        }
    }

    /// A message could not be read. Returns whether it was one too many, and the connection has ended.
    pub(super) fn is_nonsense(&mut self, id: ConnectionId, now: Now) -> bool {
        let Some(connection) = self.registry.connections.get_mut(&id) else {
            return false;
        };
        let taken = connection.nonsense.take(limits::BAD_MESSAGES, now.ms());
        let is_too_much = taken.is_err();
        if is_too_much {
            self.send_away(id, "too many messages that cannot be read", now);
        }
        is_too_much
    }

    /// A connection asks and does not read the answers.
    pub(super) fn does_not_read(&mut self, id: ConnectionId, now: Now) {
        self.counts.refused(Reason::Unread);
        self.close(id, code::SLOW, "you ask and do not read the answers", now);
    }

    /// Whether somebody new may come in. Otherwise they are told when, and the connection ends.
    pub(super) fn may_come(&mut self, id: ConnectionId, now: Now) -> bool {
        let Some(connection) = self.registry.connections.get(&id) else {
            return false;
        };
        let Err(wait) = self.newcomers.come(connection.address, now.ms()) else {
            return true;
        };
        self.counts.refused(Reason::Newcomers);
        let reason = "too many new people come from your address at once";
        let spread = limits::RETRY_AFTER_S.end() * 1_000;
        let retry_ms = wait + self.chance.random_range(0..=spread);
        self.tell(id, &ServerFrame::Bye { reason, retry_ms });
        self.close(id, code::TOO_MANY, reason, now);
        false
    }

    fn send_away(&mut self, id: ConnectionId, reason: &str, now: Now) {
        self.counts.refused(Reason::Flood);
        self.close(id, code::POLICY, reason, now);
    }
}
