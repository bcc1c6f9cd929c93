//! How long bytes are on their way through a bad network. They always arrive, and in order.

use std::time::Duration;

use rand::RngExt;
use rand::rngs::StdRng;

/// The delay of each direction, evenly spread between two bounds.
#[derive(Debug, Clone, Copy)]
pub struct Weather {
    /// The shortest.
    pub least: Duration,
    /// The longest.
    pub most: Duration,
}

impl Weather {
    /// No delay at all.
    pub const CALM: Self = Self {
        least: Duration::ZERO,
        most: Duration::ZERO,
    };

    /// So many milliseconds, more or less by so many.
    pub const fn around(ms: u64, by: u64) -> Self {
        Self {
            least: Duration::from_millis(ms - by),
            most: Duration::from_millis(ms + by),
        }
    }

    pub(super) fn delay(self, chance: &mut StdRng) -> Duration {
        self.least + (self.most - self.least).mul_f64(chance.random())
    }
}
