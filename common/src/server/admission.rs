//! How many connections there may be: in all, and from one address.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

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

/// One connection's admission. It is given back when the last of its holders ends, however it ends.
#[derive(Debug)]
pub(crate) struct Pass {
    admission: Arc<Admission>,
    address: IpAddr,
}

impl Admission {
    /// At most `max` connections in all, and `per_address` from one address, loopback excepted.
    pub(crate) fn new(max: usize, per_address: usize) -> Arc<Self> {
        Arc::new(Self {
            max,
            per_address,
            open: Mutex::default(),
        })
    }

    /// Admits a connection from an address, if there is room.
    pub(crate) fn admit(self: &Arc<Self>, address: IpAddr) -> Option<Pass> {
        let address = counted_as(address);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.total >= self.max {
            return None;
        }
        let here = open.by_address.entry(address).or_default();
        if *here >= self.per_address && !address.is_loopback() {
            return None;
        }
        *here += 1;
        open.total += 1;
        Some(Pass {
            admission: Arc::clone(self),
            address,
        })
    }
}

impl Admission {
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
        if let Some(here) = open.by_address.get_mut(&self.address) {
            *here -= 1;
            if *here == 0 {
                open.by_address.remove(&self.address);
            }
        }
    }
}

/// One household has a whole /64 of IPv6 addresses; they count as one.
fn counted_as(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) if !v6.is_loopback() => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn one_computer_cannot_take_every_place() {
        let admission = Admission::new(limits::PER_ADDRESS + 1, limits::PER_ADDRESS);
        let greedy: Vec<_> = (0..500)
            .map_while(|_| admission.admit(address("10.0.0.9")))
            .collect();
        assert_eq!(greedy.len(), limits::PER_ADDRESS);
        let other = admission.admit(address("10.0.0.10"));
        assert!(other.is_some());
        assert!(admission.admit(address("10.0.0.11")).is_none(), "full");
        drop(greedy);
        assert!(
            admission.admit(address("10.0.0.9")).is_some(),
            "places are given back"
        );
    }

    #[test]
    fn addresses_of_one_ipv6_network_count_as_one() {
        let admission = Admission::new(10_000, limits::PER_ADDRESS);
        let from = |last: usize| admission.admit(address(&format!("2001:db8::{last:x}")));
        let passes: Vec<_> = (1..=300).map_while(from).collect();
        assert_eq!(passes.len(), limits::PER_ADDRESS);
    }
}
