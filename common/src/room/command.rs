//! What somebody asks for: its number checked, its rate checked, then decided once and answered.
//!
//! The answer is queued in the same turn as what follows, so it is never later than the event itself.

use crate::clock::Now;
use crate::demo::{Act, Demo, PersonId, Rate};
use crate::ledger::{Answer, Verdict};
use crate::protocol::{Mark, Origin, Wording};
use crate::registry::ConnectionId;
use crate::room::core::Room;
use crate::room::record::Moment;
use crate::text;

/// How often a person may take another name.
const RENAMING: Rate = Rate::new(Rate::KINDS, 1.0, 5.0);
/// How often a person may set a mark: more than a race at 10/s and a talker at 20/s together need.
const MARKING: Rate = Rate::new(Rate::KINDS + 2, 30.0, 60.0);
/// How many marks a room takes from all its people together: as many as a class needs that races at once.
const ROOM_MARKS: Rate = Rate::new(Rate::KINDS, 1_000.0, 2_000.0);
/// A command refused because the server stops may be tried again after this time, in milliseconds.
const RETRY_AFTER_STOP_MS: u64 = 1_000;

/// How and when somebody asks for something.
pub(super) struct Saying {
    /// The number of the command in their session, if it has one.
    pub(super) n: Option<u64>,
    pub(super) wording: Wording,
    pub(super) now: Now,
}

impl<D: Demo> Room<D> {
    /// Decides a numbered command once, and answers it.
    pub(super) fn command(
        &mut self,
        id: ConnectionId,
        person: PersonId,
        n: Option<u64>,
        decide: impl FnOnce(&mut Self) -> Answer,
    ) {
        let Some(number) = n else {
            let answer = decide(self);
            if matches!(answer, Answer::Nack { .. }) {
                self.answer(id, None, &answer);
            }
            return;
        };
        let Some(member) = self.registry.member(person) else {
            return;
        };
        match member.ledger().judge(number) {
            Verdict::Next => {
                let answer = decide(self);
                self.answer(id, n, &answer);
                self.conclude(person, number, answer);
            }
            Verdict::Repeat(answer) => {
                let answer = answer.clone();
                self.answer(id, n, &answer);
            }
            Verdict::Forgotten => self.nack(id, n, "too_old", "That was answered long ago."),
            Verdict::OutOfOrder => {
                let message = format!(
                    "The number after {} must come first.",
                    member.ledger().last_n()
                );
                self.nack(id, n, "out_of_order", &message);
            }
        }
    }

    pub(super) fn decide(
        &mut self,
        person: PersonId,
        command: D::Command,
        saying: &Saying,
    ) -> Answer {
        if D::leaves_traces(&command)
            && let Err(nack) = self.may_act(person, saying.now)
        {
            return nack;
        }
        let rate = self.demo.rate(&command);
        let checked = self.check(person, rate, saying.now);
        let room_rate = self.demo.room_rate(&command);
        if let Err(nack) = checked.and_then(|()| self.check_room(person, room_rate, saying.now)) {
            return nack;
        }
        let moment = self.moment(saying.now);
        // What is numbered has an answer, and that is kept too.
        if (saying.n.is_some() || D::matters_later(&command))
            && let Err(nack) = self.write_said(person, saying, moment)
        {
            return nack;
        }
        let answer = self.apply(person, command, saying.n, moment);
        if matches!(answer, Answer::Ack { seq: Some(_) }) {
            self.has_acted(person, saying.now);
        }
        answer
    }

    /// Lets the demo decide.
    pub(super) fn apply(
        &mut self,
        person: PersonId,
        command: D::Command,
        n: Option<u64>,
        moment: Moment,
    ) -> Answer {
        match self.perform(person, Act::Command { n, command }, moment) {
            Ok(seq) => Answer::Ack { seq },
            Err(refusal) => Answer::Nack {
                code: refusal.code.into(),
                message: refusal.message,
                retry_ms: refusal.retry_ms,
            },
        }
    }

    pub(super) fn rename(&mut self, person: PersonId, name: &str, saying: &Saying) -> Answer {
        // A name is read by everybody too.
        if let Err(nack) = self.may_speak(person) {
            return nack;
        }
        if let Err(nack) = self.check(person, RENAMING, saying.now) {
            return nack;
        }
        let moment = self.moment(saying.now);
        if let Err(nack) = self.write_said(person, saying, moment) {
            return nack;
        }
        self.take_name(person, name, moment.at)
    }

    /// Gives a person another name, if it is one.
    pub(super) fn take_name(&mut self, person: PersonId, name: &str, at: u64) -> Answer {
        match text::clean_name(name) {
            Ok(name) => {
                if self.registry.rename(person, &name) {
                    self.roll.changed(person, at);
                }
                Answer::Ack { seq: None }
            }
            Err(problem) => Answer::Nack {
                code: "name".into(),
                message: problem.to_string(),
                retry_ms: None,
            },
        }
    }

    pub(super) fn mark(&mut self, person: PersonId, text: &str, saying: &Saying) -> Answer {
        if let Err(nack) = self.may_speak(person) {
            return nack;
        }
        let checked = self.check(person, MARKING, saying.now);
        let checked = checked.and_then(|()| self.check_room(person, ROOM_MARKS, saying.now));
        if let Err(nack) = checked {
            return nack;
        }
        let moment = self.moment(saying.now);
        if let Err(nack) = self.write_said(person, saying, moment) {
            return nack;
        }
        self.take_mark(person, text, saying.n, moment.at)
    }

    /// Gives a text a number and a place in the log. The demo is not asked: it means nothing to it.
    pub(super) fn take_mark(
        &mut self,
        person: PersonId,
        text: &str,
        n: Option<u64>,
        at: u64,
    ) -> Answer {
        match text::clean_line(text) {
            Ok(text) => {
                let from = Some(person);
                let mark = Mark { text: &text };
                Answer::Ack {
                    seq: Some(self.publish_mark(&mark, Origin { from, n }, at)),
                }
            }
            Err(problem) => Answer::Nack {
                code: "text".into(),
                message: problem.to_string(),
                retry_ms: None,
            },
        }
    }

    pub(super) fn check(&mut self, person: PersonId, rate: Rate, now: Now) -> Result<(), Answer> {
        if self.stopping {
            return Err(Answer::Nack {
                code: "shutting_down".into(),
                message: "The server is stopping.".to_owned(),
                retry_ms: Some(RETRY_AFTER_STOP_MS),
            });
        }
        let member = self.registry.member_mut(person);
        let spent = member.map_or(Ok(()), |member| member.spend(rate, now.ms()));
        spent.map_err(|retry_ms| {
            self.rejected(person, now);
            Answer::Nack {
                code: "rate".into(),
                message: format!(
                    "Slower, please: at most {} of these a second.",
                    rate.per_second
                ),
                retry_ms: Some(retry_ms),
            }
        })
    }
}
