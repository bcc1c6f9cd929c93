//! Connections that have not asked for anything yet, and who of them gives way.
//!
//! A connection is a place, and whoever opens many and says nothing, or says it one byte at a time, would
//! have all of them. So the places of those who have not asked are few. To refuse the next one would
//! keep out whoever comes after the idle; instead, who has waited longest gives way. A browser that opened
//! a connection for later and loses it opens another.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio_util::sync::CancellationToken;

use crate::limits;

/// All who have not asked yet.
#[derive(Debug)]
pub(crate) struct HalfOpen {
    per_address: usize,
    waiting: Mutex<Waiting>,
}

#[derive(Debug, Default)]
struct Waiting {
    next: u64,
    /// In the order in which they came.
    all: BTreeMap<u64, Guest>,
}

#[derive(Debug)]
struct Guest {
    /// `None` for those who do not count by address.
    address: Option<IpAddr>,
    since: u64,
    gives_way: CancellationToken,
}

/// Somebody who has not asked yet. Dropped as soon as they do.
#[derive(Debug)]
pub(crate) struct Ticket {
    of: Arc<HalfOpen>,
    number: u64,
}

impl HalfOpen {
    /// Nobody yet; so many of one address may wait without giving way.
    pub(crate) fn new(per_address: usize) -> Arc<Self> {
        let waiting = Mutex::default();
        Arc::new(Self {
            per_address,
            waiting,
        })
    }

    /// Somebody has connected. The token says when they have to give way.
    pub(crate) fn enter(
        self: &Arc<Self>,
        address: Option<IpAddr>,
        now: u64,
    ) -> (Ticket, CancellationToken) {
        let mut waiting = self.lock();
        if address.is_some() {
            waiting.make_room(self.per_address, now, |guest| guest.address == address);
        }
        waiting.make_room(limits::HALF_OPEN, now, |_| true);
        let gives_way = CancellationToken::new();
        let number = waiting.next;
        waiting.next += 1;
        let guest = Guest {
            address,
            since: now,
            gives_way: gives_way.clone(),
        };
        waiting.all.insert(number, guest);
        let of = Arc::clone(self);
        (Ticket { of, number }, gives_way)
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        // It is changed by single calls only, so a panic leaves nothing half-done in it.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    /// Sends the oldest of a kind away until there is room for one more, but nobody who has just come.
    fn make_room(&mut self, most: usize, now: u64, is_of_kind: impl Fn(&Guest) -> bool) {
        let mut of_kind = self.all.values().filter(|guest| is_of_kind(guest)).count();
        while of_kind >= most {
            let oldest = self.all.iter().find(|(_, guest)| is_of_kind(guest));
            let Some((&number, guest)) = oldest else {
                return;
            };
            if now.saturating_sub(guest.since) < limits::HALF_OPEN_MS {
                return;
            }
            guest.gives_way.cancel();
            self.all.remove(&number);
            of_kind -= 1;
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.of.lock().all.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: usize = 16;

    fn enter(all: &Arc<HalfOpen>, address: &str, now: u64) -> (Ticket, CancellationToken) {
        all.enter(Some(address.parse().unwrap()), now)
    }

    #[test]
    fn one_computer_that_says_nothing_keeps_neither_itself_nor_others_out() {
        let all = HalfOpen::new(MOST);
        let idle: Vec<_> = (0..500).map(|n| enter(&all, "10.0.0.9", n * 100)).collect();
        let left = idle.iter().filter(|(_, token)| !token.is_cancelled());
        assert_eq!(left.count(), MOST);
        assert!(idle[499 - MOST].1.is_cancelled(), "the oldest went first");
        let other = enter(&all, "10.0.0.10", 50_000);
        let (_, last) = &idle[499];
        assert!(!other.1.is_cancelled() && !last.is_cancelled());
    }

    #[test]
    fn many_computers_that_say_nothing_leave_room_for_the_next() {
        let all = HalfOpen::new(MOST);
        let address = |n: u64| format!("10.0.{}.{}", n / 200, n % 200);
        let idle: Vec<_> = (0..2_000)
            .map(|n| enter(&all, &address(n), n * 100))
            .collect();
        let left = idle.iter().filter(|(_, token)| !token.is_cancelled());
        assert_eq!(left.count(), limits::HALF_OPEN);
    }

    #[test]
    fn a_class_behind_one_router_that_comes_at_once_has_time_to_ask() {
        let all = HalfOpen::new(MOST);
        let class: Vec<_> = (0..180).map(|n| enter(&all, "10.0.0.1", n)).collect();
        assert!(class.iter().all(|(_, token)| !token.is_cancelled()));
        drop(class);
        assert!(
            all.lock().all.is_empty(),
            "nothing is left of those who asked"
        );
    }
}
