//! Requests as they are on the socket, for hazards that no good client would make.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use testkit::PATIENCE;
use testkit::http::{Answer, EventStream, Http, request};
use tokio::io::{AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// A poller that decides itself when it asks, and for what.
pub(super) struct Poller {
    pub(super) http: Http,
    pub(super) address: SocketAddr,
    pub(super) welcome: Value,
    pub(super) last: u64,
}

impl Poller {
    /// Says hello with this query.
    pub(super) async fn open(address: SocketAddr, query: &str) -> Self {
        let mut http = Http::new(address);
        let target = format!("/rooms/class/poll?{query}");
        let answer = in_time(http.get(&target)).await.unwrap();
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(answer.header("content-type"), Some("application/x-ndjson"));
        let frames = frames(&answer);
        assert_eq!(frames[0]["type"], "welcome", "{frames:?}");
        let mut poller = Self {
            http,
            address,
            welcome: frames[0].clone(),
            last: 0,
        };
        poller.note(&frames);
        poller
    }

    /// The address of its next question.
    pub(super) fn target(&self, how: &str) -> String {
        let key = text(&self.welcome, "connection");
        let epoch = text(&self.welcome, "epoch");
        let last = self.last;
        format!("/rooms/class/poll?connection={key}&after={epoch}.{last}{how}")
    }

    /// Asks on, and notes where it is then.
    pub(super) async fn ask(&mut self, how: &str) -> Vec<Value> {
        let answer = in_time(self.http.get(&self.target(how))).await.unwrap();
        let frames = frames(&answer);
        assert_eq!(answer.status, if frames.is_empty() { 204 } else { 200 });
        self.note(&frames);
        frames
    }

    /// Asks on until the newest answer holds what is looked for.
    pub(super) async fn ask_until(&mut self, how: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        let asking = async {
            loop {
                if let Some(found) = self.ask(how).await.into_iter().find(&is_it) {
                    return found;
                }
            }
        };
        in_time(asking).await
    }

    /// Asks, and does not wait for the answer.
    pub(super) async fn ask_over_another_connection(&self, how: &str) -> Pending {
        Pending::send(self.address, &self.target(how)).await
    }

    /// Sends by POST.
    pub(super) async fn post(&self, body: &str) -> Answer {
        let key = text(&self.welcome, "connection");
        let target = format!("/rooms/class/send?connection={key}");
        let mut http = Http::new(self.address);
        in_time(http.post(&target, body)).await.unwrap()
    }

    pub(super) fn note(&mut self, frames: &[Value]) {
        let numbers = frames.iter().filter(|frame| frame["type"] != "welcome");
        let last = numbers.filter_map(|frame| frame["seq"].as_u64()).max();
        self.last = last.unwrap_or(0).max(self.last);
    }
}

/// A question whose answer has not been read.
pub(super) struct Pending(BufReader<TcpStream>);

impl Pending {
    pub(super) async fn send(address: SocketAddr, target: &str) -> Self {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = request(address, "GET", target, "", "");
        stream.write_all(request.as_bytes()).await.unwrap();
        Self(BufReader::new(stream))
    }

    pub(super) async fn answer(&mut self) -> Answer {
        in_time(testkit::http::answer(&mut self.0)).await.unwrap()
    }

    /// Waits until the answer has begun to come, and leaves it unread.
    pub(super) async fn arrives(&self) {
        let mut first = [0];
        let peeked = in_time(self.0.get_ref().peek(&mut first)).await;
        assert_eq!(peeked.unwrap(), 1, "an answer, and not the end");
    }
}

/// The next frame of a stream, with its id.
pub(super) async fn next_frame(stream: &mut EventStream) -> Option<(Option<String>, Value)> {
    loop {
        let event = in_time(stream.next()).await.ok().flatten()?;
        if !event.data.is_empty() {
            let frame = serde_json::from_str(&event.data).expect("frames are JSON");
            return Some((event.id, frame));
        }
    }
}

/// Reads a stream until it brings what is looked for.
pub(super) async fn until(stream: &mut EventStream, is_it: impl Fn(&Value) -> bool) -> Value {
    loop {
        let (_, frame) = next_frame(stream).await.expect("the stream goes on");
        if is_it(&frame) {
            return frame;
        }
    }
}

pub(super) fn frames(answer: &Answer) -> Vec<Value> {
    let lines = answer.body.lines();
    lines
        .map(|line| serde_json::from_str(line).expect(line))
        .collect()
}

pub(super) fn is_line(text: &str) -> impl Fn(&Value) -> bool + '_ {
    move |frame| frame["text"] == text
}

pub(super) fn lines(frames: &[Value]) -> Vec<&str> {
    frames
        .iter()
        .filter_map(|frame| frame["text"].as_str())
        .collect()
}

pub(super) fn text<'a>(frame: &'a Value, field: &str) -> &'a str {
    frame[field]
        .as_str()
        .unwrap_or_else(|| panic!("no {field} in {frame}"))
}

pub(super) async fn in_time<T>(future: impl Future<Output = T>) -> T {
    timeout(PATIENCE, future).await.expect("it happens in time")
}

/// A pause that is part of the hazard, and no waiting for something to happen.
pub(super) async fn pause(ms: u64) {
    tokio::time::sleep(Duration::from_millis(ms)).await;
}
