//! The transport: not a stream of ticks but a vector, "at server time T the position was B".
//!
//! From it every device computes the position at any time, so nothing must arrive in time, nothing
//! adds up, and whoever comes late knows as much as all others. A change takes effect a little later
//! than it was asked for, so that by then everybody has heard of it.
//!
//! Times are milliseconds of the server's clock, positions are beats.

use serde::{Deserialize, Serialize};

const MS_A_MINUTE: f64 = 60_000.0;
/// Vectors that are remembered. Many hands can plan more than this within a second and a half; who
/// joins in that moment is on the beat with the newest.
const REMEMBERED: usize = 32;

/// Where the song stands, and how it moves on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Vector {
    /// Grows by one with each change.
    pub version: u64,
    /// From when on it is in force.
    pub at: f64,
    /// The position at that time.
    pub beat: f64,
    /// Quarter notes a minute.
    pub bpm: u16,
    /// Whether the position moves.
    pub playing: bool,
}

impl Vector {
    /// The position at a time.
    pub fn position(&self, time: f64) -> f64 {
        if self.playing {
            self.beat + (time - self.at) * f64::from(self.bpm) / MS_A_MINUTE
        } else {
            self.beat
        }
    }

    /// The first whole beat at or after a time, and when it comes. Not before this vector is in force.
    fn next_beat(&self, time: f64) -> (f64, f64) {
        let beat = self.position(time.max(self.at)).ceil();
        let wait = (beat - self.beat) * MS_A_MINUTE / f64::from(self.bpm);
        (beat, self.at + wait)
    }
}

/// The transport of a room: a vector that is in force, and those that will be.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Transport {
    newest: Vector,
    /// Those before it that may still be in force, oldest first.
    before: Vec<Vector>,
}

impl Transport {
    /// Stopped at the beginning.
    pub(crate) fn new(bpm: u16) -> Self {
        let newest = Vector {
            version: 1,
            at: 0.0,
            beat: 0.0,
            bpm,
            playing: false,
        };
        let before = Vec::new();
        Self { newest, before }
    }

    /// The vector that all changes so far lead to.
    pub(crate) fn newest(&self) -> Vector {
        self.newest
    }

    /// Those before it that may still be in force, oldest first.
    pub(crate) fn before(&self) -> &[Vector] {
        &self.before
    }

    /// Plays, from `beat` or from where it stands.
    pub(crate) fn play(&mut self, now: f64, lead: f64, beat: Option<f64>) -> Vector {
        let at = self.soon(now, lead);
        let beat = beat.unwrap_or_else(|| self.newest.position(at));
        self.follow(
            now,
            Vector {
                at,
                beat,
                playing: true,
                ..self.newest
            },
        )
    }

    /// Stops where it is then.
    pub(crate) fn stop(&mut self, now: f64, lead: f64) -> Vector {
        let at = self.soon(now, lead);
        let beat = self.newest.position(at);
        self.follow(
            now,
            Vector {
                at,
                beat,
                playing: false,
                ..self.newest
            },
        )
    }

    /// Goes to another place, and plays on there if it played.
    pub(crate) fn seek(&mut self, now: f64, lead: f64, beat: f64) -> Vector {
        let at = self.soon(now, lead);
        self.follow(
            now,
            Vector {
                at,
                beat,
                ..self.newest
            },
        )
    }

    /// Changes the tempo: on a beat while it plays, where a change is heard as music; else at once.
    pub(crate) fn tempo(&mut self, now: f64, lead: f64, bpm: u16) -> Vector {
        let (beat, at) = if self.newest.playing {
            self.newest.next_beat(now + lead)
        } else {
            (self.newest.beat, self.soon(now, 0.0))
        };
        self.follow(
            now,
            Vector {
                at,
                beat,
                bpm,
                ..self.newest
            },
        )
    }

    /// When something takes effect that must begin on a beat: at once if nothing plays, and with the
    /// end of the music if that has been decided.
    pub(crate) fn on_the_beat(&self, now: f64, lead: f64) -> f64 {
        if self.newest.playing {
            self.newest.next_beat(now + lead).1
        } else {
            self.soon(now, 0.0)
        }
    }

    /// When a change takes effect: never before one that was decided earlier.
    fn soon(&self, now: f64, lead: f64) -> f64 {
        (now + lead).max(self.newest.at)
    }

    fn follow(&mut self, now: f64, next: Vector) -> Vector {
        let past = std::mem::replace(&mut self.newest, next);
        self.newest.version = past.version + 1;
        self.before.push(past);
        // The last one that has begun is in force; what was before it is history.
        let in_force = self.before.iter().rposition(|vector| vector.at <= now);
        let excess = self.before.len().saturating_sub(REMEMBERED);
        self.before.drain(..in_force.unwrap_or(0).max(excess));
        self.newest
    }
}

#[cfg(test)]
mod tests;
