//! What goes out at the end of a turn: to each connection, in one write, whatever it lacks.
//!
//! A turn applies everything that waits and then delivers once. At rest an event leaves at once;
//! under load many leave together, which is worth more than any other trick, because the number of
//! writes is what a broadcast costs.

use std::hint::black_box;

use tracing::debug;

use crate::clock::Now;
use crate::counts::Loss;
use crate::demo::{Demo, OnGap};
use crate::limits;
use crate::log::Reading;
use crate::protocol::{self, Number, ServerFrame};
use crate::registry::ConnectionId;
use crate::room::core::Room;
use crate::room::record::Record;
use crate::room::serve::Outcome;
use crate::transport::Writable;

/// Connections that are fetched from memory before the first of them is served. What they need is spread
/// over several places, and whoever waits for all of it at once waits but once: with a thousand receivers
/// that is 5 of 100 of what a delivery costs (the benchmark's W3).
const ABREAST: usize = 16;

impl<D: Demo> Room<D> {
    /// Brings every connection as far as its socket allows.
    pub(crate) fn deliver(&mut self, now: Now) {
        self.publish_people(now);
        self.tell_storage();
        let before = self.delivered.head;
        let news = self.log.head() - before;
        self.delivered = self.log.extent();
        let is_for_all = self.release_latest(now) || news > 0;
        let troubled = if is_for_all {
            debug!(room = %self.name, events = news, connections = self.registry.connections.len(), "send");
            self.serve_all(before, now.ms())
        } else {
            self.serve_touched(now.ms())
        };
        self.touched.clear();
        // What one delivery finds is settled before the next one looks.
        for (id, outcome) in troubled {
            self.settle(id, outcome, now);
        }
    }

    /// Serves everybody, most of whom have had the log up to `before`. Returns those who are not up to date
    /// after it.
    fn serve_all(&mut self, before: u64, now: u64) -> Vec<(ConnectionId, Outcome)> {
        let mut troubled = Vec::new();
        let log = Reading::of(&self.log, before);
        let mut rest = self.registry.connections.as_mut_slice();
        while !rest.is_empty() {
            let (abreast, others) = rest.split_at_mut(rest.len().min(ABREAST));
            rest = others;
            let fetched = abreast.iter().map(|(_, connection)| connection.fetch());
            // It is the reading that matters.
            black_box(fetched.fold(0, u64::wrapping_add));
            for (id, connection) in abreast {
                let outcome = connection.serve::<D>(&log, &mut self.latest, now);
                troubled.extend(outcome.troubles(*id));
            }
        }
        troubled
    }

    /// Serves those who have something of their own to hear, once each. Returns those who are not up to
    /// date after it.
    fn serve_touched(&mut self, now: u64) -> Vec<(ConnectionId, Outcome)> {
        let mut troubled = Vec::new();
        let log = Reading::of(&self.log, self.log.head());
        self.touched.sort_unstable();
        self.touched.dedup();
        for id in &self.touched {
            let Some(connection) = self.registry.connections.get_mut(id) else {
                continue;
            };
            let outcome = connection.serve::<D>(&log, &mut self.latest, now);
            troubled.extend(outcome.troubles(*id));
        }
        troubled
    }

    /// Whether this turn must end: what it makes must still be in the log when it is delivered.
    pub(crate) fn is_turn_full(&self) -> bool {
        self.log.is_filling_up(self.delivered)
    }

    /// A connection whose socket was full can be written to again.
    pub(crate) fn writable(&mut self, id: ConnectionId) {
        if let Some(connection) = self.registry.connections.get_mut(&id) {
            connection.is_waiting = false;
            self.touched.push(id);
        }
    }

