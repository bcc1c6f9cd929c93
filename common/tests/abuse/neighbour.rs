//! Somebody who only wants to join, again and again, while others do what they do. On a thread of its own, so
//! that what it measures is the server and not the abuse beside it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use testkit::{Client, tools};
use tokio::runtime;
use tokio::time::sleep;

/// As many come in a few seconds as may come as new people from one address.
const EVERY: Duration = Duration::from_millis(50);
/// With fewer joins there is nothing to be said about them.
const ENOUGH: usize = 40;

/// Joins until it is asked how that was.
pub(super) struct Neighbour {
    progress: Arc<Progress>,
    thread: JoinHandle<Vec<Duration>>,
}

#[derive(Default)]
struct Progress {
    joined: AtomicUsize,
    is_asked: AtomicBool,
}

impl Neighbour {
    pub(super) fn join_all_the_time(server: SocketAddr) -> Self {
        let progress = Arc::<Progress>::default();
        let own = Arc::clone(&progress);
        let thread = std::thread::spawn(move || {
            let runtime = runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(join(server, &own))
        });
        Self { progress, thread }
    }

    /// Whether it has joined so often that the abuse may end. Not if it was kept out: then it is said why.
    pub(super) fn has_seen_enough(&self) -> bool {
        self.thread.is_finished() || self.progress.joined.load(Ordering::Relaxed) >= ENOUGH
    }

    /// Prints how long joining took meanwhile.
    pub(super) fn was_not_disturbed(self, by: &str) {
        self.progress.is_asked.store(true, Ordering::Relaxed);
        let mut joins = self.thread.join().expect("it is always let in");
        joins.sort_unstable();
        let at = |share: f64| joins[((joins.len() - 1) as f64 * share).round() as usize];
        let (count, median, p99) = (joins.len(), at(0.5), at(0.99));
        tools::print(&format!(
            "{by}: {count} joins meanwhile, median {median:.1?}, p99 {p99:.1?}"
        ));
    }
}

async fn join(server: SocketAddr, progress: &Progress) -> Vec<Duration> {
    let mut joins = Vec::new();
    loop {
        let begun = Instant::now();
        // It panics if nobody lets it in.
        let mut client = Client::join(server, "Ada").await;
        joins.push(begun.elapsed());
        progress.joined.fetch_add(1, Ordering::Relaxed);
        client.send_text(r#"{"type":"leave"}"#).await;
        if progress.is_asked.load(Ordering::Relaxed) {
            return joins;
        }
        sleep(EVERY).await;
    }
}
