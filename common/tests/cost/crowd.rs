//! Many who listen: bare sockets that know how long a message is, and no more.

use std::net::SocketAddr;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use testkit::client;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

/// A ping that has not come by then never will: many times what lies between two of them.
const LONG_PATIENCE: Duration = Duration::from_secs(120);

/// A WebSocket at the client's end.
pub(crate) type Socket = WebSocketStream<TcpStream>;

/// What is said in a round, which each listener waits for.
pub(crate) fn line(round: usize) -> String {
    format!("line {round:06}, and about as long as what people say")
}

/// The median.
pub(crate) fn usual<T: Ord + Copy>(mut counts: Vec<T>) -> T {
    counts.sort_unstable();
    counts[counts.len() / 2]
}

/// Lets so many come in who speak our protocol, the last one as the one who speaks.
pub(crate) async fn rich(address: SocketAddr, receivers: usize) -> Vec<Socket> {
    let mut crowd = Vec::new();
    for number in 0..=receivers {
        let mut socket = client::open(address, "/rooms/class/ws").await;
        say(
            &mut socket,
            &format!(r#"{{"type":"hello","name":"P{number}"}}"#),
        )
        .await;
        until(&mut socket, r#""type":"snapshot""#).await;
        crowd.push(socket);
    }
    crowd
}

/// The same who speak the lecture's plain strings.
pub(crate) async fn plain(address: SocketAddr, receivers: usize) -> Vec<Socket> {
    let mut crowd = Vec::new();
    for _ in 0..=receivers {
        crowd.push(client::open_plain(address, "/").await);
    }
    crowd
}

pub(crate) async fn say(socket: &mut Socket, text: &str) {
    socket.send(Message::text(text)).await.unwrap();
}

/// Reads up to the message that holds this.
pub(crate) async fn until(socket: &mut Socket, what: &str) {
    let hearing = async {
        loop {
            let message = socket.next().await.expect("it is open").unwrap();
            if message.to_text().is_ok_and(|text| text.contains(what)) {
                return;
            }
        }
    };
    let heard = timeout(testkit::PATIENCE, hearing).await;
    heard.unwrap_or_else(|_| panic!("{what} did not come"));
}

/// Lets all of them read up to it.
pub(crate) async fn all_until(crowd: &mut [Socket], what: &str) {
    for socket in crowd {
        until(socket, what).await;
    }
}

/// Reads up to a ping, and answers it. The server sends one now and then.
pub(crate) async fn until_ping(socket: &mut Socket) {
    let hearing = async { while !socket.next().await.expect("it is open").unwrap().is_ping() {} };
    timeout(LONG_PATIENCE, hearing).await.expect("a ping");
    socket.flush().await.unwrap();
}

/// Reads up to the answer to a ping.
pub(crate) async fn until_pong(socket: &mut Socket) {
    let hearing = async { while !socket.next().await.expect("it is open").unwrap().is_pong() {} };
    timeout(testkit::PATIENCE, hearing).await.expect("a pong");
}
