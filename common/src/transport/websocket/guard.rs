//! What a WebSocket may send: bytes no faster than a pace, and few of the frames that carry no message.
//!
//! Too many bytes are read later, so they stay in the socket of whoever sends them. Frames without a message
//! mean nothing to anybody, so too many of them end the connection. It counts and reads nothing itself.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::{Sleep, sleep};

use crate::counts::{Counts, Reason};
use crate::demo::Rate;
use crate::limits;
use crate::rate::Bucket;
use crate::wire::Tally;

/// No pause is longer than this, in milliseconds; a single read is paid for long before.
const LONGEST: u64 = 10_000;

/// A connection that sends too many frames without a message. The words are for whoever made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Flood(&'static str);

/// Watches what one connection sends.
#[derive(Debug)]
pub(crate) struct Guard {
    counts: Arc<Counts>,
    bytes: Bucket,
    controls: Bucket,
    fragments: Bucket,
    pause: Option<Pin<Box<Sleep>>>,
}

impl Guard {
    /// Of a connection that has sent nothing yet.
    pub(crate) fn new(counts: Arc<Counts>) -> Self {
        Self {
            counts,
            bytes: Bucket::default(),
            controls: Bucket::default(),
            fragments: Bucket::default(),
            pause: None,
        }
    }

    /// Ready when more may be read.
    pub(super) fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if let Some(pause) = &mut self.pause {
            ready!(pause.as_mut().poll(context));
            self.pause = None;
        }
        Poll::Ready(())
    }

    /// So many bytes have been read, and with them these frames have ended.
    pub(super) fn weigh(&mut self, bytes: usize, ended: Tally, now: u64) -> io::Result<()> {
        let controls = times(limits::CONTROLS, ended.controls);
        let fragments = times(limits::FRAGMENTS, ended.fragments);
        let flood = match ended {
            _ if controls.is_some_and(|rate| self.controls.take(rate, now).is_err()) => {
                Some("too many pings")
            }
            _ if fragments.is_some_and(|rate| self.fragments.take(rate, now).is_err()) => {
                Some("too many fragments of messages")
            }
            _ => None,
        };
        if let Some(words) = flood {
            self.counts.refused(Reason::Flood);
            return Err(io::Error::other(Flood(words)));
        }
        let rate = times(limits::INBOUND, bytes);
        let wait = rate.map(|rate| self.bytes.reserve(rate, LONGEST, now));
        let wait = wait.map_or(0, |wait| wait.unwrap_or(LONGEST));
        if wait > 0 {
            self.counts.refused(Reason::Slowed);
            self.pause = Some(Box::pin(sleep(Duration::from_millis(wait))));
        }
        Ok(())
    }
}

/// The rate of so many at once; nothing of none.
fn times(rate: Rate, count: usize) -> Option<Rate> {
    let cost = count as f64;
    (count > 0).then_some(Rate { cost, ..rate })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(controls: usize, fragments: usize) -> Tally {
        Tally {
            controls,
            fragments,
        }
    }

    #[test]
    fn a_browser_that_answers_pings_and_asks_now_and_then_is_left_alone() {
        let mut guard = Guard::new(Arc::default());
        for second in 0..600 {
            guard.weigh(2_000, tally(2, 5), second * 1_000).unwrap();
            assert!(guard.pause.is_none());
        }
    }

    #[test]
    fn a_ping_flood_and_a_flood_of_fragments_end_the_connection() {
        let mut guard = Guard::new(Arc::default());
        let pings = (0..1_000).position(|now| guard.weigh(6, tally(1, 0), now).is_err());
        assert!(pings.is_some_and(|sent| sent < 30), "{pings:?}");
        let mut guard = Guard::new(Arc::default());
        assert!(guard.weigh(1_020, tally(0, 170), 0).is_err());
    }

    #[tokio::test]
    async fn a_client_that_sends_without_end_is_read_at_a_steady_pace_and_not_cut() {
        let mut guard = Guard::new(Arc::default());
        let mut reads = 0;
        while guard.pause.is_none() {
            guard.weigh(1024, tally(0, 0), 0).unwrap();
            reads += 1;
        }
        assert_eq!(
            reads,
            64 + 1,
            "a burst, and one that is paid for by a pause"
        );
    }
}
