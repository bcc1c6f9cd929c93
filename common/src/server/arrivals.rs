//! How fast people may arrive: new connections of one address, and those who join a room.
//!
//! A whole class that comes back at once is made to wait for a moment rather than sent away; who would
//! wait for long comes back by itself.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};

use crate::clock::Clock;
use crate::demo::Rate;
use crate::limits;
use crate::rate::{Bucket, Buckets};
use crate::server::refusal::Refusal;

/// Counts arrivals.
#[derive(Debug)]
pub(crate) struct Arrivals {
    clock: Clock,
    connects: Rate,
    of_address: Mutex<Buckets<IpAddr>>,
    /// `None` if joins are not limited.
    joins: Option<Mutex<Bucket>>,
    joining: Arc<Semaphore>,
}

/// Somebody is being let in, for as long as this is held.
#[derive(Debug)]
pub(crate) struct Joining(#[expect(dead_code, reason = "it is held")] OwnedSemaphorePermit);

impl Arrivals {
    /// Nobody has come yet. `is_paced` says whether there is a limit of anything but what is held at a
    /// time; `connects` is for each address.
    pub(crate) fn new(clock: Clock, connects: Rate, is_paced: bool) -> Self {
        Self {
            clock,
            connects: if is_paced { connects } else { Rate::UNLIMITED },
            of_address: Mutex::default(),
            joins: is_paced.then(Mutex::default),
            joining: Arc::new(Semaphore::new(limits::JOINING)),
        }
    }

    /// Somebody connects.
    pub(crate) fn connect(&self, address: IpAddr) -> Result<(), Refusal> {
        let mut buckets = self
            .of_address
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let taken = buckets.take(address, self.connects, self.clock.ms());
        taken.map_err(|_| Refusal::Connects)
    }

    /// Somebody wants to join a room, and waits until it is their turn.
    pub(crate) async fn join(&self) -> Result<Joining, Refusal> {
        let wait = self.reserve()?;
        if wait > 0 {
            sleep(Duration::from_millis(wait)).await;
        }
        let patience = Duration::from_millis(limits::JOIN_WAIT_MS);
        match timeout(patience, Arc::clone(&self.joining).acquire_owned()).await {
            Ok(Ok(permit)) => Ok(Joining(permit)),
            // It is never closed; and who waits too long comes back.
            Ok(Err(_)) | Err(_) => Err(Refusal::Joins),
        }
    }

    fn reserve(&self) -> Result<u64, Refusal> {
        let Some(joins) = &self.joins else {
            return Ok(0);
        };
        let mut joins = joins.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = joins.reserve(limits::JOINS, limits::JOIN_WAIT_MS, self.clock.ms());
        wait.map_err(|_| Refusal::Joins)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrivals() -> Arrivals {
        let connects = limits::PerAddress::of(limits::PER_ADDRESS).connects;
        Arrivals::new(Clock::start(), connects, true)
    }

    #[test]
    fn a_script_that_connects_a_thousand_times_is_cut_to_a_rate_and_its_neighbour_is_not() {
        let arrivals = arrivals();
        let [script, neighbour] = ["10.0.0.9", "10.0.0.10"].map(|text| text.parse().unwrap());
        let let_in = (0..1_000).filter(|_| arrivals.connect(script).is_ok());
        let let_in = let_in.count();
        assert!((256..400).contains(&let_in), "{let_in}");
        assert_eq!(arrivals.connect(script), Err(Refusal::Connects));
        assert_eq!(arrivals.connect(neighbour), Ok(()));
    }

    #[test]
    fn a_herd_waits_a_little_and_those_at_its_end_are_sent_away() {
        let arrivals = arrivals();
        let waits: Vec<_> = (0..2_000).map(|_| arrivals.reserve()).collect();
        assert!(waits[..500].iter().all(|wait| *wait == Ok(0)));
        let waited = waits.iter().filter(|wait| wait.is_ok()).count();
        assert!((1_000..1_100).contains(&waited), "{waited}");
        assert_eq!(waits[1_999], Err(Refusal::Joins));
    }

    #[tokio::test]
    async fn no_more_are_let_in_at_a_time_than_the_rooms_can_take() {
        let arrivals = arrivals();
        let mut let_in = Vec::new();
        for _ in 0..limits::JOINING {
            let_in.push(arrivals.join().await.unwrap());
        }
        assert_eq!(arrivals.join().await.unwrap_err(), Refusal::Joins);
        let_in.pop();
        assert!(arrivals.join().await.is_ok());
    }
}
