//! The server: one port for pages and sockets, from binding to the last goodbye.
//!
//! Its verbs are [`Server::bind`] and [`Server::run`]. Options and the shutdown signal are
//! arguments, so a test starts a server on port 0 and ends it like Ctrl-C does. Everything of one
//! running server hangs on `App`; nothing is global.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{info, warn};

use crate::clock::Clock;
use crate::counts::Counts;
use crate::demo::Demo;
use crate::journal;
use crate::knob::Knob;
use crate::limits::{self, PerAddress};
use crate::registry::ConnectionId;
use crate::room::directory::{Directory, Surroundings};
use crate::room::newcomers::Newcomers;
use crate::room::opening::Kept;
use crate::room::threads::RoomThreads;
use crate::wire::Book;
use admission::{Admission, Pass};
use arrivals::{Arrivals, Joining};
use half_open::HalfOpen;
use house::Houses;
use http::Visitor;
use origin::Policy;
use refusal::Refusal;
use share::Share;

pub mod addresses;
pub(crate) mod admission;
pub(crate) mod arrivals;
pub mod banner;
mod conditions;
mod door;
mod half_open;
mod hand;
mod headers;
mod health;
pub(crate) mod house;
pub(crate) mod http;
mod key;
pub mod listen;
mod metrics;
mod options;
pub mod origin;
mod own_machine;
pub(crate) mod pace;
mod pages;
pub(crate) mod refusal;
mod routes;
mod share;
pub mod signal;
mod source;
mod wish;

pub use key::Key;
pub use options::Options;

/// Time for everybody to hear the goodbye, and to close.
const STOP: Duration = Duration::from_secs(8);

/// A server that is bound and not yet running.
#[derive(Debug)]
pub struct Server<D: Demo> {
    listeners: Vec<TcpListener>,
    address: SocketAddr,
    app: Arc<App<D>>,
}

/// Everything that the parts of one running server share.
#[derive(Debug)]
pub(crate) struct App<D: Demo> {
    pub(crate) directory: Arc<Directory<D>>,
    pub(crate) policy: Policy,
    pub(crate) admission: Arc<Admission>,
    /// How fast people come.
    pub(crate) arrivals: Arrivals,
    /// Those who have come and not asked for anything yet.
    pub(crate) half_open: Arc<HalfOpen>,
    pub(crate) houses: Houses,
    pub(crate) max_connections: usize,
    /// For how long nobody may acknowledge what was sent.
    pub(crate) unacknowledged: Duration,
    /// What one house may take.
    pub(crate) per_address: PerAddress,
    /// Whether who is too fast is slowed down.
    pub(crate) is_paced: bool,
    /// What the lecturer does to the network.
    pub(crate) knob: Arc<Knob>,
    pub(crate) share: Share,
    /// Opens the lecturer's hand from another machine.
    pub(crate) key: Key,
    pub(crate) clock: Clock,
    pub(crate) counts: Arc<Counts>,
    pub(crate) stop: CancellationToken,
    pub(crate) tasks: TaskTracker,
    /// The connections that can be watched.
    pub(crate) wire: Arc<Book>,
    /// Those who watch.
    pub(crate) watchers: Arc<Admission>,
    /// Where rooms are kept, if they are.
    kept: Option<Kept>,
    connections: AtomicU64,
}

