//! The way of a line: demo → event → one encoding → log.
//!
//! Everything that changes a demo comes by here, whether a person asks for it, the time has come, or
//! the world outside has news.

use rand::Rng;
use serde::Serialize;
use tracing::error;

use crate::clock::Now;
use crate::demo::{Act, Audience, Demo, Effects, PersonId, Refusal, Spoken, What};
use crate::frame::{self, Opcode};
use crate::log::Frames;
use crate::protocol::{self, Mark, Number, Origin};
use crate::registry::ConnectionId;
use crate::room::core::Room;
use crate::room::record::{Moment, Record};

impl<D: Demo> Room<D> {
    /// This moment, for an input that comes now.
    pub(super) fn moment(&mut self, now: Now) -> Moment {
        Moment {
            at: now.ms(),
            random: self.chance.next_u64(),
            seq: self.log.head() + 1,
        }
    }

    /// Lets the demo apply what a person does. Returns the number of the first event that follows.
    pub(super) fn perform(
        &mut self,
        person: PersonId,
        act: Act<D::Command>,
        moment: Moment,
    ) -> Result<Option<u64>, Refusal> {
        let Some(member) = self.registry.member(person) else {
            return Ok(None);
        };
        let n = match &act {
            Act::Command { n, .. } => *n,
            Act::Joined | Act::Returned | Act::Left => None,
        };
        let input = moment.input(What::Person(member.who(), act));
        self.inputs += 1;
        let applied = self.demo.apply(input, &mut self.effects);
        if let Err(refusal) = applied {
            self.effects.clear();
            return Err(refusal);
        }
        let from = Some(person);
        Ok(self.publish_effects(Origin { from, n }, moment.at))
    }

    /// Lets the demo apply what the world outside has to say.
    pub(crate) fn learn(&mut self, external: D::External, now: Now) {
        if self.stopping {
            return;
        }
        let moment = self.moment(now);
        if self.journal.is_kept() {
            // What is known already leaves nothing to write down, and nothing to apply.
            let Some(news) = self.demo.news(&external) else {
                return;
            };
            let when = moment;
            self.journal.note(&Record::News { when, news: &news });
        }
        self.happen(What::External(external), moment);
    }

    /// Tells the demo that the time has come, if it has.
    pub(crate) fn tick(&mut self, now: Now) {
        let is_due = self.demo.next_tick().is_some_and(|due| due <= now.ms());
        if is_due && !self.stopping {
            let when = self.moment(now);
            self.journal.note(&Record::Tick { when });
            self.happen(What::Tick, when);
        }
    }

    /// Something happens that is nobody's doing.
    pub(super) fn happen(&mut self, what: What<'_, D::Command, D::External>, moment: Moment) {
        self.inputs += 1;
        if let Err(refusal) = self.demo.apply(moment.input(what), &mut self.effects) {
            error!(room = %self.name, ?refusal, "a demo refused what nobody asked for");
            self.effects.clear();
            return;
        }
        self.publish_effects(Origin::default(), moment.at);
    }

    /// Publishes what follows from an input, and returns the number of its first event.
    fn publish_effects(&mut self, origin: Origin, at: u64) -> Option<u64> {
        let Effects { events, latest } = &mut self.effects;
        for (person, value) in latest.drain(..) {
            match value {
                Some(value) => self.latest.set(person, value, at),
                None => self.latest.clear(person, at),
            }
        }
        let mut events = std::mem::take(events);
        let first = (!events.is_empty()).then(|| self.log.head() + 1);
        for spoken in events.drain(..) {
            self.publish(&spoken, origin, at);
        }
        self.effects.events = events;
        first
    }

    /// Publishes an event, and the words in which plain clients hear of it.
    fn publish(&mut self, spoken: &Spoken<D::Event>, origin: Origin, at: u64) {
        let plain = spoken.plain.as_ref();
        let not_to = plain
            .filter(|plain| plain.audience == Audience::Others)
            .and_then(|_| self.registry.member(origin.from?)?.connection);
        let plain = plain.map(|plain| &*plain.text);
        self.number(&spoken.event, origin, plain, not_to, at);
    }

    /// Publishes a mark, and returns its number.
    pub(super) fn publish_mark(&mut self, mark: &Mark<'_>, origin: Origin, at: u64) -> u64 {
        self.number(mark, origin, None, None, at)
    }

    /// Gives an event its number and its place in the log, encoded once for everybody.
    fn number(
        &mut self,
        event: &impl Serialize,
        origin: Origin,
        plain: Option<&str>,
        not_to: Option<ConnectionId>,
        at: u64,
    ) -> u64 {
        let seq = self.log.head() + 1;
        let number = Number { seq, at };
        let mut json = std::mem::take(&mut self.scratch.json);
        json.clear();
        protocol::write_event(event, number, origin, &mut json);
        self.push(at, &json, plain, not_to);
        self.scratch.json = json;
        number.seq
    }

    /// Appends a numbered frame to the log, and the words in which plain clients hear of it.
    pub(super) fn push(
        &mut self,
        at: u64,
        json: &[u8],
        plain: Option<&str>,
        not_to: Option<ConnectionId>,
    ) {
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
            at,
        });
    }
}
