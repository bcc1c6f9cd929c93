//! The ledger against an independent witness: what the feed tells of a connection is, to the byte,
//! what a TCP proxy between client and server has carried.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::Duration;

use basic_chat::BasicChat;
use serde_json::{Value, json};
use support::wire::{CLOSE, PING, PONG, TEXT, Wire, handshake, masked};
use testkit::{PATIENCE, Proxy, TestServer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

#[allow(
    dead_code,
    reason = "shared with the conformance suite, which uses more of it"
)]
mod support {
    pub(crate) mod wire;
}

/// A line for each, as many as the lecture's ledger is checked over.
const LINES: usize = 200;

/// What a page's ledger holds.
struct Ledger {
    feed: Wire,
    records: Vec<Value>,
}

impl Ledger {
    async fn of(address: SocketAddr, key: &str) -> Self {
        let protocol = "Sec-WebSocket-Protocol: websockets-notes.wire.v1";
        let request = handshake(&[protocol]).replace("/ws", "/rooms/class/wire");
        let (answer, mut feed) = Wire::open(address, request.as_bytes()).await;
        assert_eq!(answer.status, 101);
        feed.say(&json!({ "watch": [key, "1-0000000000000000"] }).to_string())
            .await;
        let records = Vec::new();
        let mut ledger = Self { feed, records };
        ledger.until(|records| !records.is_empty()).await;
        assert_eq!(ledger.records[0]["kind"], "so_far");
        ledger
    }

    /// Reads until something is true of the records.
    async fn until(&mut self, is_true: impl Fn(&[Value]) -> bool) {
        while !is_true(&self.records) {
            let frame = self.feed.next(TEXT).await;
            let records: Vec<Value> = serde_json::from_slice(&frame.payload).expect("an array");
            self.records.extend(records);
        }
    }

    /// Reads until the sum is what the proxy has carried.
    async fn until_equal(&mut self, proxy: &Proxy) {
        let reading = async {
            while self.sum() != proxy.carried() {
                let frame = timeout(Duration::from_millis(20), self.feed.next(TEXT)).await;
                let Ok(frame) = frame else { continue };
                let records: Vec<Value> = serde_json::from_slice(&frame.payload).expect("an array");
                self.records.extend(records);
            }
        };
        let is_equal = timeout(PATIENCE, reading).await.is_ok();
        assert!(
            is_equal,
            "told {:?}, carried {:?}",
            self.sum(),
            proxy.carried()
        );
    }

    /// The sum as the feed's own rule has it.
    fn sum(&self) -> (u64, u64) {
        let mut exchanges = HashMap::new();
        let (mut up, mut down) = (0, 0);
        let number = |value: &Value| value.as_u64().expect("a number");
        for record in &self.records {
            match (record["kind"].as_str(), record["way"].as_str()) {
                (Some("so_far"), _) => {
                    up += number(&record["up"]);
                    down += number(&record["down"]);
                }
                (Some("exchange"), _) if record["again"] == true => {}
                (Some("exchange"), _) => {
                    let both = (number(&record["up"]), number(&record["down"]));
                    exchanges.insert(number(&record["id"]), both);
                }
                (Some("frame"), Some("up")) => up += number(&record["size"]),
                (Some("frame" | "chunk"), _) => down += number(&record["size"]),
                (other, _) => panic!("a record of the kind {other:?}"),
            }
        }
        let exchanges = exchanges.values();
        exchanges.fold((up, down), |(up, down), both| (up + both.0, down + both.1))
    }

    /// The useful bytes of a WebSocket, by what its frames say.
    fn useful(&self) -> u64 {
        let is_useful = |text: &str| {
            let frame: Value = serde_json::from_str(text).unwrap_or_default();
            let is_event = frame["type"] == "line" || frame["type"] == "people";
            is_event || (frame["type"] == "say" && frame["n"].is_u64())
        };
        let texts = self
            .of_kind("frame")
            .filter_map(|frame| frame["text"].as_str());
        let useful = texts
            .filter(|text| is_useful(text))
            .map(|text| text.len() as u64);
        useful.sum::<u64>() + self.records[0]["useful"].as_u64().expect("a number")
    }

    fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Value> {
        self.records
            .iter()
            .filter(move |record| record["kind"] == kind)
    }
}

async fn start() -> (TestServer, Proxy) {
    let server = TestServer::start(|| BasicChat::new(0.0)).await;
    let proxy = Proxy::start(server.address()).await;
    (server, proxy)
}