    /// The connections whose socket has become full, and what tells when they are not any more.
    pub(crate) fn take_blocked(&mut self) -> impl Iterator<Item = (ConnectionId, Writable)> + '_ {
        let connections = &self.registry.connections;
        self.blocked
            .drain(..)
            .filter_map(|id| Some((id, connections.get(&id)?.outlet.writable())))
    }

    fn settle(&mut self, id: ConnectionId, outcome: Outcome, now: Now) {
        match outcome {
            Outcome::UpToDate => {}
            Outcome::Waits => self.blocked.push(id),
            Outcome::Finished => self.finish(id, now),
            Outcome::Unread => self.does_not_read(id, now),
            Outcome::Dead => self.lose(id, Loss::Broken, now.ms(), now),
            Outcome::HasFallenOff => {
                self.bridge(id);
                let Some(connection) = self.registry.connections.get_mut(&id) else {
                    return;
                };
                let log = Reading::of(&self.log, self.log.head());
                let outcome = connection.serve::<D>(&log, &mut self.latest, now.ms());
                self.settle(id, outcome, now);
            }
        }
    }

    /// Tells a connection that fell off the log what it missed, and sets it where it can go on.
    fn bridge(&mut self, id: ConnectionId) {
        let Some(connection) = self.registry.connections.get_mut(&id) else {
            return;
        };
        let from = connection.cursor + 1;
        let (to, rest) = match D::ON_GAP {
            // Changes of who is here may lie in the gap.
            OnGap::Skip => (self.log.oldest() - 1, self.all_people()),
            OnGap::Snapshot => (self.log.head(), self.snapshot()),
        };
        debug!(room = %self.name, connection = id.0, from, to, "skip");
        self.counts.skips.add(1);
        // The skip moves the client's position, so it comes last: if the connection breaks before
        // it, the client is where it was, and all of this is told again.
        self.tell_text(id, &rest);
        self.tell(id, &ServerFrame::Skip { from, to });
        if let Some(connection) = self.registry.connections.get_mut(&id) {
            connection.cursor = to;
        }
    }

    /// Drops a connection that has said and heard everything.
    fn finish(&mut self, id: ConnectionId, now: Now) {
        self.detach(id, now.ms(), now);
        self.registry.connections.swap_remove(&id);
    }

    /// Drops a connection that hears nothing any more, and has not `since` then. Whoever can come
    /// back keeps their session.
    pub(super) fn lose(&mut self, id: ConnectionId, why: Loss, since: u64, now: Now) {
        self.detach(id, since, now);
        if let Some(mut connection) = self.registry.connections.swap_remove(&id) {
            debug!(room = %self.name, connection = id.0, ?why, "give up");
            self.counts.lost(why);
            connection.outlet.abort();
        }
    }

    /// Gives the gathered changes of who is here a number and a place in the log.
    fn publish_people(&mut self, now: Now) {
        let Some(changes) = self.roll.take_due(now.ms()) else {
            return;
        };
        let set = changes
            .set
            .iter()
            .filter_map(|person| self.registry.member(*person));
        let number = Number {
            seq: self.log.head() + 1,
            at: now.ms(),
        };
        let frame = ServerFrame::People {
            all: false,
            set: &set.map(|member| member.as_person()).collect::<Vec<_>>(),
            gone: &changes.gone,
            count: self.roll.count(),
            number: Some(number),
        };
        let json = protocol::raw(&frame);
        let (at, seq) = (number.at, number.seq);
        let text = json.get().as_bytes();
        self.journal.note(&Record::People {
            at,
            seq,
            json: &json,
        });
        self.push(at, text, None, None);
    }

    fn all_people(&self) -> String {
        protocol::encode(&ServerFrame::People {
            all: true,
            set: &self.listed_people(),
            gone: &[],
            count: self.roll.count(),
            number: None,
        })
    }

    /// Lets changed ephemeral values out, at most every [`limits::LATEST_EVERY_MS`]. Says whether
    /// it did.
    fn release_latest(&mut self, now: Now) -> bool {
        if !self.latest.has_unreleased() {
            return false;
        }
        let earliest = self.latest.released_at() + limits::LATEST_EVERY_MS;
        if now.ms() < earliest {
            self.latest_due = Some(earliest);
            return false;
        }
        self.latest_due = None;
        self.latest.release(now.ms());
        true
    }
}
