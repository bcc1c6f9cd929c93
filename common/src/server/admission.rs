//! How many connections there may be: in all, and from one address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use crate::server::refusal::Refusal;

/// Counts connections.
#[derive(Debug)]
pub(crate) struct Admission {
    max: usize,
    per_address: usize,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    total: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// One connection's admission. It is given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Pass {
    admission: Arc<Admission>,
    house: Option<IpAddr>,
}

impl Admission {
    /// At most `max` connections in all, and `per_address` of one house.
    pub(crate) fn new(max: usize, per_address: usize) -> Arc<Self> {
        Arc::new(Self {
            max,
            per_address,
            open: Mutex::default(),
        })
    }

    /// Admits a connection of a house, if there is room. Without a house it counts only as one of all.
    pub(crate) fn admit(self: &Arc<Self>, house: Option<IpAddr>) -> Result<Pass, Refusal> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.total >= self.max {
            return Err(Refusal::Full);
        }
        if let Some(house) = house {
            let here = open.by_address.entry(house).or_default();
            if *here >= self.per_address {
                return Err(Refusal::FullOfThem);
            }
            *here += 1;
        }
        open.total += 1;
        let admission = Arc::clone(self);
        Ok(Pass { admission, house })
    }

    /// How many places are taken.
    pub(crate) fn taken(&self) -> usize {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.total
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut open = self
            .admission
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        open.total -= 1;
        let Some(house) = self.house else { return };
        if let Some(here) = open.by_address.get_mut(&house) {
            *here -= 1;
            if *here == 0 {
                open.by_address.remove(&house);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EACH: usize = 256;

    fn house(text: &str) -> Option<IpAddr> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn one_computer_cannot_take_every_place() {
        let admission = Admission::new(EACH + 1, EACH);
        let greedy: Vec<_> = (0..500)
            .map_while(|_| admission.admit(house("10.0.0.9")).ok())
            .collect();
        assert_eq!(greedy.len(), EACH);
        let refused = admission.admit(house("10.0.0.9"));
        assert_eq!(refused.unwrap_err(), Refusal::FullOfThem);
        let other = admission.admit(house("10.0.0.10"));
        assert!(other.is_ok());
        let full = admission.admit(house("10.0.0.11"));
        assert_eq!(full.unwrap_err(), Refusal::Full);
        drop(greedy);
        assert!(
            admission.admit(house("10.0.0.9")).is_ok(),
            "places are given back"
        );
    }

    #[test]
    fn the_servers_own_machine_is_held_back_by_nothing_but_the_number_of_all() {
        let admission = Admission::new(1_000, EACH);
        let own: Vec<_> = (0..2_000)
            .map_while(|_| admission.admit(None).ok())
            .collect();
        assert_eq!(own.len(), 1_000);
    }
}
