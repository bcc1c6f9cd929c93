//! How many new people may come from one address, so that a script cannot fill a room with strangers.
//!
//! Whoever comes back as the same is no newcomer. It knows no connection; it is asked once for each new person.

use std::net::IpAddr;

use crate::demo::Rate;
use crate::rate::Buckets;
use crate::server::house::Houses;

/// Counts the new people of one room.
#[derive(Debug, Default)]
pub(crate) struct Newcomers {
    houses: Houses,
    /// Of one house; 0 a second lifts the limit.
    rate: Option<Rate>,
    came: Buckets<IpAddr>,
}

impl Newcomers {
    /// Nobody has come yet.
    pub(crate) fn new(houses: Houses, rate: Rate, is_limited: bool) -> Self {
        Self {
            houses,
            rate: is_limited.then_some(rate),
            came: Buckets::default(),
        }
    }

    /// The same rule for another room.
    pub(crate) fn for_another_room(&self) -> Self {
        let (houses, rate, came) = (self.houses, self.rate, Buckets::default());
        Self { houses, rate, came }
    }

    /// Somebody new wants to come in.
    ///
    /// # Errors
    ///
    /// If too many have come from there: when the next one may, in milliseconds.
    pub(super) fn come(&mut self, address: IpAddr, now: u64) -> Result<(), u64> {
        match (self.houses.of(address), self.rate) {
            (Some(house), Some(rate)) => self.came.take(house, rate, now),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::{self, PerAddress};

    #[test]
    fn a_class_behind_one_router_gets_in_and_a_script_does_not_fill_the_stage() {
        let rate = PerAddress::of(limits::PER_ADDRESS).newcomers;
        let mut newcomers = Newcomers::new(Houses::default(), rate, true);
        let router = "192.168.1.1".parse().unwrap();
        let mut came = |at: u64| newcomers.come(router, at).is_ok();
        assert!((0..40).all(|_| came(0)), "a class");
        let script = (0..15_000).filter(|n| came(1_000 + n / 15)).count();
        assert!(script < 50, "{script} of 15,000 in a second");
        let own = "127.0.0.1".parse().unwrap();
        assert!((0..1_000).all(|_| newcomers.come(own, 0).is_ok()));
    }
}
