//! How long the turns of rooms took, in a few coarse classes.
//!
//! A turn is all that its room and everybody in it waits for, and on one thread everybody else too.
//! Counting one is two additions; it knows neither rooms nor clocks.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The classes by their upper bounds, in microseconds; longer turns are in a last class of their own.
const BOUNDS_US: [u64; 8] = [100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000];

/// Turns by how long they took.
#[derive(Debug, Default)]
pub(crate) struct Turns {
    classes: [AtomicU64; BOUNDS_US.len() + 1],
    total_us: AtomicU64,
}

impl Turns {
    /// A turn took so long.
    pub(crate) fn took(&self, time: Duration) {
        let us = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        let class = BOUNDS_US.iter().filter(|bound| us > **bound).count();
        self.classes[class].fetch_add(1, Ordering::Relaxed);
        self.total_us.fetch_add(us, Ordering::Relaxed);
    }

    /// The upper bound of each class in seconds, and how many turns are in it.
    pub(crate) fn classes(&self) -> Vec<(f64, u64)> {
        let bounds = BOUNDS_US.iter().map(|bound| *bound as f64 / 1e6);
        let counts = self
            .classes
            .iter()
            .map(|count| count.load(Ordering::Relaxed));
        bounds.chain([f64::INFINITY]).zip(counts).collect()
    }

    /// How long all of them took together, in seconds.
    pub(crate) fn total(&self) -> f64 {
        self.total_us.load(Ordering::Relaxed) as f64 / 1e6
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_is_in_the_first_class_that_holds_it() {
        let turns = Turns::default();
        for us in [0, 100, 101, 300_000, 300_001] {
            turns.took(Duration::from_micros(us));
        }
        let counts: Vec<_> = turns.classes().iter().map(|(_, count)| *count).collect();
        assert_eq!(counts, [2, 1, 0, 0, 0, 0, 0, 1, 1]);
        assert!((turns.total() - 0.600_202).abs() < 1e-9);
    }
}
