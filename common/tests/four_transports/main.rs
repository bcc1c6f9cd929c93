//! WebSocket, server-sent events, long poll and poll: the same room, the same promises.
//!
//! What is shown here is shown from outside, over real sockets, by clients that keep the rules of the
//! protocol more strictly than a page would.

#![allow(clippy::unwrap_used, reason = "a test may")]

use basic_chat::BasicChat;
use testkit::TestServer;

mod contract;
mod doors;
mod farewells;
mod feed;
mod guests;
mod hand;
mod knob;
mod limits;
mod polls;
mod posts;
mod presence;
mod raw;
mod stream;
mod unfinished;

#[allow(
    dead_code,
    reason = "shared with the conformance suite, which uses more of it"
)]
#[path = "../support/wire.rs"]
mod wire;

/// A server without the limit of lines a second, which would only slow a test down.
async fn server() -> TestServer {
    TestServer::start(|| BasicChat::new(0.0)).await
}
