//! What the three HTTP transports share: a task that reads, a task that sends, and what they tell.

use serde_json::Value;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use url::form_urlencoded;

use super::{Heard, Route, reader, sender};

/// Frames that may wait to be sent, and things that may wait to be heard.
const WAITING: usize = 1024;

/// Requests that together are one connection. Dropped, they all end in the middle.
#[derive(Debug)]
pub(crate) struct Requests {
    frames: mpsc::Sender<String>,
    heard: mpsc::Receiver<Heard>,
    _tasks: JoinSet<()>,
}

/// What the two tasks have in common.
#[derive(Debug, Clone)]
pub(super) struct Shared {
    pub(super) route: Route,
    /// The connection's key, once the welcome has named it.
    pub(super) key: watch::Sender<Option<String>>,
    pub(super) heard: mpsc::Sender<Heard>,
}

impl Requests {
    pub(super) fn open(route: &Route, hello: &Value) -> Self {
        let (frames, to_send) = mpsc::channel(WAITING);
        let (sender, heard) = mpsc::channel(WAITING);
        let shared = Shared {
            route: route.clone(),
            key: watch::Sender::new(None),
            heard: sender,
        };
        let mut tasks = JoinSet::new();
        tasks.spawn(reader::read(shared.clone(), hello.clone()));
        tasks.spawn(sender::send(shared, to_send));
        Self {
            frames,
            heard,
            _tasks: tasks,
        }
    }

    pub(super) async fn send(&self, frame: String) {
        // If nobody takes it any more, the reason has been told.
        self.frames.send(frame).await.unwrap_or_default();
    }

    pub(super) async fn next(&mut self) -> Heard {
        self.heard.recv().await.unwrap_or(Heard::Closed(None))
    }
}

impl Shared {
    /// Tells a frame. A farewell is the end.
    pub(super) async fn tell(&self, frame: Value) {
        if frame["type"] == "welcome" {
            let key = frame["connection"]
                .as_str()
                .expect("a welcome names the connection");
            self.key.send_replace(Some(key.to_owned()));
        }
        let heard = if frame["type"] == "close" {
            let code = frame["code"].as_u64().and_then(|code| code.try_into().ok());
            let reason = frame["reason"].as_str().unwrap_or_default().to_owned();
            Heard::Closed(Some((code.expect("a close has a code"), reason)))
        } else {
            Heard::Frame(frame)
        };
        // If nobody hears it, the client has gone.
        self.heard.send(heard).await.unwrap_or_default();
    }

    /// Tells that the connection broke.
    pub(super) async fn tell_the_end(&self) {
        self.heard
            .send(Heard::Closed(None))
            .await
            .unwrap_or_default();
    }

    pub(super) fn address_of(&self, what: &str, query: &[(&str, String)]) -> String {
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(query)
            .finish();
        format!("/rooms/{}/{what}?{query}", self.route.room)
    }
}

/// One frame a line.
pub(super) fn frames(body: &str) -> impl Iterator<Item = Value> + '_ {
    let lines = body.lines().filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}")))
}