impl<D: Demo> Server<D> {
    /// Takes the port. Each room that somebody joins gets a demo from `make`, which is told what
    /// comes from `outside`: at once what is known, and then whatever is new.
    ///
    /// # Errors
    ///
    /// If no port is free or an option makes no sense, in words for the person at the terminal.
    pub async fn bind(
        options: &Options,
        make: impl Fn() -> D + Send + Sync + 'static,
        outside: Option<watch::Receiver<D::External>>,
    ) -> anyhow::Result<Self> {
        let policy = Policy {
            allow_host: options.allow_host.clone(),
            allow_origin: options.allow_origin.clone(),
        };
        let connections = options.max_connections as usize;
        listen::raise_descriptor_limit(connections);
        let listeners = listen::bind(options).await?;
        let address = listeners[0]
            .local_addr()
            .context("the listener has no address")?;
        let kept = options.data.as_deref().map(|folder| {
            let store = Arc::new(journal::open(folder, D::NAME, options.keep)?);
            let keep = options.keep;
            anyhow::Ok(Kept { store, keep })
        });
        let kept = kept.transpose()?;
        let start = kept.as_ref().map(|kept| kept.store.clock_start());
        let clock = Clock::start_at(start.unwrap_or_default());
        let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
        let knob = Arc::new(Knob::new(stop.clone()));
        let counts = Arc::<Counts>::default();
        let (per_address, is_paced) = (PerAddress::of(options.per_address), !options.unpaced);
        let houses = Houses {
            loopback_counts: options.loopback_counts,
        };
        let directory = Directory::new(
            make,
            outside,
            connections,
            Surroundings {
                build: pages::build(),
                clock,
                counts: Arc::clone(&counts),
                knob: Arc::clone(&knob),
                newcomers: Newcomers::new(houses, per_address.newcomers, is_paced),
                stop: stop.clone(),
                tasks: tasks.clone(),
                threads: RoomThreads::start(options.room_threads.into())
                    .context("This system gives no threads for rooms")?,
                kept: kept.clone(),
            },
        );
        let app = App {
            directory,
            policy,
            admission: Admission::new(connections, per_address.connections),
            arrivals: Arrivals::new(clock, per_address.connects, is_paced),
            half_open: HalfOpen::new(per_address.half_open),
            houses,
            max_connections: connections,
            unacknowledged: options.unacknowledged,
            per_address,
            is_paced,
            knob,
            share: Share::look_up(address, options.lan),
            key: Key::cut(),
            clock,
            counts,
            stop,
            tasks,
            wire: Arc::default(),
            watchers: Admission::new(limits::WATCHERS, limits::WATCHERS_PER_ADDRESS),
            kept,
            connections: AtomicU64::new(0),
        };
        Ok(Self {
            listeners,
            address,
            app: Arc::new(app),
        })
    }

    /// The address that was taken.
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// The addresses of this server for people: the local one, then those for the network.
    pub fn urls(&self) -> (String, Vec<String>) {
        (self.app.share.local(), self.app.share.network())
    }

    /// The key to the lecturer's hand on the rooms.
    pub fn key(&self) -> Key {
        self.app.key.clone()
    }

    /// Serves until `shutdown` resolves; then tells everybody, lets them close, and ends.
    ///
    /// # Errors
    ///
    /// None but a panic: what goes wrong with one connection or room is logged and stays there.
    pub async fn run(self, shutdown: impl Future<Output = ()>) -> anyhow::Result<()> {
        let Self { listeners, app, .. } = self;
        for listener in listeners {
            app.tasks.spawn(http::accept(listener, Arc::clone(&app)));
        }
        shutdown.await;
        info!("stopping");
        app.stop.cancel();
        app.tasks.close();
        if timeout(STOP, app.tasks.wait()).await.is_err() {
            warn!(
                left = app.tasks.len(),
                "some connections did not end in time"
            );
        }
        if let Some(Kept { store, .. }) = app.kept.clone() {
            spawn_blocking(move || store.sync()).await?;
        }
        Ok(())
    }
}

impl<D: Demo> App<D> {
    /// Lets somebody join who wants to, when it is their turn. When the server stops it never will be.
    pub(crate) async fn join(&self) -> Result<Joining, Refusal> {
        let joining = tokio::select! {
            joining = self.arrivals.join() => joining,
            () = self.stop.cancelled() => Err(Refusal::Joins),
        };
        joining.inspect_err(|refusal| self.counts.refused(refusal.reason()))
    }

    /// Keeps a place for a connection that is made of many requests.
    pub(crate) fn place(&self, visitor: &Visitor) -> Result<Pass, Refusal> {
        let pass = self.admission.admit(self.houses.of(visitor.peer.ip()));
        pass.inspect_err(|refusal| self.counts.refused(refusal.reason()))
    }

    /// A number for a new connection.
    pub(crate) fn next_connection(&self) -> ConnectionId {
        ConnectionId(self.connections.fetch_add(1, Ordering::Relaxed) + 1)
    }
}
