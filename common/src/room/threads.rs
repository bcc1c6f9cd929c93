//! The threads that rooms are spread over, if they are.
//!
//! A room is one task and stays on the thread it begins on. Nobody takes it over when that one is busy:
//! while a run time that steals work moves rooms about, what they are about to write waits. So each thread
//! has a run time of its own, and the one with the fewest rooms gets the next. Reading, and everything that
//! is no room, stays where the server runs: a room on a thread of its own need not let it run before a turn,
//! since it goes on meanwhile. The server waits for its rooms when it stops, not for these threads.

use std::io;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;

use tokio::runtime::{Builder, Handle};
use tokio_util::sync::{CancellationToken, DropGuard};

/// The threads. Dropped, they end, and with them whatever room still goes on.
#[derive(Debug)]
pub(crate) struct RoomThreads {
    all: Vec<RoomThread>,
    _end: DropGuard,
}

#[derive(Debug)]
struct RoomThread {
    runtime: Handle,
    /// One more holder for each room.
    rooms: Arc<()>,
}

/// Where a room runs. It counts there as long as this is held.
#[derive(Debug)]
pub(crate) struct Berth {
    pub(crate) runtime: Handle,
    _room: Option<Arc<()>>,
}

impl RoomThreads {
    /// So many threads; with none, rooms run where they are asked for.
    ///
    /// # Errors
    ///
    /// If the system gives none, or no timers for them.
    pub(crate) fn start(count: usize) -> io::Result<Self> {
        let end = CancellationToken::new();
        // Those that have begun end too if another cannot.
        let _end = end.clone().drop_guard();
        let all = (1..=count).map(|number| RoomThread::start(number, end.clone()));
        let all = all.collect::<io::Result<_>>()?;
        Ok(Self { all, _end })
    }

    /// A place for one more room.
    pub(crate) fn berth(&self) -> Berth {
        let emptiest = self.all.iter();
        let emptiest = emptiest.min_by_key(|thread| Arc::strong_count(&thread.rooms));
        Berth {
            runtime: emptiest.map_or_else(Handle::current, |thread| thread.runtime.clone()),
            _room: emptiest.map(|thread| Arc::clone(&thread.rooms)),
        }
    }
}

impl RoomThread {
    fn start(number: usize, end: CancellationToken) -> io::Result<Self> {
        let (tell, told) = mpsc::channel();
        let name = format!("rooms-{number}");
        thread::Builder::new().name(name).spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build();
            // Whoever started it waits for this.
            tell.send(
                runtime
                    .as_ref()
                    .map(|runtime| runtime.handle().clone())
                    .map_err(copy),
            )
            .unwrap_or_default();
            if let Ok(runtime) = runtime {
                runtime.block_on(end.cancelled());
                runtime.shutdown_background();
            }
        })?;
        let runtime = told.recv().unwrap_or(Err(io::ErrorKind::Other.into()))?;
        let rooms = Arc::default();
        Ok(Self { runtime, rooms })
    }
}

/// An error that can be told on another thread too.
fn copy(error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_are_spread_evenly_and_a_place_becomes_free() {
        let threads = RoomThreads::start(3).unwrap();
        let rooms = |threads: &RoomThreads| -> Vec<usize> {
            let all = threads.all.iter();
            all.map(|thread| Arc::strong_count(&thread.rooms) - 1)
                .collect()
        };
        let mut berths: Vec<_> = (0..7).map(|_| threads.berth()).collect();
        assert_eq!(rooms(&threads), [3, 2, 2]);
        berths.drain(..6);
        let _others: Vec<_> = (0..2).map(|_| threads.berth()).collect();
        assert_eq!(rooms(&threads), [1, 1, 1]);
    }

    #[tokio::test]
    async fn without_threads_a_room_runs_where_it_is_asked_for() {
        let berth = RoomThreads::start(0).unwrap().berth();
        let here = thread::current().id();
        let there = berth.runtime.spawn(async { thread::current().id() });
        assert_eq!(there.await.unwrap(), here);
    }

    #[tokio::test]
    async fn a_thread_has_timers_and_ends_with_the_server() {
        let threads = RoomThreads::start(1).unwrap();
        let berth = threads.berth();
        let sleep = async { tokio::time::sleep(std::time::Duration::from_millis(1)).await };
        berth.runtime.spawn(sleep).await.unwrap();
        let for_ever = berth.runtime.spawn(std::future::pending::<()>());
        drop(threads);
        assert!(for_ever.await.is_err());
    }
}
