//! The lecturer's hand on a room: who may speak, how often, who comes in, and who has to go.
//!
//! It rules what everybody gets: whatever can make an event, names and marks. What is over in a
//! moment, such as typing or a place on the stage, it leaves alone. What is in force is told to
//! everybody. Must never know who may move the hand: the server asks that before.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

use crate::clock::Now;
use crate::counts::Reason;
use crate::demo::{Demo, PersonId};
use crate::ledger::Answer;
use crate::limits;
use crate::protocol::{InHand, ServerFrame};
use crate::registry::ConnectionId;
use crate::room::core::Room;

mod bar;
mod door;

use bar::Bars;

pub(super) use door::KeptOut;
pub(crate) use door::Reservation;

/// What the lecturer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    /// A person may say nothing that everybody gets, or may again.
    Mute { person: PersonId, on: bool },
    /// Each person may say something so often, in milliseconds; 0 lifts it.
    Slow { ms: u64 },
    /// Forget what was said and made so far.
    Clear,
    /// Nobody comes in who was not here, or everybody does again.
    Lock { on: bool },
    /// Send a person away.
    Remove { person: PersonId },
}

/// There is nobody to do it to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("There is nobody of this number in the room.")]
pub(crate) struct Nobody;

/// The lecturer reaches for the room: to look, or to do something.
#[derive(Debug)]
pub(crate) struct Reach {
    pub(crate) deed: Option<Deed>,
    /// Takes what is in force then.
    pub(crate) reply: oneshot::Sender<Result<InHand, Nobody>>,
}

/// What is in force in a room.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Hand {
    locked: bool,
    slow_ms: u64,
    muted: BTreeSet<PersonId>,
    bars: Bars,
}

impl Hand {
    /// Nothing is left of the person.
    pub(super) fn forget(&mut self, person: PersonId) {
        self.muted.remove(&person);
    }

    fn in_force(&self) -> InHand {
        InHand {
            locked: self.locked,
            slow_ms: self.slow_ms,
            muted: self.muted.iter().copied().collect(),
        }
    }
}

impl<D: Demo> Room<D> {
    /// Looks, or does what the lecturer wants, and says what is in force then.
    pub(super) fn reached(&mut self, Reach { deed, reply }: Reach, now: Now) {
        let done = deed.map_or(Ok(()), |deed| self.do_deed(deed, now));
        let told = done.map(|()| self.hand.in_force());
        // Whoever asked may have hung up; what was done is told to everybody anyway.
        let _ = reply.send(told);
    }

    fn do_deed(&mut self, deed: Deed, now: Now) -> Result<(), Nobody> {
        let before = self.hand.in_force();
        match deed {
            Deed::Mute { person, on: true } => {
                self.registry.member(person).ok_or(Nobody)?;
                self.hand.muted.insert(person);
            }
            Deed::Mute { person, on: false } => {
                self.hand.muted.remove(&person);
            }
            Deed::Slow { ms } => self.hand.slow_ms = ms.min(limits::SLOW_MS),
            Deed::Clear => self.forget_before(now.ms() + 1, now),
            Deed::Lock { on } => self.hand.locked = on,
            Deed::Remove { person } => self.remove(person, now)?,
        }
        if before != self.hand.in_force() {
            let all: Vec<_> = self.registry.connections.keys().copied().collect();
            all.into_iter().for_each(|id| self.tell_hand(id));
        }
        // It is in no record, so a server that is killed now comes back with it only by this.
        self.checkpoint(now);
        Ok(())
    }

    /// Tells a newcomer what is in force, if anything is.
    pub(super) fn tell_hand_in_force(&mut self, id: ConnectionId) {
        if self.hand.in_force() != InHand::default() {
            self.tell_hand(id);
        }
    }

    fn tell_hand(&mut self, id: ConnectionId) {
        let in_force = self.hand.in_force();
        self.tell(id, &ServerFrame::Hand(&in_force));
    }

    /// Whether somebody may say what everybody reads.
    pub(super) fn may_speak(&self, person: PersonId) -> Result<(), Answer> {
        if !self.hand.muted.contains(&person) {
            return Ok(());
        }
        self.counts.refused(Reason::Muted);
        let message = "The lecturer has muted you.".to_owned();
        Err(refusal("muted", message, None))
    }

    /// Whether somebody may do what everybody gets, now.
    pub(super) fn may_act(&self, person: PersonId, now: Now) -> Result<(), Answer> {
        self.may_speak(person)?;
        let member = self.registry.member(person);
        let next = member.map_or(0, |member| match member.spoke_at() {
            Some(last) => last + self.hand.slow_ms,
            None => member.first_turn,
        });
        if self.hand.slow_ms == 0 || now.ms() >= next {
            return Ok(());
        }
        self.counts.refused(Reason::Slow);
        let seconds = self.hand.slow_ms as f64 / 1000.0;
        let message = format!("Slow mode: each of you once in {seconds} s.");
        Err(refusal("slow", message, Some(next - now.ms())))
    }

    /// Somebody is new: coming in anew is no way around slow mode. But whoever is at a terminal is
    /// forgotten after a while, so the first turn is never far away.
    pub(super) fn begins_slowly(&mut self, person: PersonId, now: Now) {
        let wait = self.hand.slow_ms.min(limits::SLOW_NEWCOMER_MS);
        if let Some(member) = self.registry.member_mut(person) {
            member.first_turn = now.ms() + wait;
        }
    }

    /// Somebody did what everybody got: from here slow mode counts.
    pub(super) fn has_acted(&mut self, person: PersonId, now: Now) {
        if let Some(member) = self.registry.member_mut(person) {
            member.speaks(now.ms());
        }
    }
}

fn refusal(code: &'static str, message: String, retry_ms: Option<u64>) -> Answer {
    Answer::Nack {
        code: code.into(),
        message,
        retry_ms,
    }
}