#[tokio::test]
async fn a_websocket_is_told_to_the_byte_with_its_handshake_pings_and_close() {
    let (server, proxy) = start().await;
    let (_, mut wire) = Wire::open(proxy.address(), handshake(&[]).as_bytes()).await;
    wire.say(r#"{"type":"hello","name":"Ada"}"#).await;
    let welcome = wire.message("welcome").await;
    let key = welcome["connection"].as_str().expect("it has a key");
    let mut ledger = Ledger::of(server.address(), key).await;
    let opening = ledger.records.iter().find(|record| record["again"] == true);
    let opening = opening.cloned().unwrap_or_default();
    for n in 1..=LINES {
        wire.say(&json!({"type": "say", "n": n, "text": "x".repeat(n)}).to_string())
            .await;
    }
    while wire.message("ack").await["n"] != LINES {}
    wire.send(&masked(PING, b"are you there?")).await;
    wire.next(PONG).await;
    ledger.until_equal(&proxy).await;
    let late = Ledger::of(server.address(), key).await;
    assert_eq!(
        late.sum(),
        ledger.sum(),
        "whoever comes late has the same sum"
    );
    assert_eq!(late.records[0]["useful"], ledger.useful());
    wire.send(&masked(CLOSE, &1000_u16.to_be_bytes())).await;
    wire.next(CLOSE).await;
    wire.end().await;
    let is_close = |way: &str, record: &Value| {
        let head = record["head"].as_str().unwrap_or_default();
        record["way"] == way && head.starts_with("88")
    };
    ledger
        .until(|records| {
            ["up", "down"]
                .iter()
                .all(|way| records.iter().any(|record| is_close(way, record)))
        })
        .await;
    ledger.until_equal(&proxy).await;
    ledger
        .until(|records| records.iter().any(|record| record["status"] == 101))
        .await;
    assert_eq!(opening["method"], "GET");
    assert!(
        opening["answer"]
            .as_str()
            .is_some_and(|head| head.starts_with("HTTP/1.1 101"))
    );
    let says = |record: &&Value| {
        let text = record["text"].as_str().unwrap_or_default();
        record["way"] == "up" && text.starts_with(r#"{"n""#)
    };
    assert_eq!(ledger.of_kind("frame").filter(says).count(), LINES);
    server.stop().await;
}

/// Somebody who speaks HTTP over one connection, byte by byte.
struct Browser {
    stream: TcpStream,
    unread: Vec<u8>,
}

impl Browser {
    async fn to(proxy: &Proxy) -> Self {
        let stream = TcpStream::connect(proxy.address()).await;
        Self {
            stream: stream.expect("it listens"),
            unread: Vec::new(),
        }
    }

    async fn ask(&mut self, line: &str, body: &str) {
        let length = body.len();
        let request =
            format!("{line} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n{body}");
        let written = self.stream.write_all(request.as_bytes()).await;
        written.expect("it is connected");
    }

    /// Reads up to and with a text, and hands out what came before it.
    async fn until(&mut self, text: &str) -> String {
        loop {
            let end = self
                .unread
                .windows(text.len())
                .position(|part| part == text.as_bytes());
            if let Some(end) = end {
                let read: Vec<u8> = self.unread.drain(..end + text.len()).collect();
                return String::from_utf8(read).expect("it is text");
            }
            let reading = timeout(PATIENCE, self.stream.read_buf(&mut self.unread)).await;
            let count = reading.expect("it answers").expect("it does not reset");
            assert!(count > 0, "it ended before {text:?} came");
        }
    }

    /// An answer: status and body.
    async fn answer(&mut self) -> (u16, String) {
        let head = self.until("\r\n\r\n").await.to_ascii_lowercase();
        let status = head[9..12].parse().expect("a status");
        let length = head.split("content-length: ").nth(1);
        let length = length.and_then(|rest| rest.split('\r').next()?.parse().ok());
        let length: usize = length.unwrap_or(0);
        while self.unread.len() < length {
            let count = self.stream.read_buf(&mut self.unread).await;
            assert!(count.expect("it does not reset") > 0);
        }
        let body = self.unread.drain(..length).collect();
        (status, String::from_utf8(body).expect("it is text"))
    }
}

/// The key in the welcome that is somewhere in a text.
fn key_in(text: &str) -> String {
    let begin = text
        .split(r#""connection":""#)
        .nth(1)
        .expect("it has a key");
    begin.split('"').next().unwrap_or_default().to_owned()
}

async fn post_lines(sender: &mut Browser, key: &str) {
    for n in 1..=LINES {
        let say = json!({"type": "say", "n": n, "text": "y".repeat(n)});
        let line = format!("POST /rooms/class/send?connection={key}");
        sender.ask(&line, &format!("{say}\n")).await;
        let (status, body) = sender.answer().await;
        assert_eq!((status, body.contains("ack")), (200, true), "{body}");
    }
}

#[tokio::test]
async fn an_event_stream_is_told_to_the_byte_with_what_is_posted() {
    let (server, proxy) = start().await;
    let mut stream = Browser::to(&proxy).await;
    stream.ask("GET /rooms/class/events?name=Ada", "").await;
    let key = key_in(&stream.until(r#""build""#).await);
    let mut ledger = Ledger::of(server.address(), &key).await;
    let mut sender = Browser::to(&proxy).await;
    post_lines(&mut sender, &key).await;
    let last = format!(r#""text":"{}""#, "y".repeat(LINES));
    stream.until(&last).await;
    drop((stream, sender));
    ledger
        .until(|records| records.iter().any(|record| record["aborted"] == true))
        .await;
    ledger.until_equal(&proxy).await;
    let texts = ledger
        .of_kind("chunk")
        .filter_map(|chunk| chunk["texts"].as_array());
    let texts: Vec<_> = texts.flatten().filter_map(Value::as_str).collect();
    let lines = texts
        .iter()
        .filter(|text| text.contains(r#""type":"line""#));
    assert_eq!(lines.count(), LINES);
}

/// As when a page switches while a line is under way.
#[tokio::test]
async fn a_post_that_comes_just_after_its_connection_has_ended_is_told_all_the_same() {
    let (server, proxy) = start().await;
    let mut stream = Browser::to(&proxy).await;
    stream.ask("GET /rooms/class/events?name=Ada", "").await;
    let key = key_in(&stream.until(r#""build""#).await);
    let mut ledger = Ledger::of(server.address(), &key).await;
    drop(stream);
    ledger
        .until(|records| records.iter().any(|record| record["aborted"] == true))
        .await;
    let mut sender = Browser::to(&proxy).await;
    let line = format!("POST /rooms/class/send?connection={key}");
    sender
        .ask(&line, r#"{"type":"say","n":1,"text":"x"}"#)
        .await;
    assert_eq!(sender.answer().await.0, 410);
    ledger.until_equal(&proxy).await;
    assert!(
        ledger
            .of_kind("exchange")
            .any(|record| record["status"] == 410)
    );
    server.stop().await;
}

#[tokio::test]
async fn polls_are_told_to_the_byte_and_empty_answers_are_named() {
    for (wait, transport) in [("", "poll"), ("&wait=1", "long_poll")] {
        let (server, proxy) = start().await;
        let mut browser = Browser::to(&proxy).await;
        let opening = format!("GET /rooms/class/poll?name=Ada&every=1000{wait}");
        browser.ask(&opening, "").await;
        let (status, body) = browser.answer().await;
        assert_eq!(status, 200);
        let (key, epoch) = (key_in(&body), epoch_in(&body));
        let mut sender = Browser::to(&proxy).await;
        post_lines(&mut sender, &key).await;
        let mut ledger = Ledger::of(server.address(), &key).await;
        assert_eq!(ledger.records[0]["requests"], 1 + LINES);
        assert_eq!(ledger.records[0]["transport"], transport);
        let mut after = 0;
        loop {
            let poll = format!(
                "GET /rooms/class/poll?connection={key}&after={epoch}.{after}&every=1000{wait}"
            );
            browser.ask(&poll, "").await;
            let (status, body) = browser.answer().await;
            if status == 204 {
                break;
            }
            let seqs = body.lines().filter_map(|line| {
                let frame: Value = serde_json::from_str(line).expect("a frame a line");
                frame["seq"].as_u64()
            });
            after = seqs.max().unwrap_or(after).max(after);
        }
        ledger.until_equal(&proxy).await;
        let empty = ledger
            .of_kind("exchange")
            .filter(|one| one["status"] == 204);
        assert_eq!(empty.count(), 1);
    }
}

fn epoch_in(text: &str) -> String {
    let begin = text.split(r#""epoch":""#).nth(1).expect("it has an epoch");
    begin.split('"').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_feed_watches_nothing_it_has_no_key_of_and_ends_with_the_server() {
    let (server, proxy) = start().await;
    let (_, mut wire) = Wire::open(proxy.address(), handshake(&[]).as_bytes()).await;
    wire.say(r#"{"type":"hello","name":"Ada"}"#).await;
    let key = wire.message("welcome").await["connection"].clone();
    let mut ledger = Ledger::of(server.address(), key.as_str().expect("a key")).await;
    let stopping = tokio::spawn(server.stop());
    assert_eq!(wire.next(CLOSE).await.code(), 1001);
    wire.send(&masked(CLOSE, &1001_u16.to_be_bytes())).await;
    assert_eq!(ledger.feed.next(CLOSE).await.code(), 1001);
    drop(ledger.feed);
    stopping.await.expect("it stops");
}

#[tokio::test]
async fn the_feed_speaks_its_own_protocol_and_no_other() {
    let (_server, proxy) = start().await;
    let request = handshake(&[]).replace("/ws", "/rooms/class/wire");
    let (answer, _) = Wire::open(proxy.address(), request.as_bytes()).await;
    assert_eq!(answer.status, 426);
    let foreign = handshake(&[
        "Sec-WebSocket-Protocol: websockets-notes.wire.v1",
        "Origin: http://elsewhere.example",
    ]);
    let request = foreign.replace("/ws", "/rooms/class/wire");
    let (answer, _) = Wire::open(proxy.address(), request.as_bytes()).await;
    assert_eq!(answer.status, 403);
}

#[tokio::test]
async fn the_source_that_runs_can_be_read_and_nothing_else() {
    let (_server, proxy) = start().await;
    let mut browser = Browser::to(&proxy).await;
    let path = "common/src/transport/poll/outlet.rs";
    browser.ask(&format!("GET /source/{path}"), "").await;
    let (status, text) = browser.answer().await;
    assert_eq!(status, 200);
    assert_eq!(text, include_str!("../src/transport/poll/outlet.rs"));
    browser.ask("GET /source/common/Cargo.toml", "").await;
    let (status, text) = browser.answer().await;
    assert_eq!(status, 404);
    assert!(text.contains(path), "it names the files there are");
}
