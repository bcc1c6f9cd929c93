//! How often which time was measured: full distributions that can be merged, so that a percentile of
//! three rounds is one of all that was measured in them and not a mean of percentiles.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

const US_PER_MS: f64 = 1_000.0;

/// Numbers of values by the upper bound of the bucket they fell into, in microseconds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Buckets(BTreeMap<u64, u64>);

/// Points of a distribution, in milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Percentiles {
    /// Half lies below.
    pub(crate) p50: f64,
    /// 90 of 100 lie below.
    pub(crate) p90: f64,
    /// 99 of 100 lie below.
    pub(crate) p99: f64,
    /// 999 of 1,000 lie below.
    pub(crate) p999: f64,
    /// The worst.
    pub(crate) max: f64,
}

impl Buckets {
    /// The buckets that hold something.
    pub(crate) fn of(histogram: &hdrhistogram::Histogram<u64>) -> Self {
        let recorded = histogram.iter_recorded();
        Self(
            recorded
                .map(|bucket| (bucket.value_iterated_to(), bucket.count_at_value()))
                .collect(),
        )
    }

    /// Adds what another holds.
    pub(crate) fn merge(&mut self, other: &Self) {
        for (bound, count) in &other.0 {
            *self.0.entry(*bound).or_default() += count;
        }
    }

    /// Upper bounds in microseconds, and how many values fell below each and above the one before.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u64, u64)> {
        self.0.iter().map(|(bound, count)| (*bound, *count))
    }

    /// The usual points of it; nothing if it is empty.
    pub(crate) fn percentiles(&self) -> Option<Percentiles> {
        let (last, _) = self.0.last_key_value()?;
        Some(Percentiles {
            p50: self.quantile(0.5)?,
            p90: self.quantile(0.9)?,
            p99: self.quantile(0.99)?,
            p999: self.quantile(0.999)?,
            max: *last as f64 / US_PER_MS,
        })
    }

    /// The upper bound, in milliseconds, of the bucket that this share of all values lies up to.
    fn quantile(&self, share: f64) -> Option<f64> {
        let total: u64 = self.0.values().sum();
        let rank = share * total as f64;
        let mut below = 0;
        let bound = self.0.iter().find_map(|(bound, count)| {
            below += count;
            (below as f64 >= rank).then_some(*bound)
        });
        Some(bound? as f64 / US_PER_MS)
    }
}
