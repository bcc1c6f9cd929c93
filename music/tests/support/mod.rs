//! A client that folds cells, and plain clients that hear words.

use std::net::SocketAddr;

use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use testkit::{PATIENCE, client};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

pub(crate) type Socket = WebSocketStream<TcpStream>;

/// What one client knows of the song.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// Value and last writer, by pattern.
    pub(crate) cells: Vec<Vec<(u64, u64)>>,
    /// Cells that it was told of, one by one.
    pub(crate) told: usize,
    /// How often it was refused something.
    pub(crate) refused: usize,
}

impl Page {
    /// Takes in a frame. Returns the group, if cells have changed.
    pub(crate) fn take(&mut self, frame: &Value) -> Option<u64> {
        match frame["type"].as_str().unwrap() {
            "snapshot" => self.begin(&frame["state"]),
            "nack" => self.refused += 1,
            "cells" => {
                for cell in frame["cells"].as_array().unwrap() {
                    let [pattern, track, step, value, by] =
                        serde_json::from_value::<[u64; 5]>(cell.clone()).unwrap();
                    self.cells[pattern as usize][(track * 16 + step) as usize] = (value, by);
                    self.told += 1;
                }
                return frame["group"].as_u64();
            }
            _ => {}
        }
        None
    }

    fn begin(&mut self, state: &Value) {
        let lists = |field: &str| -> Vec<Vec<u64>> {
            serde_json::from_value(state[field].clone()).unwrap()
        };
        let pair = |(cells, by): (Vec<u64>, Vec<u64>)| cells.into_iter().zip(by).collect();
        let both = lists("cells").into_iter().zip(lists("by"));
        self.cells = both.map(pair).collect();
    }
}

/// Joins, and waits for the snapshot.
pub(crate) async fn join(
    address: SocketAddr,
) -> (SplitSink<Socket, Message>, SplitStream<Socket>, Page) {
    let (mut sink, mut stream) = client::open(address, "/rooms/class/ws").await.split();
    let hello = Message::text(r#"{"type":"hello"}"#);
    sink.send(hello).await.unwrap();
    let mut page = Page::default();
    while page.cells.is_empty() {
        page.take(&read(&mut stream).await);
    }
    (sink, stream, page)
}

/// Reads the next frame.
pub(crate) async fn read(stream: &mut SplitStream<Socket>) -> Value {
    loop {
        let message = timeout(PATIENCE, stream.next())
            .await
            .expect("a frame comes");
        if let Message::Text(text) = message.unwrap().unwrap() {
            return serde_json::from_str(&text).unwrap();
        }
    }
}

/// Says something in the plain dialect.
pub(crate) async fn say(socket: &mut Socket, text: &str) {
    socket.send(Message::text(text)).await.unwrap();
}

/// Reads the next message of the plain dialect.
pub(crate) async fn hear(socket: &mut Socket) -> String {
    let hearing = async {
        loop {
            if let Message::Text(text) = socket.next().await.unwrap().unwrap() {
                return text.to_string();
            }
        }
    };
    timeout(PATIENCE, hearing).await.expect("a message comes")
}
