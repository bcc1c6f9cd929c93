//! The bad networks.

use std::time::Duration;

use testkit::{Every, Faults, Mishap, Weather};

/// A bad network with a name.
#[derive(Debug)]
pub(crate) struct Profile {
    pub(crate) name: &'static str,
    make: fn(time: Duration, faults: &mut Faults),
}

/// All of them.
pub(crate) const PROFILES: [Profile; 6] = [
    Profile {
        name: "200 ± 100 ms",
        make: |_, faults| faults.weather = Weather::around(200, 100),
    },
    Profile {
        name: "16 KB/s",
        make: |_, faults| faults.bandwidth = Some(16_000),
    },
    Profile {
        name: "one byte at a time",
        make: |_, faults| faults.slice = 1,
    },
    Profile {
        name: "stalls",
        make: |time, faults| {
            let stall = Mishap::Stall(time / 6);
            faults.mishaps.push((Every::between(500, 3_000), stall));
        },
    },
    Profile {
        name: "resets in the middle of a frame",
        make: |_, faults| {
            let every = Every::between(200, 3_000);
            faults.mishaps.push((every, Mishap::Reset));
        },
    },
    Profile {
        name: "late, and closed at one side",
        make: |_, faults| {
            faults.weather = Weather::around(20, 20);
            let every = Every::between(200, 3_000);
            faults.mishaps.push((every, Mishap::HalfClose));
        },
    },
];

impl Profile {
    /// This network, bad for so long.
    pub(crate) fn faults(&self, seed: u64, time: Duration) -> Faults {
        let mut faults = Faults::none(seed);
        (self.make)(time, &mut faults);
        faults
    }
}
