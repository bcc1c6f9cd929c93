//! What one connection gets in a turn: its own frames, its share of the log, the newest values.
//!
//! It knows nothing of the others. What follows from how far the delivery got is for the room to settle.

use crate::demo::Demo;
use crate::latest::Latest;
use crate::limits;
use crate::log::Reading;
use crate::registry::{Connection, ConnectionId, Ending, Role};
use crate::transport::{Delivery, code};

/// What a delivery means for a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It has everything.
    UpToDate,
    /// Its socket is full: it goes on when it can be written to again.
    Waits,
    /// It must be told first which events it has missed.
    HasFallenOff,
    /// It has said and heard everything.
    Finished,
    /// It asks and does not read the answers.
    Unread,
    /// Nothing can reach it any more.
    Dead,
}

impl Outcome {
    /// Whom it troubles, if it is not what is wanted.
    pub(super) fn troubles(self, id: ConnectionId) -> Option<(ConnectionId, Self)> {
        (self != Self::UpToDate).then_some((id, self))
    }
}

impl Connection {
    /// One turn's delivery, at `now` milliseconds: its own frames, its share of the log, the newest ephemeral
    /// values.
    pub(super) fn serve<D: Demo>(
        &mut self,
        log: &Reading<'_>,
        latest: &mut Latest<D::Latest>,
        now: u64,
    ) -> Outcome {
        if self.is_waiting {
            return Outcome::UpToDate;
        }
        let is_reader = self.is_reader();
        if !is_reader {
            // It is not in the room: nothing of the log is for it.
            self.cursor = log.head();
        } else if log.has_fallen_off(self.cursor) && self.outlet.is_open() {
            return Outcome::HasFallenOff;
        }
        let delivery = match self.outlet.deliver(log, &mut self.cursor) {
            Delivery::Done if is_reader => {
                // All before it is out: whatever blocks now has not for long.
                self.stuck_since = None;
                self.serve_latest::<D>(log, latest)
            }
            delivery => delivery,
        };
        match (delivery, self.ending) {
            (Delivery::Broken, _) => Outcome::Dead,
            (Delivery::Unread, _) => Outcome::Unread,
            (Delivery::Blocked { progress }, _) => {
                self.stuck_since = self.stuck_since.filter(|_| !progress).or(Some(now));
                self.is_waiting = true;
                Outcome::Waits
            }
            // Nobody is waited for who might ask again: the server is about to close its doors, and a question that
            // still comes in is told so by `transport::http::gone`.
            (Delivery::Unasked, Ending::Draining { .. }) => Outcome::Finished,
            (Delivery::Done | Delivery::Unasked, Ending::Ended { .. }) => Outcome::Finished,
            (Delivery::Done, Ending::Draining { .. }) => {
                let until = now + limits::CLOSE_MS;
                self.close(code::GOING_AWAY, "the server is stopping", until);
                self.serve::<D>(log, latest, now)
            }
            (Delivery::Done | Delivery::Unasked, _) => {
                self.stuck_since = None;
                if self.outlet.turn_ends(now) {
                    Outcome::Finished
                } else {
                    Outcome::UpToDate
                }
            }
        }
    }

    fn serve_latest<D: Demo>(
        &mut self,
        log: &Reading<'_>,
        latest: &mut Latest<D::Latest>,
    ) -> Delivery {
        if self.seen_latest == latest.released() {
            return Delivery::Done;
        }
        match &self.role {
            Role::Member | Role::Guest | Role::Onlooker => latest
                .frame_after(self.seen_latest)
                .into_iter()
                .for_each(|news| self.outlet.tell_news(news)),
            Role::Plain { origin } => {
                let words = D::latest_in_plain_words;
                let news = latest.words_after(self.seen_latest, origin, words);
                self.outlet.tell_news(news);
            }
        }
        if !self.confirms_latest {
            self.seen_latest = latest.released();
        }
        self.outlet.deliver(log, &mut self.cursor)
    }
}
