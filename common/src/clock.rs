//! The server's monotonic clock. The only place that reads the time; everything else is told.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Counts milliseconds from the start of the server, or of the first one that kept something in its
/// folder. It never jumps, so differences are honest.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    origin: Instant,
    /// What it showed then, in milliseconds.
    shown: u64,
}

impl Clock {
    /// A clock that stands at zero now.
    pub fn start() -> Self {
        Self::start_at(0)
    }

    /// A clock that shows so many milliseconds now: it goes on where an earlier one was.
    pub fn start_at(shown: u64) -> Self {
        Self {
            origin: Instant::now(),
            shown,
        }
    }

    /// This moment, on both clocks.
    pub fn now(&self) -> Now {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let wall = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
        Now {
            precise: self.precise(),
            wall,
        }
    }

    /// Whole milliseconds since the start.
    pub fn ms(&self) -> u64 {
        self.precise() as u64
    }

    /// Milliseconds since the start with their fraction.
    pub fn precise(&self) -> f64 {
        self.origin
            .elapsed()
            .as_secs_f64()
            .mul_add(1000.0, self.shown as f64)
    }

    /// The instant at which this clock shows `at` milliseconds.
    pub fn instant(&self, at: u64) -> Instant {
        self.origin + Duration::from_millis(at.saturating_sub(self.shown))
    }
}

/// A moment, as whoever has no clock is told it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Now {
    /// Milliseconds of the server's monotonic clock, with their fraction for clock synchronisation.
    pub precise: f64,
    /// Milliseconds since 1970 by the wall clock, which may jump: for showing the time of day.
    pub wall: u64,
}

impl Now {
    /// Whole milliseconds of the server's monotonic clock.
    pub fn ms(self) -> u64 {
        self.precise as u64
    }
}
