//! Heads over real sockets: how much of them travels, and what the lecture's old page sees of them.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::Duration;

use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use kanye::fetcher::{self, Settings};
use kanye::{Kanye, QuoteOptions, offline};
use serde_json::{Value, json};
use testkit::{Client, PATIENCE, TestServer, client};
use tokio::net::TcpStream;
use tokio::time::{MissedTickBehavior, interval, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

type Socket = WebSocketStream<TcpStream>;

const PEOPLE: usize = 40;
const POSITIONS_A_SECOND: u64 = 60;
const SECONDS: u64 = 3;

async fn server(every: Duration) -> TestServer {
    let offline = QuoteOptions {
        offline: true,
        ..QuoteOptions::default()
    };
    let upstream = fetcher::unasked(&Settings::from(&offline));
    TestServer::start(move || Kanye::new(every, &upstream, &offline::LINES)).await
}

/// What one viewer was sent.
#[derive(Debug, Default)]
struct Seen {
    /// Server times of the frames with positions.
    told_at: Vec<u64>,
    bytes: usize,
    /// Where everybody was at last.
    places: std::collections::BTreeMap<u64, Value>,
    quotes: usize,
    /// Frames with positions since the last quote.
    since_quote: usize,
}

impl Seen {
    fn take(&mut self, text: &str) {
        self.bytes += text.len() + 4;
        let frame: Value = serde_json::from_str(text).unwrap();
        match frame["type"].as_str().unwrap() {
            "latest" => {
                self.told_at.push(frame["at"].as_u64().unwrap());
                self.since_quote += 1;
                for value in frame["values"].as_array().unwrap() {
                    self.places
                        .insert(value[0].as_u64().unwrap(), value[1].clone());
                }
            }
            "quote" => {
                self.quotes += 1;
                self.since_quote = 0;
            }
            _ => {}
        }
    }

    /// Most frames with positions in any second of the server's clock.
    fn busiest_second(&self) -> usize {
        let mut window = VecDeque::new();
        let frames = self.told_at.iter().map(|at| {
            window.push_back(*at);
            while window.front().is_some_and(|first| at - first >= 1_000) {
                window.pop_front();
            }
            window.len()
        });
        frames.max().unwrap_or_default()
    }
}

async fn join(address: SocketAddr) -> (SplitSink<Socket, Message>, SplitStream<Socket>) {
    let (mut sink, stream) = client::open(address, "/rooms/class/ws").await.split();
    sink.send(Message::text(r#"{"type":"hello"}"#))
        .await
        .unwrap();
    (sink, stream)
}

/// Moves about as a mouse does, and ends at a place that says who it is.
async fn move_about(
    mut sink: SplitSink<Socket, Message>,
    who: usize,
) -> SplitSink<Socket, Message> {
    let mut ticks = interval(Duration::from_micros(1_000_000 / POSITIONS_A_SECOND));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let steps = POSITIONS_A_SECOND * SECONDS;
    for step in 0..=steps {
        ticks.tick().await;
        let (x, y) = if step == steps {
            (who as u64, 1)
        } else {
            (step * 100, 2 * step)
        };
        let frame = json!({"type": "move", "x": x, "y": y}).to_string();
        sink.send(Message::text(frame)).await.unwrap();
    }
    sink
}

async fn watch(
    mut stream: SplitStream<Socket>,
    is_done: impl Fn(&Seen) -> bool,
) -> (Seen, SplitStream<Socket>) {
    let mut seen = Seen::default();
    let watching = async {
        while !is_done(&seen) {
            if let Message::Text(text) = stream.next().await.unwrap().unwrap() {
                seen.take(&text);
            }
        }
    };
    timeout(PATIENCE, watching).await.expect("it comes to rest");
    (seen, stream)
}

fn all_have_arrived(seen: &Seen) -> bool {
    seen.places.len() == PEOPLE && seen.places.values().all(|place| place["y"] == 1)
}

#[tokio::test]
async fn a_class_that_moves_all_at_once_costs_each_viewer_thirty_frames_a_second_and_at_rest_none()
{
    let server = server(Duration::from_secs(1)).await;
    let mut movers = Vec::new();
    let mut viewers = Vec::new();
    for who in 0..PEOPLE {
        let (sink, stream) = join(server.address()).await;
        movers.push(tokio::spawn(move_about(sink, who)));
        viewers.push(tokio::spawn(watch(stream, all_have_arrived)));
    }
    let mut sinks = Vec::new();
    for mover in movers {
        sinks.push(mover.await.unwrap());
    }
    let mut streams = Vec::new();
    let (mut most, mut frames, mut bytes) = (0, 0, 0);
    for viewer in viewers {
        let (seen, stream) = viewer.await.unwrap();
        most = most.max(seen.busiest_second());
        frames += seen.told_at.len();
        bytes += seen.bytes;
        streams.push(stream);
    }
    assert!(most <= 30, "{most} frames in one second");
    let positions = PEOPLE as u64 * (POSITIONS_A_SECOND * SECONDS + 1);
    println!(
        "{PEOPLE} people, {positions} positions in; each viewer got {} frames, {} bytes; \
         at most {most} frames in a second, {:.1} KB/s",
        frames / PEOPLE,
        bytes / PEOPLE,
        bytes as f64 / PEOPLE as f64 / SECONDS as f64 / 1_000.0,
    );
    // Whatever moved before the next quote may still be told; between two quotes nothing is.
    for stream in streams {
        let (_, stream) = watch(stream, |seen| seen.quotes == 1).await;
        let (seen, _) = watch(stream, |seen| seen.quotes == 1).await;
        assert_eq!(
            seen.told_at,
            [] as [u64; 0],
            "nobody moves, nothing is sent"
        );
    }
    server.stop().await;
}

/// Reads the next message of the plain dialect.
async fn hear(socket: &mut Socket) -> String {
    let hearing = async {
        loop {
            if let Message::Text(text) = socket.next().await.unwrap().unwrap() {
                return text.to_string();
            }
        }
    };
    timeout(PATIENCE, hearing).await.expect("a message comes")
}

#[tokio::test]
async fn old_pages_hear_each_other_and_themselves_to_the_letter() {
    let server = server(Duration::from_secs(10)).await;
    let address = server.address();
    let mut one = client::open_plain(address, "/").await;
    let mut other = client::open_plain(address, "/").await;
    let mut watcher = Client::join(address, "Ada").await;
    watcher
        .until("three heads", |watcher| watcher.latest.len() == 3)
        .await;
    for (x, y) in [
        ("0", "0"),
        ("-7.50", "1e3"),
        ("1279.9999999999999999999", "720"),
        ("null", "\"high\""),
        ("99999999999999999999", "[1]"),
    ] {
        let said = format!(r#"{{"x":{x},"y":{y}}}"#);
        one.send(Message::text(said)).await.unwrap();
        let expected = format!(
            r#"{{"x":{x},"y":{y},"kanye_id":1,"kanye_head":"http://{address}/heads/1.svg"}}"#
        );
        assert_eq!(hear(&mut other).await, expected);
        assert_eq!(
            hear(&mut one).await,
            expected,
            "the sender hears it as well"
        );
    }
    one.send(Message::text("hello?")).await.unwrap();
    one.send(Message::text(r#"{"x":640,"y":360}"#))
        .await
        .unwrap();
    assert!(
        hear(&mut other).await.contains(r#""x":640"#),
        "what is none of ours is ignored"
    );
    watcher
        .until("the head in the middle of our stage", |watcher| {
            watcher.latest[&1] == json!({"x": 32768, "y": 32768})
        })
        .await;
    watcher
        .send(&json!({"type": "move", "x": 65535, "y": 32768}))
        .await;
    let heard: Value = serde_json::from_str(&hear(&mut other).await).unwrap();
    assert_eq!(
        (&heard["x"], &heard["y"], &heard["kanye_id"]),
        (&json!(1280), &json!(360), &json!(3))
    );
    server.stop().await;
}

#[tokio::test]
async fn a_head_leaves_at_once_with_a_goodbye_and_soon_without_one() {
    let server = server(Duration::from_secs(10)).await;
    let mut ada = Client::join(server.address(), "Ada").await;
    let mut polite = Client::join(server.address(), "Polite").await;
    let mut lost = Client::join(server.address(), "Lost").await;
    ada.until("three heads", |ada| ada.latest.len() == 3).await;
    polite.send(&json!({"type": "leave"})).await;
    ada.until("a head less", |ada| ada.latest[&2].is_null())
        .await;
    lost.vanish();
    ada.until("another head less", |ada| ada.latest[&3].is_null())
        .await;
    server.stop().await;
}

#[tokio::test]
async fn everybody_gets_the_quote_that_somebody_asked_for() {
    let server = server(Duration::from_secs(600)).await;
    let mut ada = Client::join(server.address(), "Ada").await;
    let mut bob = Client::join(server.address(), "Bob").await;
    ada.send(&json!({"type": "now", "n": 1})).await;
    let is_asked_for = |bob: &Client| {
        let mut quotes = bob.events.values().filter(|event| event["type"] == "quote");
        quotes.any(|quote| quote["name"] == "Ada" && quote["from"] == 1)
    };
    bob.until("the quote", is_asked_for).await;
    bob.send(&json!({"type": "now", "n": 1})).await;
    bob.until("a refusal", |bob| !bob.nacks.is_empty()).await;
    let nack = &bob.nacks[0];
    assert_eq!(nack["code"], "soon");
    assert!(nack["retry_ms"].as_u64().unwrap() <= kanye::demo::NOW_EVERY_MS);
    server.stop().await;
}
