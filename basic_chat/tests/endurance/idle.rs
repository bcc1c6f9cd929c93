//! Thousands who say nothing: all stay, and each costs little memory.

use std::net::SocketAddr;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use testkit::{Client, tools};
use tokio::net::TcpSocket;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};
use tokio_tungstenite::client_async_with_config;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

use crate::number;
use crate::program::Program;

/// How many connect at the same time.
const AT_ONCE: usize = 100;
/// How often the process is looked at.
const LOOK: Duration = Duration::from_secs(5);
/// Addresses that they come from.
const ADDRESSES: usize = 20;
/// Most memory for each, in KiB.
const MOST_MEMORY: f64 = 4.0;

#[tokio::test]
#[ignore = "ten thousand clients for five minutes; IDLE says how many, IDLE_S for how long"]
async fn ten_thousand_idle_connections_are_held() {
    let count = number("IDLE", 10_000) as usize;
    let time = Duration::from_secs(number("IDLE_S", 300));
    rlimit::increase_nofile_limit(u64::MAX).unwrap();
    let places = count.to_string();
    let program = Program::start(&["--max-connections", &places]).await;
    let before = program.memory();
    // One of them is told how many there are; a look from outside would need a place more.
    let mut first = Client::join(program.address, "first").await;
    let mut idle = JoinSet::new();
    while idle.len() + 1 < count {
        for _ in 0..AT_ONCE.min(count - 1 - idle.len()) {
            idle.spawn(hold(program.address, idle.len()));
        }
        // The next hundred wait until these are in.
        let people = idle.len() as u64 + 1;
        first
            .until("all are in", |first| first.count == people)
            .await;
    }
    let joined = Instant::now();
    let mut most = 0;
    while joined.elapsed() < time {
        timeout(LOOK, follow(&mut first)).await.unwrap_or_default();
        most = most.max(program.memory());
        let ended = idle.try_join_next();
        assert!(ended.is_none(), "nobody is dropped: {ended:?}");
    }
    let people = first.count;
    let [each, end] = [most, program.memory()].map(|now| (now - before) as f64 / count as f64);
    tools::print(&format!(
        "{count} idle connections from {ADDRESSES} addresses for {time:?}: {people} are there, {each:.1} KiB \
         each at most, {end:.1} at the end"
    ));
    assert_eq!(people, count as u64);
    assert!(each <= MOST_MEMORY, "memory");
}

/// Joins from one of some addresses, and answers nothing but pings.
async fn hold(server: SocketAddr, number: usize) -> String {
    let socket = TcpSocket::new_v4().unwrap();
    let last = 1 + (number % ADDRESSES) as u8;
    socket.bind(([127, 0, 1, last], 0).into()).unwrap();
    let stream = socket.connect(server).await.unwrap();
    let mut request = format!("ws://{server}/rooms/class/ws")
        .into_client_request()
        .unwrap();
    let protocol = "websockets-notes.v1".parse().unwrap();
    request
        .headers_mut()
        .insert("Sec-WebSocket-Protocol", protocol);
    let settings = WebSocketConfig::default().read_buffer_size(1024);
    let opened = client_async_with_config(request, stream, Some(settings)).await;
    let (mut socket, _) = opened.unwrap();
    let hello = format!(r#"{{"type":"hello","name":"I{number}"}}"#);
    socket.send(Message::text(hello)).await.unwrap();
    loop {
        match socket.next().await {
            Some(Ok(Message::Close(frame))) => return format!("{frame:?}"),
            Some(Ok(_)) => {}
            end => return format!("{end:?}"),
        }
    }
}

async fn follow(first: &mut Client) {
    loop {
        first.hear().await;
    }
}
