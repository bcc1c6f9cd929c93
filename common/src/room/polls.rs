//! A client that has to ask: its place in the log comes with each question.

use crate::clock::Now;
use crate::demo::Demo;
use crate::log::Position;
use crate::room::core::Room;
use crate::transport::http::Place;
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
        let last = has.after.map(|place| match place {
            Place::Of(position) => position,
            Place::Now(seq) => self.position(seq),
        });
        // A first question has nothing to name: the `hello` that came with it has set the place.
        if last.is_some() || is_onlooker {
            let resume = self.log.resume(last.as_ref());
            self.place(key.id, resume, last.map_or(0, |last| last.seq));
        }
    }

    fn position(&self, seq: u64) -> Position {
        Position {
            epoch: self.log.epoch().to_owned(),
            seq,
        }
    }
}
