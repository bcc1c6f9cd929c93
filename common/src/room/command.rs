//! The way of a line: number checked → rate checked → demo → event → one encoding → log.
//!
//! The answer to the sender is queued here as well, so it is never later than the event itself.

use rand::Rng;

use crate::clock::Now;
use crate::demo::{Audience, Change, Demo, Input, PersonId, Rate, Refusal, Spoken, What};
use crate::frame::{self, Opcode};
use crate::ledger::{Answer, Verdict};
use crate::log::Frames;
use crate::protocol::{self, Number, Origin};
use crate::registry::ConnectionId;
use crate::room::core::Room;
use crate::text;

/// How often a person may take another name.
const RENAMING: Rate = Rate {
    kind: Rate::KINDS,
    per_second: 1.0,
    burst: 5.0,
};
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
        let rate = self.demo.rate(&command);
        if let Err(nack) = self.check(person, rate, now) {
            return nack;
        }
        match self.apply(person, What::Command(command), n, now) {
            Ok(seq) => Answer::Ack { seq },
            Err(refusal) => Answer::Nack {
                code: refusal.code,
                message: refusal.message,
                retry_ms: None,
            },
        }
    }

    pub(super) fn rename(&mut self, person: PersonId, name: &str, now: Now) -> Answer {
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
        spent.map_err(|retry_ms| Answer::Nack {
            code: "rate",
            message: format!(
                "Slower, please: at most {} of these a second.",
                rate.per_second
            ),
            retry_ms: Some(retry_ms),
        })
    }

    /// Lets the demo apply an input, and publishes what follows. Returns the first event's number.
    pub(super) fn apply(
        &mut self,
        person: PersonId,
        what: What<D::Command>,
        n: Option<u64>,
        now: Now,
    ) -> Result<Option<u64>, Refusal> {
        let Some(member) = self.registry.member(person) else {
            return Ok(None);
        };
        let input = Input {
            who: member.who(),
            at: now.ms(),
            random: self.chance.next_u64(),
            n,
            next_seq: self.log.head() + 1,
            what,
        };
        let applied = self.demo.apply(input, &mut self.effects);
        let latest = std::mem::take(&mut self.effects.latest);
        let mut events = std::mem::take(&mut self.effects.events);
        let mut first = None;
        if applied.is_ok() {
            match latest {
                Change::Keep => {}
                Change::Set(value) => self.latest.set(person, &value),
                Change::Clear => self.latest.clear(person),
            }
            for spoken in &events {
                let seq = self.publish(person, spoken, n, now);
                first.get_or_insert(seq);
            }
        }
        events.clear();
        self.effects.events = events;
        applied.map(|()| first)
    }

    /// Gives an event its number and its place in the log, encoded once for everybody.
    fn publish(
        &mut self,
        from: PersonId,
        spoken: &Spoken<D::Event>,
        n: Option<u64>,
        now: Now,
    ) -> u64 {
        let number = Number {
            seq: self.log.head() + 1,
            at: now.ms(),
        };
        let plain = spoken.plain.as_ref();
        let not_to = plain
            .filter(|plain| plain.audience == Audience::Others)
            .and(
                self.registry
                    .member(from)
                    .and_then(|member| member.connection),
            );
        let plain = plain.map(|plain| plain.text.as_str());
        let mut json = std::mem::take(&mut self.scratch.json);
        json.clear();
        protocol::write_event(&spoken.event, number, Origin { from, n }, &mut json);
        let seq = self.push(&json, plain, not_to);
        self.scratch.json = json;
        seq
    }

    /// Appends a numbered frame to the log, and the words in which plain clients hear of it.
    pub(super) fn push(
        &mut self,
        json: &[u8],
        plain: Option<&str>,
        not_to: Option<ConnectionId>,
    ) -> u64 {
        let scratch = &mut self.scratch;
        scratch.rich.clear();
        scratch.plain.clear();
        frame::append(Opcode::Text, json, &mut scratch.rich);
        if let Some(text) = plain {
            frame::append(Opcode::Text, text.as_bytes(), &mut scratch.plain);
        }
        self.log.push(Frames {
            rich: &scratch.rich,
            plain: &scratch.plain,
            not_to,
        })
    }
}
