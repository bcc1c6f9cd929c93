//! The server counts its own writes: one for each receiver and turn, however many lines a turn brings.

use std::net::SocketAddr;

use basic_chat::BasicChat;
use common::Options;
use futures_util::SinkExt;
use testkit::TestServer;
use testkit::http::Http;
use tokio_tungstenite::tungstenite::Message;

use crate::crowd::{self, Socket, all_until, line, usual};

const ROUNDS: usize = 15;
const RECEIVERS: usize = 50;

#[tokio::test]
async fn a_line_is_one_write_for_each_who_hears_it() {
    // The sender's is among them: its ack and its copy go together.
    assert_eq!(writes_of_a_burst(1).await, RECEIVERS + 1);
}

#[tokio::test]
async fn many_lines_at_once_are_one_write_for_each_who_hears_them() {
    assert_eq!(writes_of_a_burst(30).await, RECEIVERS + 1);
}

/// How often the server usually writes when one person sends so many lines in one piece.
async fn writes_of_a_burst(lines: usize) -> usize {
    let options = Options {
        port: 0,
        unpaced: true,
        ..Options::default()
    };
    let server = TestServer::start_with(options, || BasicChat::new(0.0)).await;
    let mut crowd = crowd::rich(server.address(), RECEIVERS).await;
    let mut count = Count::new(server.address());
    let mut counts = Vec::new();
    for round in 0..ROUNDS {
        let before = count.writes().await;
        let numbers = round * lines..(round + 1) * lines;
        let last = line(numbers.end - 1);
        say_at_once(crowd.last_mut().unwrap(), numbers).await;
        all_until(&mut crowd, &last).await;
        // The answer to the first question is a write as well.
        counts.push(count.writes().await - before - 1);
    }
    server.stop().await;
    usual(counts)
}

/// Says these lines in one write, so that one turn finds all of them.
async fn say_at_once(socket: &mut Socket, numbers: std::ops::Range<usize>) {
    for number in numbers {
        let (n, text) = (number + 1, line(number));
        let command = format!(r#"{{"type":"say","n":{n},"text":"{text}"}}"#);
        socket.feed(Message::text(command)).await.unwrap();
    }
    socket.flush().await.unwrap();
}

/// Asks the server how often it has written.
struct Count(Http);

impl Count {
    fn new(address: SocketAddr) -> Self {
        Self(Http::new(address))
    }

    async fn writes(&mut self) -> usize {
        let page = self.0.get("/metrics").await.unwrap().body;
        let mut lines = page.lines();
        let count = lines.find_map(|line| line.strip_prefix("live_writes_total "));
        count.unwrap().parse().unwrap()
    }
}
