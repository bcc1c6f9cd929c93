//! Reads over HTTP: one stream of events, or one poll after the other.

use std::time::Duration;

use serde_json::Value;
use tokio::time::sleep;

use super::Transport;
use super::requests::{Shared, frames};
use crate::http::{EventStream, Http};

/// How long a long poll may be held, in seconds.
const WAIT: &str = "25";

/// Reads until the end, and tells it.
pub(super) async fn read(shared: Shared, hello: Value) {
    match shared.route.transport {
        Transport::WebSocket => unreachable!("a WebSocket is no series of requests"),
        Transport::Sse => follow(&shared, &hello).await,
        Transport::LongPoll => poll(&shared, &hello, ("wait", WAIT.to_owned()), None).await,
        Transport::Poll { every } => {
            let pause = Duration::from_millis(every);
            poll(&shared, &hello, ("every", every.to_string()), Some(pause)).await;
        }
    }
    shared.tell_the_end().await;
}

async fn follow(shared: &Shared, hello: &Value) {
    let target = shared.address_of("events", &opening(hello));
    let Ok(mut stream) = EventStream::open(shared.route.address, &target, "").await else {
        return;
    };
    while let Ok(Some(event)) = stream.next().await {
        if event.data.is_empty() {
            continue;
        }
        shared
            .tell(serde_json::from_str(&event.data).expect("frames are JSON"))
            .await;
    }
}

async fn poll(
    shared: &Shared,
    hello: &Value,
    how: (&'static str, String),
    pause: Option<Duration>,
) {
    let mut http = Http::new(shared.route.address);
    let mut position = Position::of(hello);
    let mut query = opening(hello);
    query.push(how.clone());
    loop {
        let target = shared.address_of("poll", &query);
        // An answer that was lost is asked for once more: the request says itself what it wants.
        let answer = match http.get(&target).await {
            Ok(answer) => answer,
            Err(_) => match http.get(&target).await {
                Ok(answer) => answer,
                Err(_) => return,
            },
        };
        let is_over = !matches!(answer.status, 200 | 204);
        if is_over && answer.status != 410 {
            // A refusal in words, for people.
            return;
        }
        for frame in frames(&answer.body).filter(|frame| position.is_new(frame)) {
            shared.tell(frame).await;
        }
        let Some(key) = shared.key.borrow().clone() else {
            return;
        };
        if is_over {
            return;
        }
        if let Some(pause) = pause {
            sleep(pause).await;
        }
        query = vec![
            ("connection", key),
            ("after", position.to_string()),
            how.clone(),
        ];
    }
}

/// The fields of a hello, as an address says them.
fn opening(hello: &Value) -> Vec<(&'static str, String)> {
    let text = |field| hello[field].as_str().map(|text| (field, text.to_owned()));
    let mut query: Vec<_> = ["name", "session"].into_iter().filter_map(text).collect();
    if hello["last"].is_object() {
        query.push(("last", Position::of(hello).to_string()));
    }
    query
}

/// The last event that came.
#[derive(Debug, Default)]
struct Position {
    epoch: String,
    seq: u64,
}

impl Position {
    fn of(hello: &Value) -> Self {
        let epoch = hello["last"]["epoch"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let seq = hello["last"]["seq"].as_u64().unwrap_or_default();
        Self { epoch, seq }
    }

    /// Whether a frame is no repetition of what came before. It is where we are from now on.
    fn is_new(&mut self, frame: &Value) -> bool {
        let number = |field: &str| frame[field].as_u64();
        match frame["type"].as_str().expect("frames have a type") {
            "welcome" => self.epoch = frame["epoch"].as_str().unwrap_or_default().to_owned(),
            "snapshot" => self.seq = number("seq").expect("a snapshot has a number"),
            "skip" => self.seq = self.seq.max(number("to").expect("a skip has an end")),
            "ack" | "nack" => {}
            _ => {
                let is_repeated = number("seq").is_some_and(|seq| seq <= self.seq);
                self.seq = number("seq").unwrap_or(0).max(self.seq);
                return !is_repeated;
            }
        }
        true
    }
}

impl std::fmt::Display for Position {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}.{}", self.epoch, self.seq)
    }
}
