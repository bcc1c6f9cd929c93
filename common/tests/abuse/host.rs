//! The server that is abused, on a thread of its own, and connections to it from any address of this machine.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use basic_chat::BasicChat;
use common::Options;
use testkit::TestServer;
use tokio::net::{TcpSocket, TcpStream};
use tokio::runtime;
use tokio::sync::oneshot;

use super::wire::{Wire, handshake};

/// Between two connections of an abuse that is not about how many there are.
pub(super) const SLOWLY: Duration = Duration::from_millis(60);

/// A server under abuse. It ends with this value.
pub(super) struct Host {
    pub(super) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Host {
    /// A server for which this machine is nobody special.
    pub(super) fn start() -> Self {
        let (told, address) = mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let runtime = runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async move {
                let options = Options {
                    port: 0,
                    loopback_counts: true,
                    ..Options::default()
                };
                let server = TestServer::start_with(options, || BasicChat::new(5.0)).await;
                told.send(server.address()).unwrap();
                stopped.await.unwrap_or_default();
                server.stop().await;
            });
        });
        Self {
            address: address.recv().unwrap(),
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// A socket after its handshake, from an address that is not the neighbour's.
    pub(super) async fn socket(&self) -> Wire {
        let stream = connect(self.address, stranger(1)).await;
        let (answer, wire) = Wire::over(stream, handshake(&[]).as_bytes()).await;
        assert_eq!(answer.status, 101, "{answer:?}");
        wire
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        drop(self.stop.take());
        let ended = self.thread.take().map(JoinHandle::join);
        // One panic is enough.
        if !std::thread::panicking() {
            ended.unwrap().unwrap();
        }
    }
}

/// Somebody's address.
pub(super) fn stranger(number: u8) -> Ipv4Addr {
    Ipv4Addr::new(127, 66, 0, number)
}

/// Connects from this address.
pub(super) async fn connect(server: SocketAddr, from: Ipv4Addr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind((from, 0).into()).unwrap();
    socket.connect(server).await.unwrap()
}
