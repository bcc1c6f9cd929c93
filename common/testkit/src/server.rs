//! A real server on a free port, ended like Ctrl-C ends one.

use std::net::SocketAddr;

use common::server::Key;
use common::{Demo, Options, Server};
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

/// A running server. Dropped, it is told to stop; [`TestServer::stop`] also waits for the end.
#[derive(Debug)]
pub struct TestServer {
    address: SocketAddr,
    key: Key,
    stop: Option<oneshot::Sender<()>>,
    running: JoinHandle<anyhow::Result<()>>,
}

impl TestServer {
    /// Starts a server on a free port of loopback.
    pub async fn start<D: Demo>(make: impl Fn() -> D + Send + Sync + 'static) -> Self {
        Self::start_with(
            Options {
                port: 0,
                ..Options::default()
            },
            make,
        )
        .await
    }

    /// Starts a server with options of its own.
    pub async fn start_with<D: Demo>(
        options: Options,
        make: impl Fn() -> D + Send + Sync + 'static,
    ) -> Self {
        Self::start_told(options, make, None).await
    }

    /// Starts a server whose demo is told of the world outside.
    ///
    /// # Panics
    ///
    /// If it cannot be bound.
    pub async fn start_told<D: Demo>(
        options: Options,
        make: impl Fn() -> D + Send + Sync + 'static,
        outside: Option<watch::Receiver<D::External>>,
    ) -> Self {
        let server = Server::bind(&options, make, outside)
            .await
            .expect("the port can be bound");
        let (address, key) = (server.local_addr(), server.key());
        let (stop, stopped) = oneshot::channel();
        let running = tokio::spawn(server.run(async move {
            // A dropped handle stops the server as well.
            stopped.await.unwrap_or_default();
        }));
        Self {
            address,
            key,
            stop: Some(stop),
            running,
        }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The key to the lecturer's hand, as an address has it: behind `#key=`.
    ///
    /// # Panics
    ///
    /// Never: an address with a key has one.
    pub fn key(&self) -> String {
        let address = self.key.in_address("");
        let (_, key) = address.split_once('=').expect("it is named");
        key.to_owned()
    }

    /// Asks it to stop, without waiting.
    pub fn begin_stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // Nobody listens any more if it has stopped already.
            stop.send(()).unwrap_or_default();
        }
    }

    /// Stops it and waits until it has ended.
    ///
    /// # Panics
    ///
    /// If it did not end well.
    pub async fn stop(mut self) {
        self.begin_stop();
        self.running
            .await
            .expect("the server does not panic")
            .expect("the server ends well");
    }
}
