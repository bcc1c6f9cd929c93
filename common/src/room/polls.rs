//! A client that has to ask: its place in the log comes with each question.

use crate::clock::Now;
use crate::counts::Reason;
use crate::demo::{Demo, Rate};
use crate::limits;
use crate::log::{Position, Resume};
use crate::room::core::Room;
use crate::room::entrance::RESYNCS;
use crate::transport::asking::Place;
use crate::transport::poll::outlet::TooOften;
use crate::transport::{ConnectionKey, Question};

/// What a client says that it has. All of it may be left out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Has {
    /// The last event.
    pub(crate) after: Option<Place>,
    /// The version of the ephemeral values.
    pub(crate) seen: Option<u64>,
}

impl<D: Demo> Room<D> {
    /// Hands a question to the connection it belongs to. It is answered with this turn's delivery, or
    /// whenever there is something to say. Without such a connection it is dropped, which whoever
    /// waits for the answer notices.
    pub(super) fn asked(&mut self, key: ConnectionKey, has: Has, question: Question, now: Now) {
        let last = has.after.map(|place| match place {
            Place::Of(position) => position,
            Place::Now(seq) => self.position(seq),
        });
        if let Err(too_often) = self.spend_on_repetition(key, last.as_ref(), now) {
            self.counts.refused(Reason::Rate);
            // Whoever has hung up meanwhile need not be refused.
            let _ = question.reply.send(Err(too_often));
            return;
        }
        let Some(connection) = self.registry.connection_of(key) else {
            return;
        };
        if !connection.outlet.ask(question) {
            return;
        }
        connection.heard.note(now.ms());
        connection.confirms_latest = has.seen.is_some();
        if let Some(seen) = has.seen {
            connection.seen_latest = seen.min(self.latest.released());
        }
        let is_reader = connection.is_reader();
        let is_onlooker = connection.person.is_none();
        self.touched.push(key.id);
        if !is_reader {
            return;
        }
        // A first question has nothing to name: the `hello` that came with it has set the place.
        if last.is_some() || is_onlooker {
            let resume = self.log.resume(last.as_ref());
            self.place(key.id, resume, last.map_or(0, |last| last.seq));
        }
    }

    /// An answer may be lost, so a poller may ask for the same again; but all there is costs as much as a
    /// `resync`, and a part of the log its part.
    fn spend_on_repetition(
        &mut self,
        key: ConnectionKey,
        last: Option<&Position>,
        now: Now,
    ) -> Result<(), TooOften> {
        let connection = self.registry.connection_of(key);
        let known = connection.and_then(|known| Some((known.person?, known.cursor)));
        let (Some((person, told)), Some(last)) = (known, last) else {
            return Ok(());
        };
        let cost = match self.log.resume(Some(last)) {
            Resume::Continue | Resume::Gap if last.seq >= told => 0.0,
            Resume::Continue => {
                let events = (told - last.seq) as f64 / limits::LOG_EVENTS as f64;
                let bytes = self.log.useful(last.seq, told) as f64 / limits::LOG_BYTES as f64;
                events.max(bytes).min(1.0)
            }
            Resume::Gap | Resume::Snapshot => 1.0,
        };
        let rate = Rate { cost, ..RESYNCS };
        let member = self.registry.member_mut(person);
        let spent = member.map_or(Ok(()), |member| member.spend(rate, now.ms()));
        spent.map_err(|retry_ms| TooOften { retry_ms })
    }

    fn position(&self, seq: u64) -> Position {
        Position {
            epoch: self.log.epoch().to_owned(),
            seq,
        }
    }
}
