//! A lecture hall on a system whose usual limit of open files is lower. In a process of its own, because the limit
//! is the process's.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test may")]

use basic_chat::BasicChat;
use common::Options;
use rlimit::Resource;
use testkit::{Client, TestServer};
use tokio::net::TcpStream;

/// What some systems begin with.
const USUAL: u64 = 256;

#[tokio::test]
async fn as_many_connections_as_were_asked_for_do_not_run_out_of_descriptors() {
    let (_, hard) = Resource::NOFILE.get().unwrap();
    Resource::NOFILE.set(USUAL.min(hard), hard).unwrap();
    let options = Options {
        port: 0,
        max_connections: 10_000,
        ..Options::default()
    };
    let server = TestServer::start_with(options, || BasicChat::new(5.0)).await;
    let (soft, _) = Resource::NOFILE.get().unwrap();
    assert!(soft >= hard.min(10_000), "{soft} of {hard}");
    if soft < 3 * USUAL {
        return;
    }
    let mut held = Vec::new();
    for _ in 0..USUAL {
        held.push(TcpStream::connect(server.address()).await.unwrap());
    }
    // Both ends of each are open in this process, and there is room for more.
    Client::join(server.address(), "Ada").await;
    drop(held);
    server.stop().await;
}
