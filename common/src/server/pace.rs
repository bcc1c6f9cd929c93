//! How fast one connection is served. Whoever is faster is not refused: it is answered later, so that what it
//! sends stays in its own socket. The end does not wait for it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::counts::{Counts, Reason};
use crate::demo::Rate;
use crate::limits;
use crate::rate::Bucket;

/// No wait is longer than this, in milliseconds: what has been taken is paid for by then.
const LONGEST: u64 = 10_000;

/// The pace of one connection.
#[derive(Debug)]
pub(crate) struct Pace {
    clock: Clock,
    counts: Arc<Counts>,
    stop: CancellationToken,
    spent: Mutex<Spent>,
}

#[derive(Debug, Default)]
struct Spent {
    requests: Bucket,
    bytes: Bucket,
}

impl Pace {
    /// Of a connection that has just been accepted. Nobody waits any more when the server stops.
    pub(crate) fn new(clock: Clock, counts: Arc<Counts>, stop: CancellationToken) -> Self {
        let spent = Mutex::default();
        Self {
            clock,
            counts,
            stop,
            spent,
        }
    }

    /// A request has come. Resolves when it may be handled.
    pub(crate) async fn request(&self) {
        let wait = self
            .spent()
            .requests
            .reserve(limits::REQUESTS, LONGEST, self.clock.ms());
        self.wait(wait).await;
    }

    /// A body of so many bytes has come. Resolves when it may be handled.
    pub(crate) async fn body(&self, bytes: usize) {
        let rate = Rate {
            cost: bytes as f64,
            ..limits::INBOUND
        };
        let wait = self.spent().bytes.reserve(rate, LONGEST, self.clock.ms());
        self.wait(wait).await;
    }

    async fn wait(&self, wait: Result<u64, u64>) {
        let wait = wait.unwrap_or(LONGEST);
        if wait > 0 {
            self.counts.refused(Reason::Slowed);
            tokio::select! {
                () = sleep(Duration::from_millis(wait)) => {}
                () = self.stop.cancelled() => {}
            }
        }
    }

    fn spent(&self) -> MutexGuard<'_, Spent> {
        // Two numbers, each changed by one call: a panic leaves nothing half-done in them.
        self.spent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use futures_util::FutureExt;

    use super::*;

    fn pace() -> Pace {
        Pace::new(Clock::start(), Arc::default(), CancellationToken::new())
    }

    #[tokio::test]
    async fn a_client_that_asks_as_fast_as_it_can_is_answered_at_a_steady_pace() {
        let pace = pace();
        let at_once = (0..1_000).filter(|_| pace.request().now_or_never().is_some());
        let (at_once, burst) = (at_once.count(), limits::REQUESTS.burst as usize);
        assert!(
            (burst..burst + 50).contains(&at_once),
            "{at_once}: a page loads at once"
        );
    }

    #[tokio::test]
    async fn bodies_are_taken_no_faster_than_frames_are() {
        let pace = pace();
        assert!(pace.body(limits::POST_BYTES).now_or_never().is_some());
        assert!(pace.body(limits::POST_BYTES).now_or_never().is_none());
    }

    #[tokio::test]
    async fn the_end_does_not_wait_for_a_client_that_was_too_fast() {
        let pace = pace();
        assert!(pace.body(limits::POST_BYTES).now_or_never().is_some());
        let mut slowed = pin!(pace.body(limits::POST_BYTES));
        assert!(slowed.as_mut().now_or_never().is_none());
        pace.stop.cancel();
        assert!(slowed.now_or_never().is_some());
    }
}
