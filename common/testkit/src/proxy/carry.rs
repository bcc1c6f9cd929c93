//! Carries the bytes of one direction of one connection, as a bad network would.
//!
//! It knows no frame: the middle of one is only a number of bytes.

use std::future::pending;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rand::rngs::StdRng;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::mpsc;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;

use super::faults::{Every, Faults, Mishap, PIECE};

/// Most pieces under way in one direction. A sender beyond that waits, as before a full window.
const UNDER_WAY: usize = 1_024;

/// How a direction ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// One of the sides ended.
    BySide,
    /// The network has reset the connection.
    Reset,
    /// The network has closed this direction alone.
    Half,
}

/// One direction of one connection.
#[derive(Debug)]
pub(super) struct Way<'a> {
    faults: &'a Faults,
    number: u64,
    chance: StdRng,
    /// What will happen, and after how many more bytes.
    ahead: Vec<(u64, Every, Mishap)>,
    /// Cancelled when the network does nothing to anybody any more.
    calm: CancellationToken,
    /// Counts what was handed on.
    carried: &'a AtomicU64,
}

impl<'a> Way<'a> {
    /// The direction of this number.
    pub(super) fn new(
        faults: &'a Faults,
        number: u64,
        calm: CancellationToken,
        carried: &'a AtomicU64,
    ) -> Self {
        let mut chance = faults.chance(2 * number + 1);
        let mishaps = faults.mishaps.iter();
        let ahead = mishaps.map(|(every, mishap)| (every.draw(&mut chance), *every, *mishap));
        Self {
            faults,
            number,
            ahead: ahead.collect(),
            chance,
            calm,
            carried,
        }
    }

    /// Carries until either side ends, or the network ends it.
    pub(super) async fn carry(mut self, mut from: OwnedReadHalf, mut to: OwnedWriteHalf) -> End {
        let (sender, mut pieces) = mpsc::channel(UNDER_WAY);
        let delays = self.faults.chance(2 * self.number);
        let receive = receive(self.faults, delays, &mut from, sender);
        let calm = self.calm.clone();
        let deliver = async {
            while let Some((due, piece)) = pieces.recv().await {
                calm.run_until_cancelled(sleep_until(due)).await;
                if let Some(end) = self.hand_on(&piece, &mut to).await {
                    return end;
                }
            }
            End::BySide
        };
        let end = tokio::select! {
            end = deliver => end,
            // What was under way when its sender ended still arrives.
            () = async { receive.await; pending().await } => End::BySide,
        };
        if end == End::Reset {
            for socket in [from.as_ref(), to.as_ref()] {
                // It fails on a socket that is dead already, which is what is wanted.
                socket.set_zero_linger().unwrap_or_default();
            }
        }
        end
    }

    async fn hand_on(&mut self, piece: &[u8], to: &mut OwnedWriteHalf) -> Option<End> {
        let mut rest = piece;
        while !rest.is_empty() {
            let is_calm = self.calm.is_cancelled();
            let slice = if is_calm { PIECE } else { self.slice() };
            let (now, later) = rest.split_at(slice.min(rest.len()));
            if to.write_all(now).await.is_err() {
                return Some(End::BySide);
            }
            self.carried.fetch_add(now.len() as u64, Ordering::SeqCst);
            if !is_calm && let Some(end) = self.passed(now.len() as u64).await {
                return Some(end);
            }
            if slice < PIECE {
                // So that the other side may read what it has.
                yield_now().await;
            }
            rest = later;
        }
        None
    }

    /// How much may pass at once before something happens.
    fn slice(&self) -> usize {
        let ahead = self.ahead.iter().map(|(left, ..)| *left as usize);
        ahead.fold(self.faults.slice, usize::min)
    }

    /// So many bytes more have passed: what is due happens.
    async fn passed(&mut self, count: u64) -> Option<End> {
        let mut stalled = Duration::ZERO;
        for (left, every, mishap) in &mut self.ahead {
            *left = left.saturating_sub(count);
            if *left == 0 {
                *left = every.draw(&mut self.chance);
                match mishap {
                    Mishap::Stall(time) => stalled = *time,
                    Mishap::Reset => return Some(End::Reset),
                    Mishap::HalfClose => return Some(End::Half),
                }
            }
        }
        self.calm.run_until_cancelled(sleep(stalled)).await;
        None
    }
}

/// Reads, and says when each piece is due at the other side.
async fn receive(
    faults: &Faults,
    mut delays: StdRng,
    from: &mut OwnedReadHalf,
    sender: mpsc::Sender<(Instant, Vec<u8>)>,
) {
    let mut due = Instant::now();
    let mut piece = vec![0; PIECE];
    while let Ok(count @ 1..) = from.read(&mut piece).await {
        let now = Instant::now();
        // What is sent later never overtakes.
        due = due.max(now + faults.weather.delay(&mut delays));
        if let Some(rate) = faults.bandwidth {
            due += Duration::from_secs_f64(count as f64 / f64::from(rate));
        }
        if sender.send((due, piece[..count].to_vec())).await.is_err() {
            return;
        }
    }
}
