//! The ways a model client reaches a room: one WebSocket, or HTTP requests that together are one connection.
//!
//! Each carries frames and tells the end, as the pages' transports do. None knows what a frame
//! means, apart from the numbers that make it a poll's turn.

use std::io;
use std::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

use crate::client::connect;

mod reader;
mod requests;
mod sender;

use requests::Requests;

/// How a client reaches its room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// One WebSocket.
    WebSocket,
    /// Server-sent events, and `POST`.
    Sse,
    /// Polls that are held until there is something, and `POST`.
    LongPoll,
    /// Polls with a pause of so many milliseconds between an answer and the next, and `POST`.
    Poll {
        /// The pause, in milliseconds.
        every: u64,
    },
}

impl Transport {
    /// All four, with the shortest pause that a server takes.
    pub const ALL: [Self; 4] = [
        Self::WebSocket,
        Self::Sse,
        Self::LongPoll,
        Self::Poll { every: 100 },
    ];

    /// Its name, as a person's badge shows it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::WebSocket => "websocket",
            Self::Sse => "sse",
            Self::LongPoll => "long_poll",
            Self::Poll { .. } => "poll",
        }
    }
}

/// Where a client goes, and how.
#[derive(Debug, Clone)]
pub struct Route {
    /// The server, or a proxy before it.
    pub address: SocketAddr,
    /// The room's name.
    pub room: String,
    /// How.
    pub transport: Transport,
}

impl Route {
    /// To the default room, by WebSocket.
    pub fn new(address: SocketAddr) -> Self {
        Self {
            address,
            room: "class".to_owned(),
            transport: Transport::WebSocket,
        }
    }

    /// By another transport.
    #[must_use]
    pub fn by(self, transport: Transport) -> Self {
        Self { transport, ..self }
    }

    /// To another room.
    #[must_use]
    pub fn to(self, room: &str) -> Self {
        let room = room.to_owned();
        Self { room, ..self }
    }
}

/// What a transport tells.
#[derive(Debug)]
pub(crate) enum Heard {
    /// A frame came.
    Frame(Value),
    /// It ended: with code and reason, or it just broke.
    Closed(Option<(u16, String)>),
    /// Something came that is no frame.
    Nothing,
}

/// An open transport. Dropped, it is gone without a word.
#[derive(Debug)]
pub(crate) enum Wire {
    WebSocket(Box<WebSocketStream<TcpStream>>),
    Http(Requests),
}

impl Wire {
    /// Opens one, and says hello if there is something to say.
    pub(crate) async fn open(route: &Route, hello: Option<&Value>) -> io::Result<Self> {
        if route.transport != Transport::WebSocket {
            let hello = hello.expect("over HTTP, opening is the hello");
            return Ok(Self::Http(Requests::open(route, hello)));
        }
        let socket = connect(route.address, &format!("/rooms/{}/ws", route.room)).await?;
        let mut wire = Self::WebSocket(Box::new(socket));
        if let Some(hello) = hello {
            wire.send(Message::text(hello.to_string())).await;
        }
        Ok(wire)
    }

    /// Sends. A connection that is gone is noticed while reading.
    pub(crate) async fn send(&mut self, message: Message) {
        match self {
            Self::WebSocket(socket) => socket.send(message).await.unwrap_or_default(),
            Self::Http(requests) => {
                let text = message.into_text().expect("HTTP transports carry text");
                requests.send(text.to_string()).await;
            }
        }
    }

    /// The next thing that comes. Giving up waiting loses nothing.
    pub(crate) async fn next(&mut self) -> Heard {
        let socket = match self {
            Self::WebSocket(socket) => socket,
            Self::Http(requests) => return requests.next().await,
        };
        match socket.next().await {
            Some(Ok(Message::Text(text))) => {
                Heard::Frame(serde_json::from_str(&text).expect("frames are JSON"))
            }
            Some(Ok(Message::Close(frame))) => {
                Heard::Closed(frame.map(|frame| (frame.code.into(), frame.reason.to_string())))
            }
            Some(Ok(_)) => Heard::Nothing,
            Some(Err(_)) | None => Heard::Closed(None),
        }
    }
}
