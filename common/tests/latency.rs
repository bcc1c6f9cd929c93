//! How long a line is on its way over each transport, on loopback. Printed, because a machine that is busy
//! with something else says nothing about the server; only what arrived is asserted.

use std::time::{Duration, Instant};

use basic_chat::BasicChat;
use testkit::{Client, Route, TestServer, Transport, tools};
use tokio::time::sleep;

/// The poller's pause, in milliseconds.
const EVERY: u64 = 200;

#[tokio::test]
async fn how_long_a_line_is_on_its_way() {
    let server = TestServer::start(|| BasicChat::new(0.0)).await;
    for (transport, lines) in [
        (Transport::WebSocket, 300),
        (Transport::Sse, 300),
        (Transport::LongPoll, 300),
        (Transport::Poll { every: EVERY }, 50),
    ] {
        let route = Route::new(server.address()).to(&transport.name().replace('_', "-"));
        let mut speaker = Client::join_by(route.clone(), "Speaker").await;
        let mut listener = Client::join_by(route.by(transport), "Listener").await;
        listener
            .until("both", |listener| listener.people.len() == 2)
            .await;
        let mut took = Vec::new();
        for number in 0..lines {
            // Lines come at any time of a poller's round, and not when it has just asked.
            if matches!(transport, Transport::Poll { .. }) {
                sleep(Duration::from_millis(number * 37 % EVERY)).await;
            }
            let said = Instant::now();
            speaker.say(&number.to_string()).await;
            let heard = |listener: &Client| listener.events.len() as u64 == number + 1;
            listener.until("the line", heard).await;
            took.push(said.elapsed());
        }
        let expected: Vec<_> = (0..lines).map(|number| number.to_string()).collect();
        assert_eq!(listener.lines(), expected);
        report(transport, took);
    }
    server.stop().await;
}

fn report(transport: Transport, mut took: Vec<Duration>) {
    took.sort_unstable();
    let at =
        |part: f64| took[((took.len() - 1) as f64 * part).round() as usize].as_secs_f64() * 1e3;
    let (median, p99, count) = (at(0.5), at(0.99), took.len());
    let pause = match transport {
        Transport::Poll { every } => format!(", each {every} ms"),
        _ => String::new(),
    };
    tools::print(&format!(
        "latency {:10} median {median:7.2} ms, p99 {p99:7.2} ms ({count} lines{pause})",
        transport.name()
    ));
}
