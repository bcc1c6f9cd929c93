//! A model client: it folds frames into state, and a test asks about the state.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{WebSocketStream, client_async};

mod fold;

/// How long a condition may take to come true. Generous: it is only waited for when a test fails.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A person in a room, and what they have been told.
#[derive(Debug)]
pub struct Client {
    socket: Option<WebSocketStream<TcpStream>>,
    address: SocketAddr,
    /// The answer to the last `hello`.
    pub welcome: Value,
    /// Number of the last event.
    pub last: u64,
    /// Numbered events of the demo, with those out of snapshots.
    pub events: BTreeMap<u64, Value>,
    /// Who is here, by number.
    pub people: BTreeMap<u64, String>,
    /// How many are here.
    pub count: u64,
    /// Newest ephemeral values, by person.
    pub latest: BTreeMap<u64, Value>,
    /// Answers, by the number of the command.
    pub acks: BTreeMap<u64, Value>,
    /// Refusals, in order.
    pub nacks: Vec<Value>,
    /// What was skipped: first and last number.
    pub skips: Vec<(u64, u64)>,
    /// Snapshots, by how many there were.
    pub snapshots: usize,
    /// The goodbye, if one came.
    pub bye: Option<Value>,
    /// Code and reason, if the connection was closed; `None` inside if it just ended.
    pub closed: Option<Option<(u16, String)>>,
    next_n: u64,
}

impl Client {
    /// Joins the default room under a name.
    pub async fn join(address: SocketAddr, name: &str) -> Self {
        Self::join_as(address, &json!({"type": "hello", "name": name})).await
    }

    /// Joins the default room with this `hello`.
    pub async fn join_as(address: SocketAddr, hello: &Value) -> Self {
        let mut client = Self::silent(address).await;
        client.send(hello).await;
        client
            .until("the welcome", |client| !client.welcome.is_null())
            .await;
        client
    }

    /// Opens a connection and says nothing.
    pub async fn silent(address: SocketAddr) -> Self {
        Self {
            socket: Some(open(address, "/rooms/class/ws").await),
            address,
            welcome: Value::Null,
            last: 0,
            events: BTreeMap::new(),
            people: BTreeMap::new(),
            count: 0,
            latest: BTreeMap::new(),
            acks: BTreeMap::new(),
            nacks: Vec::new(),
            skips: Vec::new(),
            snapshots: 0,
            bye: None,
            closed: None,
            next_n: 1,
        }
    }

    /// This person's number.
    pub fn id(&self) -> u64 {
        self.welcome["you"]["id"]
            .as_u64()
            .expect("a welcome names you")
    }

    /// The texts of all lines, in order.
    pub fn lines(&self) -> Vec<&str> {
        let lines = self
            .events
            .values()
            .filter(|event| event["text"].is_string());
        lines.filter_map(|event| event["text"].as_str()).collect()
    }

    /// Says a line and returns the number of the command.
    pub async fn say(&mut self, text: &str) -> u64 {
        let n = self.next_n;
        self.next_n += 1;
        self.send(&json!({"type": "say", "n": n, "text": text}))
            .await;
        n
    }

    /// Sends a frame.
    pub async fn send(&mut self, frame: &Value) {
        self.send_text(&frame.to_string()).await;
    }

    /// Sends a text, whatever it is. A connection that is gone is noticed while reading.
    pub async fn send_text(&mut self, text: &str) {
        self.send_message(Message::text(text)).await;
    }

    /// Sends any message.
    pub async fn send_message(&mut self, message: Message) {
        if let Some(socket) = &mut self.socket {
            socket.send(message).await.unwrap_or_default();
        }
    }

    /// Reads until a condition is true.
    ///
    /// # Panics
    ///
    /// If it does not become true, with what is known instead.
    pub async fn until(&mut self, what: &str, is_true: impl Fn(&Self) -> bool) {
        let waiting = async {
            while !is_true(self) {
                assert!(
                    self.closed.is_none(),
                    "closed {:?} before {what}",
                    self.closed
                );
                self.read().await;
            }
        };
        let in_time = timeout(PATIENCE, waiting).await.is_ok();
        assert!(
            in_time,
            "{what} did not come; last {}, acks {:?}",
            self.last, self.acks
        );
    }

    /// Reads until the other side has closed.
    ///
    /// # Panics
    ///
    /// If it does not.
    pub async fn until_closed(&mut self) -> Option<(u16, String)> {
        let waiting = async {
            while self.closed.is_none() {
                self.read().await;
            }
        };
        timeout(PATIENCE, waiting)
            .await
            .expect("the connection is closed in time");
        self.closed.clone().flatten()
    }

    /// Drops the connection without a word, like a lost Wi-Fi.
    pub fn vanish(&mut self) {
        self.socket = None;
    }

    /// Comes back as the same person, with what is known.
    pub async fn come_back(&mut self) {
        self.come_back_to(self.address).await;
    }

    /// Comes back to another server.
    pub async fn come_back_to(&mut self, address: SocketAddr) {
        let (session, epoch) = (&self.welcome["session"], &self.welcome["epoch"]);
        let last = json!({"epoch": epoch, "seq": self.last});
        let hello = json!({"type": "hello", "session": session, "last": last});
        self.address = address;
        self.socket = Some(open(address, "/rooms/class/ws").await);
        (self.welcome, self.closed, self.bye) = (Value::Null, None, None);
        self.send(&hello).await;
        self.until("the welcome", |client| !client.welcome.is_null())
            .await;
    }

    async fn read(&mut self) {
        let Some(socket) = &mut self.socket else {
            panic!("there is no connection")
        };
        match socket.next().await {
            Some(Ok(Message::Text(text))) => {
                self.fold(serde_json::from_str(&text).expect("frames are JSON"));
            }
            Some(Ok(Message::Close(frame))) => {
                let said = frame.map(|frame| (frame.code.into(), frame.reason.to_string()));
                self.closed = Some(said);
            }
            Some(Ok(_)) => {}
            Some(Err(_)) | None => self.closed = Some(self.closed.take().flatten()),
        }
    }
}

/// Opens a socket that speaks our protocol.
///
/// # Panics
///
/// If the server does not answer the handshake.
pub async fn open(address: SocketAddr, path: &str) -> WebSocketStream<TcpStream> {
    let mut request = format!("ws://{address}{path}")
        .into_client_request()
        .expect("a URL");
    let protocol = common::protocol::SUBPROTOCOL.parse().expect("a header");
    request
        .headers_mut()
        .insert("Sec-WebSocket-Protocol", protocol);
    let stream = TcpStream::connect(address)
        .await
        .expect("the server accepts");
    stream
        .set_nodelay(true)
        .expect("a fresh socket takes options");
    client_async(request, stream)
        .await
        .expect("the handshake is answered")
        .0
}

/// Opens a socket that speaks the lecture's plain strings.
///
/// # Panics
///
/// If the server does not answer the handshake.
pub async fn open_plain(address: SocketAddr, path: &str) -> WebSocketStream<TcpStream> {
    let stream = TcpStream::connect(address)
        .await
        .expect("the server accepts");
    let url = format!("ws://{address}{path}");
    client_async(url, stream)
        .await
        .expect("the handshake is answered")
        .0
}
