//! A thousand long polls and a thousand streams, held at once: what each costs, that one line reaches all of
//! them, and that nothing is left of them when they have gone.
//!
//! It is alone in its process, since it counts descriptors, tasks and memory of the whole of it.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::net::SocketAddr;
use std::time::Duration;

use basic_chat::BasicChat;
use common::Options;
use testkit::{Client, PATIENCE, TestServer, tools};
use tokio::runtime::Handle;
use tokio::time::{Instant, timeout};

use holder::{Holder, Kind};

mod holder;

/// How many of each kind.
const EACH: usize = 1_000;
/// How many connect at the same time.
const AT_ONCE: usize = 50;
/// How long Ada may listen before the others are looked at again.
const LOOK_EVERY: Duration = Duration::from_millis(5);

#[tokio::test]
async fn thousands_are_held_and_nothing_is_left_of_them() {
    let options = Options {
        port: 0,
        max_connections: 5_000,
        ..Options::default()
    };
    let server = TestServer::start_with(options, || BasicChat::new(0.0)).await;
    let mut ada = Client::join(server.address(), "Ada").await;
    ada.until("the snapshot", |ada| ada.snapshots == 1).await;
    let empty = Count::now();
    let mut crowd = Vec::new();
    for kind in [Kind::Stream, Kind::LongPoll] {
        let before = Count::now();
        gather(&mut crowd, kind, server.address()).await;
        let here = crowd.len() as u64 + 1;
        everybody(&mut crowd, &mut ada, |_, ada| ada.count == here).await;
        print_growth(kind, &before);
    }
    ada.say("to all of you").await;
    everybody(&mut crowd, &mut ada, |holder, _| holder.has_heard).await;
    assert_eq!(
        crowd.iter().filter(|holder| holder.has_heard).count(),
        2 * EACH
    );
    let held = Count::now();
    if cfg!(target_os = "linux") {
        assert!(
            held.descriptors >= empty.descriptors + 4 * EACH,
            "both ends of each"
        );
    }
    drop(crowd);
    let dropped = Instant::now();
    while Count::now().is_more_than(&empty) {
        let left = Count::now();
        assert!(
            dropped.elapsed() < PATIENCE,
            "left {left:?}, before {empty:?}"
        );
        timeout(LOOK_EVERY, ada.hear()).await.unwrap_or_default();
    }
    let after = Count::now();
    // Those with a stream are seen to go; the others may still come back with another question.
    ada.until("they have gone", |ada| ada.count <= EACH as u64 + 1)
        .await;
    tools::print(&format!(
        "before {empty:?}\nheld   {held:?}\nafter  {after:?}"
    ));
    server.stop().await;
}

/// Lets so many of a kind in, and keeps those who are in already listening meanwhile.
async fn gather(crowd: &mut Vec<Holder>, kind: Kind, address: SocketAddr) {
    for first in (0..EACH).step_by(AT_ONCE) {
        for number in first..first + AT_ONCE {
            crowd.push(Holder::open(kind, address, number).await);
        }
        for holder in &mut *crowd {
            holder.listen();
        }
        tokio::task::yield_now().await;
    }
}

/// Lets everybody listen until it is true of each of them.
async fn everybody(
    crowd: &mut [Holder],
    ada: &mut Client,
    is_true: impl Fn(&Holder, &Client) -> bool,
) {
    let waiting = async {
        while !crowd
            .iter()
            .all(|holder| holder.is_in && is_true(holder, ada))
        {
            for holder in &mut *crowd {
                holder.listen();
            }
            timeout(LOOK_EVERY, ada.hear()).await.unwrap_or_default();
        }
    };
    let in_time = timeout(PATIENCE * 2, waiting).await.is_ok();
    let missing = crowd
        .iter()
        .filter(|holder| !holder.is_in || !is_true(holder, ada))
        .count();
    assert!(
        in_time,
        "{missing} of {} missing, {} counted",
        crowd.len(),
        ada.count
    );
}

/// What the process has.
#[derive(Debug, Clone, Copy)]
struct Count {
    descriptors: usize,
    tasks: usize,
    /// Resident memory, in kilobytes.
    memory: Option<usize>,
}

impl Count {
    fn now() -> Self {
        // Only Linux tells the first and the last; elsewhere they are not compared.
        let descriptors = std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count);
        let tasks = Handle::current().metrics().num_alive_tasks();
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let memory = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let memory = memory.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
        Self {
            descriptors,
            tasks,
            memory,
        }
    }

    fn is_more_than(&self, other: &Self) -> bool {
        self.descriptors > other.descriptors || self.tasks > other.tasks
    }
}

fn print_growth(kind: Kind, before: &Count) {
    let now = Count::now();
    let each = |now: usize, before: usize| now.saturating_sub(before) as f64 / EACH as f64;
    let memory = match (now.memory, before.memory) {
        (Some(now), Some(before)) => format!("{:.1} KB each", each(now, before)),
        _ => "memory is not told here".to_owned(),
    };
    let tasks = each(now.tasks, before.tasks);
    let build = if cfg!(debug_assertions) {
        ", debug build"
    } else {
        ""
    };
    tools::print(&format!(
        "held at once: {EACH} x {kind:?}, {memory} with the test's own end{build}, {tasks:.0} task each"
    ));
}
