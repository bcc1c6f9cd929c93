//! The thread that waits for the disk, so that no room has to.

use std::convert::Infallible;
use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tracing::error;

/// From one round to the next: as much may be lost when the power fails.
const EVERY: Duration = Duration::from_secs(1);

/// A thread that does its work once a second, and once more at its end.
#[derive(Debug)]
pub(super) struct Rounds {
    /// Nothing is ever sent; the thread hears when this is gone.
    running: Option<SyncSender<Infallible>>,
    thread: Option<JoinHandle<()>>,
}

impl Rounds {
    /// Begins to do this.
    pub(super) fn start(work: impl FnMut() + Send + 'static) -> io::Result<Self> {
        let (running, end) = mpsc::sync_channel(0);
        let thread = thread::Builder::new().name("journal".to_owned());
        Ok(Self {
            running: Some(running),
            thread: Some(thread.spawn(move || go_round(&end, work))?),
        })
    }
}

fn go_round(end: &Receiver<Infallible>, mut work: impl FnMut()) {
    while end.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
        work();
    }
    work();
}

impl Drop for Rounds {
    /// Waits for the last round.
    fn drop(&mut self) {
        drop(self.running.take());
        if self
            .thread
            .take()
            .is_some_and(|thread| thread.join().is_err())
        {
            error!("the thread that syncs the journal has failed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_comes_by_itself_and_a_last_one_at_the_end() {
        let (done, rounds) = mpsc::sync_channel(100);
        let running = Rounds::start(move || done.send(()).unwrap()).unwrap();
        rounds.recv().unwrap();
        drop(running);
        assert!(rounds.try_recv().is_ok(), "the end has waited for it");
        while rounds.try_recv().is_ok() {}
        assert_eq!(rounds.recv(), Err(mpsc::RecvError), "and no more come");
    }
}
