//! A model client: it folds frames into state, and a test asks about the state.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async, client_async_with_config};

use crate::transport::{Heard, Route, Wire};

mod fold;
mod returning;
mod steady;

pub use steady::Steady;

/// How long a condition may take to come true. Generous: it is only waited for when a test fails.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Bytes of the buffer that a socket is read through.
const READ_BUFFER: usize = 4 * 1024;

/// A person in a room, and what they have been told.
#[derive(Debug)]
pub struct Client {
    wire: Option<Wire>,
    route: Route,
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
    /// How the lecturer has made transports worse, as told last; null if nothing was.
    pub conditions: Value,
    /// What the lecturer has in force in the room, as told last; null if nothing is.
    pub hand: Value,
    /// Whether the server can write nothing down.
    pub storage_trouble: bool,
    /// The goodbye, if one came.
    pub bye: Option<Value>,
    /// Code and reason, if the connection was closed; `None` inside if it just ended.
    pub closed: Option<Option<(u16, String)>>,
    next_n: u64,
    /// The secret of the last welcome.
    session: Value,
    /// The log in which `last` means something.
    epoch: Value,
}

impl Client {
    /// Joins the default room under a name.
    pub async fn join(address: SocketAddr, name: &str) -> Self {
        Self::join_as(address, &json!({"type": "hello", "name": name})).await
    }

    /// Joins the default room with this `hello`.
    pub async fn join_as(address: SocketAddr, hello: &Value) -> Self {
        Self::enter(Route::new(address), hello).await
    }

    /// Joins under a name, wherever and however.
    pub async fn join_by(route: Route, name: &str) -> Self {
        Self::enter(route, &json!({"type": "hello", "name": name})).await
    }

    /// Joins with this `hello`, wherever and however.
    pub async fn enter(route: Route, hello: &Value) -> Self {
        let mut client = Self::open(route, Some(hello)).await;
        client
            .until("the welcome", |client| !client.welcome.is_null())
            .await;
        client
    }

    /// Asks to come in with this `hello`, and does not wait for the welcome: it may be refused.
    pub async fn knock(route: Route, hello: &Value) -> Self {
        Self::open(route, Some(hello)).await
    }

    /// Opens a connection and says nothing.
    pub async fn silent(address: SocketAddr) -> Self {
        Self::open(Route::new(address), None).await
    }

    async fn open(route: Route, hello: Option<&Value>) -> Self {
        let wire = Wire::open(&route, hello).await;
        Self {
            wire: Some(wire.expect("the server answers")),
            route,
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
            conditions: Value::Null,
            hand: Value::Null,
            storage_trouble: false,
            bye: None,
            closed: None,
            next_n: 1,
            session: Value::Null,
            epoch: Value::Null,
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
        if let Some(wire) = &mut self.wire {
            wire.send(message).await;
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
                self.hear().await;
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
                self.hear().await;
            }
        };
        timeout(PATIENCE, waiting)
            .await
            .expect("the connection is closed in time");
        self.closed.clone().flatten()
    }

    /// Waits for whatever comes next. Giving up waiting loses nothing.
    ///
    /// # Panics
    ///
    /// If there is no connection.
    pub async fn hear(&mut self) {
        let wire = self.wire.as_mut().expect("there is a connection");
        match wire.next().await {
            Heard::Frame(frame) => self.fold(frame),
            Heard::Closed(Some(said)) => self.closed = Some(Some(said)),
            Heard::Closed(None) => self.closed = Some(self.closed.take().flatten()),
            Heard::Nothing => {}
        }
    }
}

/// Opens a socket that speaks our protocol.
///
/// # Panics
///
/// If the server does not answer the handshake.
pub async fn open(address: SocketAddr, path: &str) -> WebSocketStream<TcpStream> {
    let opened = connect(address, path).await;
    opened.expect("the server accepts, and answers the handshake")
}

/// The same, where the network may break.
pub(crate) async fn connect(
    address: SocketAddr,
    path: &str,
) -> io::Result<WebSocketStream<TcpStream>> {
    let url = format!("ws://{address}{path}");
    let mut request = url.into_client_request().expect("a URL");
    let protocol = common::protocol::SUBPROTOCOL.parse().expect("a header");
    let headers = request.headers_mut();
    headers.insert("Sec-WebSocket-Protocol", protocol);
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    // Of thousands of clients the buffers would be most of what they cost.
    let settings = WebSocketConfig::default().read_buffer_size(READ_BUFFER);
    let handshake = client_async_with_config(request, stream, Some(settings)).await;
    handshake
        .map(|(socket, _)| socket)
        .map_err(io::Error::other)
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
