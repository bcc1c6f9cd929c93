//! What a room does because time passes: pings, silence, stuck sockets, grace times, stopping.

use rand::RngExt;

use crate::clock::Now;
use crate::counts::Loss;
use crate::demo::{Demo, PersonId};
use crate::knob;
use crate::limits;
use crate::protocol::{self, ServerFrame};
use crate::registry::{Connection, ConnectionId, Ending, Role};
use crate::room::core::Room;
use crate::transport::code;

/// While the server stops, the room looks this often, in milliseconds.
const STOPPING_SWEEP_MS: u64 = 50;
/// Least time a page waits before it comes back after the server stopped, in milliseconds.
const RETRY_MS: u64 = 200;
/// The return of a class is spread: 2 ms for each connection, within these bounds, in milliseconds.
const SPREAD_PER_CONNECTION_MS: u64 = 2;
const SPREAD_MS: (u64, u64) = (1_000, 10_000);

/// What looking after a connection found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Finding {
    Well,
    /// It has a ping or a close to send.
    Touched,
    Dead(Loss),
    /// Nothing has been heard of it since then.
    Silent {
        since: u64,
    },
}

impl<D: Demo> Room<D> {
    /// Does whatever has become due.
    pub(crate) fn sweep(&mut self, now: Now) {
        if now.ms() < self.next_sweep {
            return;
        }
        let every = if self.stopping {
            STOPPING_SWEEP_MS
        } else {
            limits::SWEEP_EVERY_MS
        };
        self.next_sweep = now.ms() + every;
        self.sweep_connections(now);
        self.sweep_members(now);
        self.sweep_latest(now);
        self.look_after_journal(now);
    }

    /// When there will be something to do though nothing comes, in milliseconds of the server's
    /// clock. `None` if the room is empty.
    pub(crate) fn next_deadline(&self) -> Option<u64> {
        let sweep = (!self.registry.is_empty()).then_some(self.next_sweep);
        let tick = self.demo.next_tick().filter(|_| !self.stopping);
        [self.roll.due(), self.latest_due, sweep, tick]
            .into_iter()
            .flatten()
            .min()
    }

    /// Whether somebody is connected.
    pub(crate) fn is_attended(&self) -> bool {
        !self.registry.connections.is_empty()
    }

    /// Whether nobody is here and nobody can come back.
    pub(crate) fn is_empty(&self) -> bool {
        self.registry.is_empty()
    }

    /// Starts to stop: from now on nothing is accepted, everybody is told and gets what is left.
    pub(crate) fn stop(&mut self, now: Now) {
        self.stopping = true;
        self.next_sweep = now.ms();
        let all: Vec<_> = self.registry.connections.keys().copied().collect();
        for id in all {
            self.say_bye(id, now);
        }
        // A poller that was told to go might ask for a long time yet.
        for connection in self.registry.connections.values_mut() {
            if let Ending::Closing { until } = &mut connection.ending {
                *until = (*until).min(now.ms() + limits::CLOSE_MS);
            }
        }
    }

