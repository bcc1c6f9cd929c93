//! A token bucket: how often somebody may do something. Pure arithmetic on the time it is told.

use crate::demo::Rate;

/// The bucket of one person for one kind of command. A new one is full.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bucket {
    /// Tokens that are missing from a full bucket.
    spent: f64,
    /// When `spent` was right, in milliseconds.
    at: u64,
}

impl Bucket {
    /// Takes as many tokens as the command costs.
    ///
    /// # Errors
    ///
    /// If there are not so many: the time until there will be, in milliseconds.
    pub fn take(&mut self, rate: Rate, now: u64) -> Result<(), u64> {
        if rate.per_second <= 0.0 {
            return Ok(());
        }
        let per_ms = rate.per_second / 1000.0;
        let refilled = now.saturating_sub(self.at) as f64 * per_ms;
        let spent = (self.spent - refilled).max(0.0);
        (self.spent, self.at) = (spent, now);
        let missing = spent + rate.cost - rate.burst.max(1.0);
        if missing > 0.0 {
            return Err((missing / per_ms).ceil() as u64);
        }
        self.spent = spent + rate.cost;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIVE: Rate = Rate::new(0, 5.0, 3.0);

    #[test]
    fn a_flood_is_cut_to_the_rate_and_told_when_to_come_back() {
        let mut bucket = Bucket::default();
        let taken = (0..1000)
            .filter(|now| bucket.take(FIVE, *now).is_ok())
            .count();
        assert_eq!(taken, 3 + 4, "three at once, then one each 200 ms");
        let wait = bucket
            .take(FIVE, 1000)
            .and(bucket.take(FIVE, 1000))
            .unwrap_err();
        assert_eq!(bucket.take(FIVE, 1000 + wait), Ok(()));
    }

    #[test]
    fn a_heavy_command_counts_as_many_and_remains_possible() {
        let mut bucket = Bucket::default();
        assert_eq!(bucket.take(FIVE.costing(2.0), 0), Ok(()));
        assert_eq!(bucket.take(FIVE.costing(2.0), 0), Err(200), "one is left");
        assert_eq!(bucket.take(FIVE.costing(2.0), 200), Ok(()));
        assert_eq!(bucket.take(FIVE.costing(1_000.0), 10_000), Ok(()));
    }

    #[test]
    fn a_rate_of_zero_lifts_the_limit() {
        let mut bucket = Bucket::default();
        assert!((0..10_000).all(|_| {
            bucket
                .take(
                    Rate {
                        per_second: 0.0,
                        ..FIVE
                    },
                    0,
                )
                .is_ok()
        }));
    }
}
