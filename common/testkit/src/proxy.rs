//! A TCP proxy between a client and a server, to break the network on purpose.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

mod carry;
mod faults;
mod weather;

use carry::{End, Way};
pub use faults::{Every, Faults, Mishap};
pub use weather::Weather;

/// Forwards connections to a target that may change.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    target: Arc<Mutex<Option<SocketAddr>>>,
    cut: Arc<Mutex<CancellationToken>>,
    calm: CancellationToken,
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

    /// The same, where everything takes its time.
    pub async fn start_in(target: SocketAddr, weather: Weather) -> Self {
        let faults = Faults {
            weather,
            ..Faults::none(rand::random())
        };
        Self::start_with(target, faults).await
    }

    /// Listens on a free port of loopback, and forwards as a bad network would.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub async fn start_with(target: SocketAddr, faults: Faults) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let proxy = Self {
            address: listener
                .local_addr()
                .expect("a bound listener has an address"),
            target: Arc::new(Mutex::new(Some(target))),
            cut: Arc::default(),
            calm: CancellationToken::new(),
            end: CancellationToken::new(),
            carried: Arc::default(),
        };
        let carried = Arc::clone(&proxy.carried);
        let (target, cut) = (Arc::clone(&proxy.target), Arc::clone(&proxy.cut));
        let (faults, calm) = (Arc::new(faults), proxy.calm.clone());
        let accept = async move {
            for number in 0.. {
                let Ok((stream, _)) = listener.accept().await else {
                    return;
                };
                let target = *target.lock().expect("nobody panics with the lock");
                let cut = cut.lock().expect("nobody panics with the lock").clone();
                if let Some(target) = target {
                    let relay = Relay {
                        number,
                        faults: Arc::clone(&faults),
                        calm: calm.clone(),
                        carried: Arc::clone(&carried),
                    };
                    tokio::spawn(cut.run_until_cancelled_owned(relay.forward(stream, target)));
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

    /// From now on, and for those who are under way, the network does nothing to anybody any more.
    pub fn calm_down(&self) {
        self.calm.cancel();
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

/// One connection through the proxy.
#[derive(Debug)]
struct Relay {
    number: u64,
    faults: Arc<Faults>,
    calm: CancellationToken,
    carried: Arc<Carried>,
}

impl Relay {
    async fn forward(self, near: TcpStream, target: SocketAddr) {
        let Ok(far) = TcpStream::connect(target).await else {
            return;
        };
        for socket in [&near, &far] {
            // What is cut to pieces must stay so.
            socket.set_nodelay(true).unwrap_or_default();
        }
        let (from_near, to_near) = near.into_split();
        let (from_far, to_far) = far.into_split();
        let way = |is_up, carried| {
            let number = 2 * self.number + u64::from(is_up);
            Way::new(&self.faults, number, self.calm.clone(), carried)
        };
        let mut up = pin!(way(true, &self.carried.up).carry(from_near, to_far));
        let mut down = pin!(way(false, &self.carried.down).carry(from_far, to_near));
        // An end on either side ends both, however it comes about.
        tokio::select! {
            end = &mut up => if end == End::Half { down.await; },
            end = &mut down => if end == End::Half { up.await; },
        }
    }
}
