//! A server on a thread of its own, so that what it allocates can be told from what a test allocates.
//!
//! It knows neither demos nor frames.

use std::net::SocketAddr;
use std::ops::AsyncFnMut;
use std::thread::{self, JoinHandle};

use allocation_counter::measure;
use common::{Demo, Options};
use testkit::TestServer;
use tokio::runtime::Builder;
use tokio::sync::{mpsc, oneshot};
use tokio::task::yield_now;

use crate::crowd::usual;

/// More than any test here needs.
const MAX_CONNECTIONS: u32 = 2_000;
/// Looks that make up one.
const LOOKS: usize = 3;
/// Rounds before anything is counted: buffers have grown by then.
const WARM_UP: usize = 15;
/// Rounds that are counted. Once a second the server looks after everybody, which is in few of them.
const ROUNDS: usize = 15;

/// What was allocated on the server's thread.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spent {
    /// How often. A buffer that moves because it grows counts again.
    pub(crate) allocations: u64,
    pub(crate) bytes: u64,
}

/// A running server whose allocations are counted.
pub(crate) struct CountedServer {
    pub(crate) address: SocketAddr,
    looks: mpsc::Sender<oneshot::Sender<Spent>>,
    thread: JoinHandle<()>,
}

impl CountedServer {
    /// Starts it on one thread, as the demos run.
    pub(crate) async fn start<D: Demo>(make: impl Fn() -> D + Send + Sync + 'static) -> Self {
        let (started, address) = oneshot::channel();
        let (looks, looked) = mpsc::channel(1);
        let thread = thread::spawn(move || run(make, started, looked));
        Self {
            address: address.await.unwrap(),
            looks,
            thread,
        }
    }

    /// What it has allocated since the last time.
    ///
    /// Nothing that it does between a write and its next wait gives way to a look, so it has done with everything
    /// whose last byte has come here; and between two looks it reads what has come in.
    pub(crate) async fn spent(&self) -> Spent {
        let mut spent = Spent::default();
        for _ in 0..LOOKS {
            let (tell, told) = oneshot::channel();
            self.looks.send(tell).await.unwrap();
            let more = told.await.unwrap();
            spent.allocations += more.allocations;
            spent.bytes += more.bytes;
        }
        spent
    }

    pub(crate) fn stop(self) {
        drop(self.looks);
        self.thread.join().unwrap();
    }
}

fn run<D: Demo>(
    make: impl Fn() -> D + Send + Sync + 'static,
    started: oneshot::Sender<SocketAddr>,
    mut looked: mpsc::Receiver<oneshot::Sender<Spent>>,
) {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let options = Options {
        port: 0,
        max_connections: MAX_CONNECTIONS,
        // One person says here in a second what a class says in an hour.
        unpaced: true,
        ..Options::default()
    };
    // The runtime is entered anew after each look, and allocates when it then first lets others go ahead.
    runtime.block_on(yield_now());
    let entering = measure(|| runtime.block_on(yield_now()));
    let server = runtime.block_on(TestServer::start_with(options, make));
    started.send(server.address()).unwrap();
    loop {
        let mut look = None;
        let spent = measure(|| {
            look = runtime.block_on(async {
                yield_now().await;
                looked.recv().await
            });
        });
        let Some(tell) = look else { break };
        let spent = Spent {
            allocations: spent.count_total - entering.count_total,
            bytes: spent.bytes_total - entering.bytes_total,
        };
        tell.send(spent).unwrap();
    }
    runtime.block_on(server.stop());
}

/// What a round usually costs: the median, when buffers have grown.
pub(crate) async fn usual_cost(server: &CountedServer, mut round: impl AsyncFnMut(usize)) -> Spent {
    for number in 0..WARM_UP {
        round(number).await;
    }
    server.spent().await;
    let (mut allocations, mut bytes) = (Vec::new(), Vec::new());
    for number in WARM_UP..WARM_UP + ROUNDS {
        round(number).await;
        let spent = server.spent().await;
        allocations.push(spent.allocations);
        bytes.push(spent.bytes);
    }
    Spent {
        allocations: usual(allocations),
        bytes: usual(bytes),
    }
}
