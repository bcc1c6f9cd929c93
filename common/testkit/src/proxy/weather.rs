//! How long bytes are on their way through a bad network. They always arrive, and in order.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

/// Most pieces under way in one direction. A sender beyond that waits, as before a full window.
const UNDER_WAY: usize = 1_024;
/// Most bytes in a piece.
const PIECE: usize = 16 * 1_024;

/// The delay of each direction, evenly spread between two bounds.
#[derive(Debug, Clone, Copy)]
pub struct Weather {
    /// The shortest.
    pub least: Duration,
    /// The longest.
    pub most: Duration,
}

impl Weather {
    /// No delay at all.
    pub const CALM: Self = Self {
        least: Duration::ZERO,
        most: Duration::ZERO,
    };

    /// So many milliseconds, more or less by so many.
    pub const fn around(ms: u64, by: u64) -> Self {
        Self {
            least: Duration::from_millis(ms - by),
            most: Duration::from_millis(ms + by),
        }
    }

    /// Carries bytes one way until either side ends, and counts those that it handed on.
    pub(super) async fn carry(
        self,
        mut from: OwnedReadHalf,
        mut to: OwnedWriteHalf,
        carried: &AtomicU64,
    ) {
        let (sender, mut pieces) = mpsc::channel::<(Instant, Vec<u8>)>(UNDER_WAY);
        let receive = async move {
            let mut due = Instant::now();
            let mut piece = vec![0; PIECE];
            while let Ok(count @ 1..) = from.read(&mut piece).await {
                // What is sent later never overtakes.
                due = due.max(Instant::now() + self.delay());
                if sender.send((due, piece[..count].to_vec())).await.is_err() {
                    return;
                }
            }
        };
        let deliver = async move {
            while let Some((due, piece)) = pieces.recv().await {
                sleep_until(due).await;
                if to.write_all(&piece).await.is_err() {
                    return;
                }
                carried.fetch_add(piece.len() as u64, Ordering::SeqCst);
            }
        };
        // What was under way in this direction when its sender ended still arrives.
        tokio::join!(receive, deliver);
    }

    fn delay(self) -> Duration {
        // The standard library's hasher is seeded by chance.
        let chance = RandomState::new().hash_one(()) as f64 / u64::MAX as f64;
        self.least + (self.most - self.least).mul_f64(chance)
    }
}
