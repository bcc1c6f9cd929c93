//! A token bucket: how often somebody may do something. Pure arithmetic on the time it is told.

use std::collections::HashMap;
use std::hash::Hash;

use crate::demo::Rate;

/// Keys that are kept before it is looked which of them are needed no more.
const KEYS: usize = 64;

/// The bucket of one person for one kind of command. A new one is full.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bucket {
    /// Tokens that are missing from a full bucket.
    spent: f64,
    /// When `spent` was right, in milliseconds.
    at: u64,
}

impl Bucket {
    /// A bucket that is empty but for one token.
    pub fn hardly_filled(rate: Rate, now: u64) -> Self {
        let spent = (rate.burst - 1.0).max(0.0);
        Self { spent, at: now }
    }

    /// Takes as many tokens as the command costs.
    ///
    /// # Errors
    ///
    /// If there are not so many: the time until there will be, in milliseconds.
    pub fn take(&mut self, rate: Rate, now: u64) -> Result<(), u64> {
        self.reserve(rate, 0, now).map(|_| ())
    }

    /// Takes tokens that may have to be waited for, and says how long, in milliseconds: for those who
    /// are made to wait instead of being refused.
    ///
    /// # Errors
    ///
    /// If that would be longer than `patience`: how long it would be. Nothing is taken then.
    pub fn reserve(&mut self, rate: Rate, patience: u64, now: u64) -> Result<u64, u64> {
        if rate.per_second <= 0.0 {
            return Ok(0);
        }
        let per_ms = rate.per_second / 1000.0;
        let spent = self.missing(rate, now);
        (self.spent, self.at) = (spent, now);
        let ahead = spent + rate.cost - rate.burst.max(1.0);
        let wait = (ahead.max(0.0) / per_ms).ceil() as u64;
        if wait > patience {
            return Err(wait);
        }
        self.spent = spent + rate.cost;
        Ok(wait)
    }

    /// Tokens that are missing now.
    fn missing(&self, rate: Rate, now: u64) -> f64 {
        let refilled = now.saturating_sub(self.at) as f64 * rate.per_second / 1000.0;
        (self.spent - refilled).max(0.0)
    }
}

/// One bucket for each key. Those that are full again are forgotten.
#[derive(Debug)]
pub struct Buckets<K> {
    of: HashMap<K, Bucket>,
    /// With so many it is looked which are full.
    look_at: usize,
}

impl<K> Default for Buckets<K> {
    fn default() -> Self {
        let (of, look_at) = (HashMap::new(), KEYS);
        Self { of, look_at }
    }
}

impl<K: Eq + Hash> Buckets<K> {
    /// Takes a token from the bucket of this key.
    ///
    /// # Errors
    ///
    /// If there is none: the time until there will be one, in milliseconds.
    pub fn take(&mut self, key: K, rate: Rate, now: u64) -> Result<(), u64> {
        if self.of.len() >= self.look_at {
            self.of.retain(|_, bucket| bucket.missing(rate, now) > 0.0);
            self.look_at = KEYS.max(2 * self.of.len());
        }
        self.of.entry(key).or_default().take(rate, now)
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
    fn who_waits_gets_a_turn_of_their_own_and_nobody_waits_for_long() {
        let mut bucket = Bucket::default();
        let waits: Vec<_> = (0..10).map(|_| bucket.reserve(FIVE, 500, 0)).collect();
        let turns = [0, 0, 0, 200, 400].map(Ok);
        assert_eq!(waits[..5], turns);
        assert!(waits[5..].iter().all(|wait| *wait == Err(600)), "{waits:?}");
        assert_eq!(
            bucket.reserve(FIVE, 500, 200),
            Ok(400),
            "refusals cost nothing"
        );
    }

    #[test]
    fn a_million_addresses_leave_nothing_behind() {
        let mut buckets = Buckets::default();
        for key in 0..100_000_u64 {
            assert_eq!(buckets.take(key, FIVE, key * 10), Ok(()));
        }
        assert!(buckets.of.len() < 200, "{} are kept", buckets.of.len());
        assert!((0..3).all(|_| buckets.take(1, FIVE, 2_000_000).is_ok()));
        assert_eq!(buckets.take(1, FIVE, 2_000_000), Err(200));
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
