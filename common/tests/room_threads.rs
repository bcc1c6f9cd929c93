//! Rooms on threads of their own: everything works as on one, over each transport, up to the goodbye.

use basic_chat::BasicChat;
use common::Options;
use futures_util::future::join_all;
use testkit::{Client, Route, TestServer, Transport};

/// More rooms than threads, so that some share one.
const ROOMS: usize = 5;
const THREADS: u8 = 2;
/// More than one turn takes at once.
const LINES: usize = 300;

/// A room with one client on each transport. Each gets every line, in the order in which they were said.
async fn talk(server: &TestServer, room: usize) {
    let mut clients = Vec::new();
    for transport in Transport::ALL {
        let route = Route::new(server.address()).by(transport);
        let route = route.to(&format!("room-{room}"));
        clients.push(Client::join_by(route, transport.name()).await);
    }
    for line in 0..LINES {
        clients[line % Transport::ALL.len()]
            .say(&format!("{room}: {line}"))
            .await;
    }
    for client in &mut clients {
        client
            .until("all lines", |client| client.lines().len() >= LINES)
            .await;
    }
    let expected: Vec<_> = clients[0].lines().iter().map(ToString::to_string).collect();
    assert!(
        expected
            .iter()
            .all(|line| line.starts_with(&format!("{room}: "))),
        "a line of another room"
    );
    for client in &clients {
        assert_eq!(client.lines(), expected);
    }
}

#[tokio::test]
async fn rooms_on_threads_of_their_own_lose_nothing_and_end_with_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        port: 0,
        room_threads: THREADS,
        data: Some(folder.path().to_owned()),
        ..Options::default()
    };
    let mut server = TestServer::start_with(options.clone(), || BasicChat::new(0.0)).await;
    join_all((0..ROOMS).map(|room| talk(&server, room))).await;
    let mut last = Client::join(server.address(), "Ada").await;
    server.begin_stop();
    let farewell = last.until_closed().await;
    assert_eq!(farewell.map(|(code, _)| code), Some(1001));
    server.stop().await;

    // What they said was written down on those threads too.
    let server = TestServer::start_with(options, || BasicChat::new(0.0)).await;
    let route = Route::new(server.address()).to("room-3");
    let mut late = Client::join_by(route, "Late").await;
    late.until("what a newcomer gets", |late| {
        late.lines().len() == basic_chat::REMEMBERED
    })
    .await;
    assert!(late.lines().iter().all(|line| line.starts_with("3: ")));
    server.stop().await;
}