    /// Whether the room has been told to stop.
    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping
    }

    /// Whether the room has stopped and everybody has gone.
    pub(crate) fn has_stopped(&self) -> bool {
        self.stopping && self.registry.connections.is_empty()
    }

    /// Tells one connection to come back later, at a time that is its own.
    pub(super) fn say_bye(&mut self, id: ConnectionId, now: Now) {
        let connections = self.registry.connections.len() as u64;
        let spread = (connections * SPREAD_PER_CONNECTION_MS).clamp(SPREAD_MS.0, SPREAD_MS.1);
        let retry_ms = RETRY_MS + self.chance.random_range(0..=spread);
        self.tell(
            id,
            &ServerFrame::Bye {
                reason: "the server is stopping",
                retry_ms,
            },
        );
        if let Some(connection) = self.registry.connections.get_mut(&id)
            && connection.ending == Ending::No
        {
            connection.ending = Ending::Draining {
                until: now.ms() + limits::DRAIN_MS,
            };
        }
    }

    fn sweep_connections(&mut self, now: Now) {
        let ping = protocol::encode(&ServerFrame::Ping { now: now.ms() });
        let mut dead = Vec::new();
        for (id, connection) in &mut self.registry.connections {
            let carrier = connection.outlet.carrier();
            let slack = knob::slack_ms(&self.turned.conditions, carrier);
            // The end does not wait for the knob.
            let at_end = if self.stopping { 0 } else { slack };
            match connection.look_after(&ping, [slack, at_end], now.ms()) {
                Finding::Well => {}
                Finding::Touched => self.touched.push(*id),
                Finding::Dead(why) => dead.push((*id, why, now.ms())),
                Finding::Silent { since } => dead.push((*id, Loss::Silent, since)),
            }
        }
        for (id, why, since) in dead {
            self.lose(id, why, since, now);
        }
    }

    fn sweep_members(&mut self, now: Now) {
        let absent = self.registry.members().filter_map(|member| {
            let since = member.gone_since?;
            Some((member.id, now.ms().saturating_sub(since)))
        });
        let absent: Vec<(PersonId, u64)> = absent
            .filter(|(_, absent_ms)| *absent_ms >= limits::LEAVE_GRACE_MS)
            .collect();
        for (person, absent_ms) in absent {
            self.depart(person, now);
            if absent_ms >= limits::SESSION_MS {
                self.forget(person);
            }
        }
    }
}

impl<D: Demo> Room<D> {
    /// What was taken back is forgotten once everybody knows. Pollers say themselves what they know, and
    /// some may say the same for ever; but no connection lives so long without taking anything.
    fn sweep_latest(&mut self, now: Now) {
        let readers = self
            .registry
            .connections
            .values()
            .filter(|connection| connection.person.is_some());
        let seen = readers.map(|connection| connection.seen_latest).min();
        let seen = seen.unwrap_or(self.latest.released());
        let long_ago = now.ms().saturating_sub(limits::SESSION_MS);
        self.latest.forget_cleared(seen, long_ago);
    }
}

impl Connection {
    /// `slack` is what the lecturer adds to its way and back, and `at_end` how much of it an end is given,
    /// in milliseconds.
    fn look_after(&mut self, ping: &str, [slack, at_end]: [u64; 2], now: u64) -> Finding {
        let since = |then: u64| now.saturating_sub(then);
        match self.ending {
            Ending::Draining { until } if now >= until => {
                self.close(
                    code::GOING_AWAY,
                    "the server is stopping",
                    now + limits::CLOSE_MS,
                );
                return Finding::Touched;
            }
            Ending::Closing { until } | Ending::Ended { until } if now >= until + at_end => {
                return Finding::Dead(Loss::Unclosed);
            }
            _ => {}
        }
        if self
            .stuck_since
            .is_some_and(|stuck| since(stuck) >= limits::NO_PROGRESS_MS)
        {
            return Finding::Dead(Loss::Stuck);
        }
        let patience = self.outlet.patience();
        if patience.is_some_and(|patience| since(self.heard.last()) >= patience + slack) {
            let since = self.heard.last();
            return Finding::Silent { since };
        }
        if self.person.is_none()
            && self.role != Role::Onlooker
            && self.ending == Ending::No
            && since(self.opened) >= limits::HELLO_MS + slack
        {
            self.close(code::NO_HELLO, "no hello came", now + limits::CLOSE_MS);
            return Finding::Touched;
        }
        if since(self.pinged) >= limits::PING_EVERY_MS {
            self.pinged = now;
            self.outlet.ping(ping);
            return Finding::Touched;
        }
        if self.outlet.due().is_some_and(|due| due <= now) {
            return Finding::Touched;
        }
        Finding::Well
    }
}
