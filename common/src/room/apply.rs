//! The way of a line: demo → event → one encoding → log.
//!
//! Everything that changes a demo comes by here, whether a person asks for it, the time has come, or
//! the world outside has news.

use rand::Rng;
use serde::Serialize;
use tracing::error;

use crate::clock::Now;
use crate::demo::{Act, Audience, Demo, Effects, Input, PersonId, Refusal, Spoken, What};
use crate::frame::{self, Opcode};
use crate::log::Frames;
use crate::protocol::{self, Mark, Number, Origin};
use crate::registry::ConnectionId;
use crate::room::core::Room;

impl<D: Demo> Room<D> {
    /// Lets the demo apply what a person does. Returns the number of the first event that follows.
    pub(super) fn act(
        &mut self,
        person: PersonId,
        act: Act<D::Command>,
        now: Now,
    ) -> Result<Option<u64>, Refusal> {
        let Some(member) = self.registry.member(person) else {
            return Ok(None);
        };
        let n = match &act {
            Act::Command { n, .. } => *n,
            Act::Joined | Act::Returned | Act::Left => None,
        };
        let input = Input {
            at: now.ms(),
            random: self.chance.next_u64(),
            next_seq: self.log.head() + 1,
            what: What::Person(member.who(), act),
        };
        self.inputs += 1;
        let applied = self.demo.apply(input, &mut self.effects);
        if let Err(refusal) = applied {
            self.effects.clear();
            return Err(refusal);
        }
        let from = Some(person);
        Ok(self.publish_effects(Origin { from, n }, now))
    }

    /// Lets the demo apply what the world outside has to say.
    pub(crate) fn learn(&mut self, external: D::External, now: Now) {
        if !self.stopping {
            self.happen(What::External(external), now);
        }
    }

    /// Tells the demo that the time has come, if it has.
    pub(crate) fn tick(&mut self, now: Now) {
        let is_due = self.demo.next_tick().is_some_and(|due| due <= now.ms());
        if is_due && !self.stopping {
            self.happen(What::Tick, now);
        }
    }

    /// Something happens that is nobody's doing.
    fn happen(&mut self, what: What<'_, D::Command, D::External>, now: Now) {
        let input = Input {
            at: now.ms(),
            random: self.chance.next_u64(),
            next_seq: self.log.head() + 1,
            what,
        };
        self.inputs += 1;
        if let Err(refusal) = self.demo.apply(input, &mut self.effects) {
            error!(room = %self.name, ?refusal, "a demo refused what nobody asked for");
            self.effects.clear();
            return;
        }
        self.publish_effects(Origin::default(), now);
    }

    /// Publishes what follows from an input, and returns the number of its first event.
    fn publish_effects(&mut self, origin: Origin, now: Now) -> Option<u64> {
        let Effects { events, latest } = &mut self.effects;
        for (person, value) in latest.drain(..) {
            match value {
                Some(value) => self.latest.set(person, value, now.ms()),
                None => self.latest.clear(person, now.ms()),
            }
        }
        let mut events = std::mem::take(events);
        let first = (!events.is_empty()).then(|| self.log.head() + 1);
        for spoken in events.drain(..) {
            self.publish(&spoken, origin, now);
        }
        self.effects.events = events;
        first
    }

    /// Publishes an event, and the words in which plain clients hear of it.
    fn publish(&mut self, spoken: &Spoken<D::Event>, origin: Origin, now: Now) {
        let plain = spoken.plain.as_ref();
        let not_to = plain
            .filter(|plain| plain.audience == Audience::Others)
            .and_then(|_| self.registry.member(origin.from?)?.connection);
        let plain = plain.map(|plain| plain.text.as_str());
        self.number(&spoken.event, origin, plain, not_to, now);
    }

    /// Publishes a mark, and returns its number.
    pub(super) fn publish_mark(&mut self, mark: &Mark<'_>, origin: Origin, now: Now) -> u64 {
        self.number(mark, origin, None, None, now)
    }

    /// Gives an event its number and its place in the log, encoded once for everybody.
    fn number(
        &mut self,
        event: &impl Serialize,
        origin: Origin,
        plain: Option<&str>,
        not_to: Option<ConnectionId>,
        now: Now,
    ) -> u64 {
        let number = Number {
            seq: self.log.head() + 1,
            at: now.ms(),
        };
        let mut json = std::mem::take(&mut self.scratch.json);
        json.clear();
        protocol::write_event(event, number, origin, &mut json);
        self.push(&json, plain, not_to);
        self.scratch.json = json;
        number.seq
    }

    /// Appends a numbered frame to the log, and the words in which plain clients hear of it.
    pub(super) fn push(&mut self, json: &[u8], plain: Option<&str>, not_to: Option<ConnectionId>) {
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
        });
    }
}
