//! How far ahead the transport is planned: as far as the slowest of those present needs.

use std::collections::BTreeMap;

use common::demo::PersonId;
use serde::{Deserialize, Serialize};

/// Even next door a browser needs this long to prepare a sound, in milliseconds.
const SHORTEST: f64 = 200.0;
/// Nobody waits longer than this for their click, in milliseconds; who is slower falls in late.
const LONGEST: f64 = 1_500.0;
/// A message takes half a round trip, and at times a whole one more.
const ROUND_TRIPS: f64 = 1.5;
/// For the work at both ends, in milliseconds.
const WORK: f64 = 60.0;

/// The round trips of those present, as they reported them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Lead {
    round_trips: BTreeMap<PersonId, f64>,
}

impl Lead {
    /// Takes notice of a person's round trip, in milliseconds. Says whether it can be one.
    pub(crate) fn report(&mut self, person: PersonId, ms: f64) -> bool {
        let is_one = ms >= 0.0 && ms.is_finite();
        if is_one {
            self.round_trips.insert(person, ms);
        }
        is_one
    }

    /// Forgets somebody who has left.
    pub(crate) fn forget(&mut self, person: PersonId) {
        self.round_trips.remove(&person);
    }

    /// The lead time in milliseconds.
    pub(crate) fn ms(&self) -> f64 {
        let worst = self.round_trips.values().copied().fold(0.0, f64::max);
        ROUND_TRIPS.mul_add(worst, WORK).clamp(SHORTEST, LONGEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slowest_of_those_present_decides_within_bounds() {
        let mut lead = Lead::default();
        assert_eq!(lead.ms(), SHORTEST);
        for (person, ms, expected) in [
            (1, 20.0, 200.0),
            (2, 240.0, 420.0),
            (3, 90.0, 420.0),
            (4, 1e300, LONGEST),
        ] {
            assert!(lead.report(PersonId(person), ms));
            assert_eq!(lead.ms(), expected);
        }
        lead.forget(PersonId(4));
        assert_eq!(lead.ms(), 420.0, "who has left holds nobody up");
        lead.report(PersonId(2), 100.0);
        assert_eq!(lead.ms(), 210.0, "the newest report counts");
    }

    #[test]
    fn what_is_no_time_changes_nothing() {
        let mut lead = Lead::default();
        for ms in [-1.0, f64::NAN, f64::INFINITY] {
            assert!(!lead.report(PersonId(1), ms), "{ms}");
        }
        assert_eq!(lead.ms(), SHORTEST);
    }
}
