//! Messages, in a closed or an open loop: warm up, measure, then drain what is still on its way.
//!
//! In an open loop a message counts from the moment it was due, not from the moment it left, and each
//! that was due in the measured time is sent, however late. Else a generator that is held up, by its own
//! work or by the server's, would leave out just those messages that had to wait.

use std::{
    thread,
    time::{Duration, Instant},
};

use anyhow::Result;

use super::{
    crowd::Crowd,
    look::Look,
    schedule::{Schedule, Turn},
    tally::Tally,
    tempo::Tempo,
};
use crate::{
    outcome::Outcome,
    workload::{Pace, Workload},
};

/// When everything has come, something that comes twice is waited for so long.
const AFTERWARDS: Duration = Duration::from_millis(50);
/// Longest wait for something to come.
const LONGEST_WAIT: Duration = Duration::from_millis(10);
/// Longest time for which nothing is read while the next message is nearly due.
const NAP: Duration = Duration::from_micros(100);

/// Plays the workload.
pub(super) fn measure(
    server: u32,
    workload: &Workload,
    tempo: Tempo,
    crowd: Crowd,
    tally: Tally,
) -> Result<Outcome> {
    let mut talk = Talk {
        workload: *workload,
        tempo,
        crowd,
        tally,
        schedule: Schedule::starting_at(Instant::now(), workload),
    };
    talk.crowd.gather(workload.connections, &mut talk.tally)?;
    talk.schedule = Schedule::starting_at(Instant::now(), workload);
    talk.go_on_for(tempo.warm_up)?;

    let first = talk.schedule.next_number();
    talk.tally.first = first;
    let before = Look::now(server, &talk.tally);
    talk.go_on_for(workload.time)?;
    let after = Look::now(server, &talk.tally);
    let sent = u64::from(talk.schedule.next_number() - first);
    let settled = talk.drain()?;

    let tally = &talk.tally;
    Ok(Outcome {
        connections: workload.connections,
        sent,
        expected: sent * workload.receivers() as u64,
        delivered: tally.measured,
        settled,
        faults: tally.faults(),
        frame_bytes: tally.delivery_bytes as f64 / tally.deliveries.max(1) as f64,
        latency: tally.latency(),
        last: tally.last(),
        sent_late_p99: tally.lateness_p99_ms(),
        others: tally.others(),
        cut: tally.cut,
        connection_kib: None,
        ..before.until(&after)
    })
}

struct Talk {
    workload: Workload,
    tempo: Tempo,
    crowd: Crowd,
    tally: Tally,
    schedule: Schedule,
}

impl Talk {
    fn go_on_for(&mut self, time: Duration) -> Result<()> {
        let end = Instant::now() + time;
        loop {
            let now = Instant::now();
            if now >= end {
                self.say_what_was_due(end);
                return Ok(());
            }
            let wait = self.say_what_is_due(now).min(end - now);
            self.wait(wait)?;
        }
    }

    /// Reads what comes, for about so long. A poll waits for whole milliseconds and is rounded up, so the last one
    /// is slept through in naps: else each message would be late by half of one.
    fn wait(&mut self, wait: Duration) -> Result<()> {
        let millis = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        let whole = Duration::from_millis(millis);
        if whole.is_zero() {
            thread::sleep(wait.min(NAP));
        }
        self.crowd.turn(whole, &mut self.tally)
    }

    /// Says it, and how long there is nothing more to say.
    fn say_what_is_due(&mut self, now: Instant) -> Duration {
        if let Pace::Closed { .. } = self.workload.pace {
            while self.tally.has_room_for(self.schedule.next_number()) {
                let turn = self.schedule.take();
                self.say(turn, self.tally.now_ns(), Duration::ZERO);
            }
            self.crowd.flush(&mut self.tally);
            return LONGEST_WAIT;
        }
        self.say_what_was_due(now);
        self.schedule.next_due().map_or(LONGEST_WAIT, |due| {
            LONGEST_WAIT.min(due.saturating_duration_since(now))
        })
    }

    /// Says what has a time of its own, up to this one.
    fn say_what_was_due(&mut self, until: Instant) {
        while let Some((turn, due)) = self.schedule.take_due(until) {
            self.say(turn, self.tally.ns_at(due), due.elapsed());
        }
        self.crowd.flush(&mut self.tally);
    }

    /// A message, which was due then and is late by so much.
    fn say(&mut self, turn: Turn, due_ns: u64, late: Duration) {
        let Turn { number, who } = turn;
        self.crowd.say(who, number, due_ns);
        self.tally.sent(who, number, late);
    }

    /// Reads on without sending. Whether everything came or nothing comes any more.
    fn drain(&mut self) -> Result<bool> {
        let end = Instant::now() + self.tempo.drain;
        let mut quiet_since = Instant::now();
        let mut seen = self.tally.deliveries;
        while self.tally.deliveries < self.tally.due && quiet_since.elapsed() < self.tempo.quiet {
            if Instant::now() > end {
                return Ok(false);
            }
            self.crowd.turn(LONGEST_WAIT, &mut self.tally)?;
            if self.tally.deliveries != seen {
                seen = self.tally.deliveries;
                quiet_since = Instant::now();
            }
        }
        let end = Instant::now() + AFTERWARDS;
        while Instant::now() < end {
            self.crowd.turn(LONGEST_WAIT, &mut self.tally)?;
        }
        Ok(true)
    }
}
