//! Messages, in a closed or an open loop: warm up, measure, then drain what is still on its way.

use std::time::{Duration, Instant};

use anyhow::Result;

use super::{crowd::Crowd, tally::Tally};
use crate::{
    machine::{self, ProcessorTime},
    options::Load,
    outcome::Outcome,
    workload::{Pace, Workload},
};

/// Caches, buffers and the congestion window find their size in this time.
const WARM_UP: Duration = Duration::from_millis(500);
/// Time that is measured …
const MEASURE: Duration = Duration::from_secs(3);
/// … and when it only has to work.
const MEASURE_QUICK: Duration = Duration::from_secs(1);
/// What has not come after this is late.
const DRAIN: Duration = Duration::from_secs(3);
/// When nothing has come for this long, what is missing is lost.
const QUIET: Duration = Duration::from_millis(500);
/// Longest wait for something to come.
const LONGEST_WAIT: Duration = Duration::from_millis(10);

/// Plays the workload.
pub(crate) fn measure(order: &Load, workload: &Workload) -> Result<Outcome> {
    machine::allow_connections();
    let window = match workload.pace {
        Pace::Closed { window } => window,
        Pace::Open { .. } | Pace::Idle => 0,
    };
    let mut talk = Talk {
        workload,
        crowd: Crowd::new(order.server, order.dialect)?,
        tally: Tally::new(window),
        next: 0,
        first_due: Instant::now(),
    };
    talk.crowd.gather(workload.connections, &mut talk.tally)?;
    talk.first_due = Instant::now();
    talk.go_on_for(WARM_UP)?;

    talk.tally.since_ns = talk.tally.now_ns();
    let before = Look::now(order.pid, &talk);
    talk.go_on_for(if order.quick { MEASURE_QUICK } else { MEASURE })?;
    let after = Look::now(order.pid, &talk);

    let sent = u64::from(after.next - before.next);
    let expected = sent * workload.receivers() as u64;
    let settled = talk.drain(expected)?;

    let seconds = after.at.duration_since(before.at).as_secs_f64();
    let deliveries = (after.deliveries - before.deliveries) as f64;
    let share = |ns: f64| ns / (seconds * 1e9);
    let server = Spent::between(before.server, after.server);
    let load = Spent::between(before.load, after.load);
    let tally = &talk.tally;
    Ok(Outcome {
        connections: workload.connections,
        sent,
        expected,
        delivered: tally.measured,
        settled,
        rate: deliveries / seconds,
        frame_bytes: tally.delivery_bytes as f64 / tally.deliveries.max(1) as f64,
        delivery_ns: server.map(|server| server.used / deliveries.max(1.0)),
        server_busy: server.map(|server| share(server.used)),
        load_busy: load.map(|load| share(load.used)),
        disturbed: server
            .zip(load)
            .map(|(one, other)| share(one.waited.max(other.waited))),
        latency: tally.latency(),
        sent_late_p99: tally.lateness_p99_ms(),
        others: tally.others(),
        cut: tally.cut,
        connection_kib: None,
    })
}

/// What everything stands at, at one moment.
struct Look {
    at: Instant,
    next: u32,
    deliveries: u64,
    server: Option<ProcessorTime>,
    load: Option<ProcessorTime>,
}

impl Look {
    fn now(server: u32, talk: &Talk<'_>) -> Self {
        Self {
            at: Instant::now(),
            next: talk.next,
            deliveries: talk.tally.deliveries,
            server: machine::processor_time(server),
            load: machine::processor_time(std::process::id()),
        }
    }
}

/// What a process spent between two looks, in nanoseconds.
#[derive(Clone, Copy)]
struct Spent {
    used: f64,
    waited: f64,
}

impl Spent {
    fn between(before: Option<ProcessorTime>, after: Option<ProcessorTime>) -> Option<Self> {
        let (before, after) = before.zip(after)?;
        Some(Self {
            used: after.used.saturating_sub(before.used) as f64,
            waited: after.waited.saturating_sub(before.waited) as f64,
        })
    }
}

struct Talk<'a> {
    workload: &'a Workload,
    crowd: Crowd,
    tally: Tally,
    /// The number of the next message.
    next: u32,
    /// When message 0 was to go out.
    first_due: Instant,
}

impl Talk<'_> {
    fn go_on_for(&mut self, time: Duration) -> Result<()> {
        let end = Instant::now() + time;
        loop {
            let now = Instant::now();
            if now >= end {
                return Ok(());
            }
            let wait = self.say_what_is_due(now).min(end - now);
            self.crowd.turn(wait, &mut self.tally)?;
        }
    }

    /// Says it, and how long there is nothing more to say.
    fn say_what_is_due(&mut self, now: Instant) -> Duration {
        let mut wait = LONGEST_WAIT;
        match self.workload.pace {
            Pace::Closed { .. } => {
                while self.tally.has_room_for(self.next) {
                    self.say(Duration::ZERO);
                }
            }
            Pace::Open { per_sender } => loop {
                let per_second = per_sender * self.workload.senders as f64;
                let offset = Duration::from_secs_f64(f64::from(self.next) / per_second);
                let due = self.first_due + offset;
                if due > now {
                    wait = wait.min(due - now);
                    break;
                }
                self.say(now - due);
            },
            Pace::Idle => {}
        }
        self.crowd.flush(&mut self.tally);
        wait
    }

    /// The next message, by the next sender in turn. Its stamp is the moment it really leaves: how
    /// late that is, is the generator's fault, and told apart.
    fn say(&mut self, late: Duration) {
        let who = self.next as usize % self.workload.senders;
        self.crowd.say(who, self.next, self.tally.now_ns());
        self.tally.sent(self.next, self.workload.receivers(), late);
        self.next += 1;
    }

    /// Reads on without sending. Whether everything came or nothing comes any more.
    fn drain(&mut self, expected: u64) -> Result<bool> {
        let end = Instant::now() + DRAIN;
        let mut quiet_since = Instant::now();
        let mut seen = self.tally.measured;
        while self.tally.measured < expected && quiet_since.elapsed() < QUIET {
            if Instant::now() > end {
                return Ok(false);
            }
            self.crowd.turn(LONGEST_WAIT, &mut self.tally)?;
            if self.tally.measured != seen {
                seen = self.tally.measured;
                quiet_since = Instant::now();
            }
        }
        Ok(true)
    }
}
