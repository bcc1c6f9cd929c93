//! What somebody asks for: its number checked, its rate checked, then decided once and answered.
//!
//! The answer is queued in the same turn as what follows, so it is never later than the event itself.

use crate::clock::Now;
use crate::demo::{Act, Demo, PersonId, Rate};
use crate::ledger::{Answer, Verdict};
use crate::protocol::{Mark, Origin};
use crate::registry::ConnectionId;
use crate::room::core::Room;
use crate::text;

/// How often a person may take another name.
const RENAMING: Rate = Rate::new(Rate::KINDS, 1.0, 5.0);
/// How often a person may set a mark: more than a race at 10/s and a talker at 20/s together need.
const MARKING: Rate = Rate::new(Rate::KINDS + 2, 30.0, 60.0);
/// A command refused because the server stops may be tried again after this time, in milliseconds.
const RETRY_AFTER_STOP_MS: u64 = 1_000;

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
        match member.ledger.judge(number) {
            Verdict::Next => {
                let answer = decide(self);
                self.answer(id, n, &answer);
                if let Some(member) = self.registry.member_mut(person) {
                    member.ledger.record(answer);
                }
            }
            Verdict::Repeat(answer) => {
                let answer = answer.clone();
                self.answer(id, n, &answer);
            }
            Verdict::Forgotten => self.nack(id, n, "too_old", "That was answered long ago."),
            Verdict::OutOfOrder => {
                let message = format!(
                    "The number after {} must come first.",
                    member.ledger.last_n()
                );
                self.nack(id, n, "out_of_order", &message);
            }
        }
    }

    pub(super) fn decide(
        &mut self,
        person: PersonId,
        command: D::Command,
        n: Option<u64>,
        now: Now,
    ) -> Answer {
        if D::leaves_traces(&command)
            && let Err(nack) = self.may_act(person, now)
        {
            return nack;
        }
        let rate = self.demo.rate(&command);
        let checked = self.check(person, rate, now);
        let room_rate = self.demo.room_rate(&command);
        if let Err(nack) = checked.and_then(|()| self.check_room(room_rate, now)) {
            return nack;
        }
        match self.act(person, Act::Command { n, command }, now) {
            Ok(seq) => {
                if seq.is_some() {
                    self.has_acted(person, now);
                }
                Answer::Ack { seq }
            }
            Err(refusal) => Answer::Nack {
                code: refusal.code,
                message: refusal.message,
                retry_ms: refusal.retry_ms,
            },
        }
    }

    pub(super) fn rename(&mut self, person: PersonId, name: &str, now: Now) -> Answer {
        // A name is read by everybody too.
        if let Err(nack) = self.may_speak(person) {
            return nack;
        }
        if let Err(nack) = self.check(person, RENAMING, now) {
            return nack;
        }
        match text::clean_name(name) {
            Ok(name) => {
                if self.registry.rename(person, &name) {
                    self.roll.changed(person, now.ms());
                }
                Answer::Ack { seq: None }
            }
            Err(problem) => Answer::Nack {
                code: "name",
                message: problem.to_string(),
                retry_ms: None,
            },
        }
    }

    /// Gives a text a number and a place in the log. The demo is not asked: it means nothing to it.
    pub(super) fn mark(
        &mut self,
        person: PersonId,
        text: &str,
        n: Option<u64>,
        now: Now,
    ) -> Answer {
        if let Err(nack) = self.may_speak(person) {
            return nack;
        }
        if let Err(nack) = self.check(person, MARKING, now) {
            return nack;
        }
        match text::clean_line(text) {
            Ok(text) => {
                let from = Some(person);
                let mark = Mark { text: &text };
                Answer::Ack {
                    seq: Some(self.publish_mark(&mark, Origin { from, n }, now)),
                }
            }
            Err(problem) => Answer::Nack {
                code: "text",
                message: problem.to_string(),
                retry_ms: None,
            },
        }
    }

    pub(super) fn check(&mut self, person: PersonId, rate: Rate, now: Now) -> Result<(), Answer> {
        if self.stopping {
            return Err(Answer::Nack {
                code: "shutting_down",
                message: "The server is stopping.".to_owned(),
                retry_ms: Some(RETRY_AFTER_STOP_MS),
            });
        }
        let member = self.registry.member_mut(person);
        let spent = member.map_or(Ok(()), |member| member.spend(rate, now.ms()));
        spent.map_err(|retry_ms| {
            self.rejected(person, now);
            Answer::Nack {
                code: "rate",
                message: format!(
                    "Slower, please: at most {} of these a second.",
                    rate.per_second
                ),
                retry_ms: Some(retry_ms),
            }
        })
    }
}
