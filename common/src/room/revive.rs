//! A room comes out of what was written down: the newest checkpoint, then the same inputs again.
//!
//! The same code applies them as the first time, with the time and the luck of then, and nobody is
//! there to hear it. Each record says which number the next event had; if that comes out different,
//! another build or other options are at work, and what is told under the old numbers would be wrong.

use serde_json::value::RawValue;
use tracing::{info, warn};

use crate::clock::Now;
use crate::demo::{Demo, PersonId, What};
use crate::journal::keep::{Keep, Kept};
use crate::latest::Latest;
use crate::ledger::Verdict;
use crate::limits;
use crate::protocol::{self, ClientFrame};
use crate::room::core::{Room, Setting};
use crate::room::keep::Journal;
use crate::room::record::{Moment, Record, Words};
use crate::room::state::Found;

/// Why a room cannot be made from what was written down. It is left as it is.
#[derive(Debug, thiserror::Error)]
#[error("what was kept of the room cannot be read: {0}")]
pub(crate) struct Unintelligible(#[from] serde_json::Error);

/// A replay does not go as it went the first time.
#[derive(Debug, thiserror::Error)]
enum Astray {
    #[error("event {found} should be event {expected}")]
    Number { expected: u64, found: u64 },
    #[error("nobody is number {}", .0.0)]
    Nobody(PersonId),
    #[error("command {n} of number {} comes out of order", person.0)]
    OutOfOrder { person: PersonId, n: u64 },
    #[error("a command means nothing any more")]
    Meaningless,
    #[error("a record means nothing any more: {0}")]
    Unreadable(#[from] serde_json::Error),
}

impl<D: Demo> Room<D> {
    /// The room that was written down, as far as it can be. Everybody who was here is away since now.
    pub(crate) fn revive(
        setting: Setting,
        demo: D,
        (mut keep, kept): (Box<dyn Keep>, Kept),
        keep_ms: u64,
        now: Now,
    ) -> Result<Self, Unintelligible> {
        let mut room = Self::new(setting, demo);
        let mut found = Found::default();
        if let Some(state) = &kept.checkpoint {
            found = room.become_as(state)?;
        }
        let mut is_exact = true;
        for (index, record) in kept.records.iter().enumerate() {
            if let Err(problem) = room.replay(record, &mut found) {
                let (left, file) = (kept.records.len() - index, keep.set_aside());
                let file = file.unwrap_or_default();
                warn!(
                    room = %room.name, %problem, left, file,
                    "what was kept leads elsewhere now: the room goes on with what came before, and the file is set aside"
                );
                is_exact = false;
                break;
            }
        }
        if !found.epoch.is_empty() {
            room.log.descends_from(found.epoch);
        }
        room.journal = Journal::new(keep, room.log.epoch(), keep_ms);
        if !is_exact {
            room.log.disown();
            room.journal.tear();
        }
        let has_past = kept.checkpoint.is_some() || !kept.records.is_empty();
        let is_damaged = room.journal.trouble().is_some();
        if has_past || is_damaged {
            let (events, people) = (room.log.head(), room.roll.count());
            let (records, lost_bytes) = (kept.records.len(), kept.lost_bytes);
            info!(room = %room.name, events, people, records, lost_bytes, "restored");
            room.wake(found.at, now);
            room.checkpoint(now);
        }
        Ok(room)
    }

    /// Nobody is connected. Who was here may come back as after a broken connection; if that was long
    /// ago, the others do not wait for them.
    fn wake(&mut self, last: u64, now: Now) {
        self.latest = Latest::default();
        let is_long_ago = now.ms().saturating_sub(last) >= limits::SESSION_MS;
        let absent_ms = if is_long_ago {
            limits::LEAVE_GRACE_MS
        } else {
            0
        };
        let guests = self.registry.wake(now.ms().saturating_sub(absent_ms));
        for guest in guests {
            self.depart(guest, now);
            self.forget(guest);
        }
    }

    /// Does again what a record says.
    fn replay(&mut self, record: &[u8], found: &mut Found) -> Result<(), Astray> {
        match serde_json::from_slice(record)? {
            Record::Began { epoch } => {
                let before = std::mem::replace(&mut found.epoch, epoch.into_owned());
                if !before.is_empty() {
                    self.log.descends_from(before);
                }
            }
            Record::Came { when, who } => {
                self.comes_at(when, found)?;
                self.registry.meet(&who);
                self.come(who.id, when);
            }
            Record::Left { when, person } => {
                self.comes_at(when, found)?;
                self.must_know(person)?;
                self.go(person, when);
            }
            Record::Forgotten { person } => {
                self.registry.forget(person);
                self.hand.forget(person);
            }
            Record::Said {
                when,
                person,
                n,
                words,
            } => {
                self.comes_at(when, found)?;
                self.hear_again(person, n, &words, when)?;
            }
            Record::Refused { person, n, answer } => {
                self.must_be_next(person, n)?;
                self.conclude(person, n, answer);
            }
            Record::People { at, seq, json } => {
                self.comes_as(seq)?;
                found.at = at;
                self.roll.take_due(u64::MAX);
                self.push(at, json.get().as_bytes(), None, None);
            }
            Record::Tick { when } => {
                self.comes_at(when, found)?;
                self.happen(What::Tick, when);
            }
            Record::News { when, news } => {
                self.comes_at(when, found)?;
                self.learn_again(news, when)?;
            }
            Record::Forget { when, before } => {
                self.comes_at(when, found)?;
                self.lose_memory(before, when);
            }
        }
        Ok(())
    }

    /// Somebody asks for the same again.
    fn hear_again(
        &mut self,
        person: PersonId,
        n: Option<u64>,
        words: &Words<'_>,
        when: Moment,
    ) -> Result<(), Astray> {
        match n {
            Some(n) => self.must_be_next(person, n)?,
            None => self.must_know(person)?,
        }
        let frame = match words {
            Words::Rich(text) => match protocol::parse(text.get()) {
                Ok(envelope) => envelope.frame,
                Err(_) => return Err(Astray::Meaningless),
            },
            Words::Plain(text) => {
                ClientFrame::Command(D::read_plain(text).ok_or(Astray::Meaningless)?)
            }
        };
        let answer = match frame {
            ClientFrame::Command(command) => self.apply(person, command, n, when),
            ClientFrame::Rename { name } => self.take_name(person, &name, when.at),
            ClientFrame::Mark { text } => self.take_mark(person, &text, n, when.at),
            _ => return Err(Astray::Meaningless),
        };
        if let Some(n) = n {
            self.conclude(person, n, answer);
        }
        Ok(())
    }

    fn learn_again(&mut self, news: &RawValue, when: Moment) -> Result<(), Astray> {
        let external = D::read_news(news).ok_or(Astray::Meaningless)?;
        self.happen(What::External(external), when);
        Ok(())
    }

    fn comes_at(&self, when: Moment, found: &mut Found) -> Result<(), Astray> {
        found.at = when.at;
        self.comes_as(when.seq)
    }

    fn comes_as(&self, expected: u64) -> Result<(), Astray> {
        let found = self.log.head() + 1;
        if found == expected {
            Ok(())
        } else {
            Err(Astray::Number { expected, found })
        }
    }

    fn must_know(&self, person: PersonId) -> Result<(), Astray> {
        let known = self.registry.member(person).map(|_| ());
        known.ok_or(Astray::Nobody(person))
    }

    fn must_be_next(&self, person: PersonId, n: u64) -> Result<(), Astray> {
        let member = self.registry.member(person);
        let member = member.ok_or(Astray::Nobody(person))?;
        let is_next = member.ledger().judge(n) == Verdict::Next;
        is_next
            .then_some(())
            .ok_or(Astray::OutOfOrder { person, n })
    }
}
