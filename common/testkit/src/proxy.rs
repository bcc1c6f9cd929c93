//! A TCP proxy between a client and a server, to break the network on purpose.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

mod weather;

pub use weather::Weather;

/// Forwards connections to a target that may change.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    target: Arc<Mutex<Option<SocketAddr>>>,
    cut: Arc<Mutex<CancellationToken>>,
    end: CancellationToken,
    carried: Arc<Carried>,
}

/// Bytes that were handed on, of all connections.
#[derive(Debug, Default)]
struct Carried {
    up: AtomicU64,
    down: AtomicU64,
}

impl Proxy {
    /// Listens on a free port of loopback, and forwards at once.
    pub async fn start(target: SocketAddr) -> Self {
        Self::start_in(target, Weather::CALM).await
    }

    /// Listens on a free port of loopback, and forwards as a bad network would.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub async fn start_in(target: SocketAddr, weather: Weather) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let proxy = Self {
            address: listener
                .local_addr()
                .expect("a bound listener has an address"),
            target: Arc::new(Mutex::new(Some(target))),
            cut: Arc::default(),
            end: CancellationToken::new(),
            carried: Arc::default(),
        };
        let carried = Arc::clone(&proxy.carried);
        let (target, cut) = (Arc::clone(&proxy.target), Arc::clone(&proxy.cut));
        let accept = async move {
            while let Ok((stream, _)) = listener.accept().await {
                let target = *target.lock().expect("nobody panics with the lock");
                let cut = cut.lock().expect("nobody panics with the lock").clone();
                if let Some(target) = target {
                    let carried = Arc::clone(&carried);
                    let forward = forward(stream, target, weather, carried);
                    tokio::spawn(cut.run_until_cancelled_owned(forward));
                }
            }
        };
        tokio::spawn(proxy.end.clone().run_until_cancelled_owned(accept));
        proxy
    }

    /// Where clients connect to.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many bytes it has handed on so far, over all connections: from clients to the server, and
    /// from the server to clients. A byte counts when the system has taken it for the other side.
    pub fn carried(&self) -> (u64, u64) {
        let Carried { up, down } = &*self.carried;
        (up.load(Ordering::SeqCst), down.load(Ordering::SeqCst))
    }

    /// Cuts every connection and refuses new ones.
    ///
    /// # Panics
    ///
    /// Never: nobody panics with the lock.
    pub fn cut(&self) {
        *self.target.lock().expect("nobody panics with the lock") = None;
        let mut cut = self.cut.lock().expect("nobody panics with the lock");
        std::mem::take(&mut *cut).cancel();
    }

    /// Lets connections through again, to this target.
    ///
    /// # Panics
    ///
    /// Never: nobody panics with the lock.
    pub fn heal(&self, target: SocketAddr) {
        *self.target.lock().expect("nobody panics with the lock") = Some(target);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.cut();
        self.end.cancel();
    }
}

async fn forward(near: TcpStream, target: SocketAddr, weather: Weather, carried: Arc<Carried>) {
    if let Ok(far) = TcpStream::connect(target).await {
        let (from_near, to_near) = near.into_split();
        let (from_far, to_far) = far.into_split();
        // An end on either side ends both, however it comes about.
        tokio::select! {
            () = weather.carry(from_near, to_far, &carried.up) => {}
            () = weather.carry(from_far, to_near, &carried.down) => {}
        }
    }
}
