//! The client's side of a WebSocket, byte by byte.
//!
//! A library would hide what these tests want to see (a mask bit, a fragment, who closes first) and
//! would refuse to send what they want to send. It is strict: a frame that no server may send ends
//! the test that reads it.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

pub(crate) const TEXT: u8 = 0x81;
pub(crate) const CONTINUATION: u8 = 0x80;
pub(crate) const CLOSE: u8 = 0x88;
pub(crate) const PING: u8 = 0x89;
pub(crate) const PONG: u8 = 0x8A;
/// Taken away from a first byte: more of this message follows.
pub(crate) const FINAL: u8 = 0x80;

/// The mask of the examples in RFC 6455, section 5.7. A real client takes a new one each time.
const MASK: [u8; 4] = [0x37, 0xFA, 0x21, 0x3D];
/// How long anything may take on a busy machine. The server's own ping comes within 10 s.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long the end of the connection may take after the last frame.
const END: Duration = Duration::from_secs(1);

/// A connection and what has been read of it.
#[derive(Debug)]
pub(crate) struct Wire {
    stream: TcpStream,
    unread: Vec<u8>,
}

/// What came of a handshake.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
}

/// A frame from the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Frame {
    /// Its first byte: final bit, reserved bits, opcode.
    pub(crate) first: u8,
    pub(crate) payload: Vec<u8>,
}

/// A handshake as it should be, but for the header lines that are given here: each takes the place
/// of the usual one of its name, and one without a value only takes that away.
pub(crate) fn handshake(headers: &[&str]) -> String {
    let usual = [
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Protocol: websockets-notes.v1",
    ];
    let is_replaced = |line: &str| {
        let name = line.split(':').next();
        headers.iter().any(|given| given.split(':').next() == name)
    };
    let mut lines = vec!["GET /ws HTTP/1.1", "Host: 127.0.0.1"];
    lines.extend(usual.into_iter().filter(|line| !is_replaced(line)));
    lines.extend(headers.iter().filter(|given| !given.ends_with(':')));
    lines.join("\r\n") + "\r\n\r\n"
}

/// One frame as a client must send it: masked.
pub(crate) fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = claiming(first, payload.len() as u64);
    frame.extend(payload.iter().zip(MASK.iter().cycle()).map(|(a, b)| a ^ b));
    frame
}

/// The head of a masked frame that claims to have a payload of this length.
pub(crate) fn claiming(first: u8, length: u64) -> Vec<u8> {
    const MASKED: u8 = 0x80;
    let mut frame = vec![first];
    match length {
        0..=125 => frame.push(MASKED | length as u8),
        126..=0xFFFF => {
            frame.push(MASKED | 126);
            frame.extend((length as u16).to_be_bytes());
        }
        _ => {
            frame.push(MASKED | 127);
            frame.extend(length.to_be_bytes());
        }
    }
    frame.extend(MASK);
    frame
}

/// Reads one whole frame off the front of `bytes`, and says how long it is.
///
/// # Panics
///
/// If no server may send it: it is masked, uses reserved bits, or is a fragment, which ours never
/// sends.
pub(crate) fn parse(bytes: &[u8]) -> Option<(Frame, usize)> {
    let [first, second, ..] = *bytes else {
        return None;
    };
    assert_eq!(second & 0x80, 0, "a server must not mask its frames");
    assert_eq!(first & 0x70, 0, "no extension has given a meaning to these");
    assert_eq!(first & FINAL, FINAL, "this server does not fragment");
    let (length, head) = match second {
        126 => {
            let length = bytes.get(2..4)?.try_into().ok()?;
            (usize::from(u16::from_be_bytes(length)), 4)
        }
        127 => {
            let length = bytes.get(2..10)?.try_into().ok()?;
            (u64::from_be_bytes(length) as usize, 10)
        }
        short => (usize::from(short), 2),
    };
    let payload = bytes.get(head..head + length)?.to_vec();
    Some((Frame { first, payload }, head + length))
}

impl Wire {
    /// Connects, sends all of `bytes` at once, and reads the answer as far as its headers go.
    pub(crate) async fn open(address: SocketAddr, bytes: &[u8]) -> (Answer, Self) {
        let stream = TcpStream::connect(address).await.expect("it listens");
        Self::over(stream, bytes).await
    }

    /// The same over a connection that is there.
    pub(crate) async fn over(stream: TcpStream, bytes: &[u8]) -> (Answer, Self) {
        stream.set_nodelay(true).expect("a fresh socket allows it");
        let mut wire = Self {
            stream,
            unread: Vec::new(),
        };
        wire.send(bytes).await;
        loop {
            let end = wire.unread.windows(4).position(|four| four == b"\r\n\r\n");
            if let Some(end) = end {
                let head: Vec<u8> = wire.unread.drain(..end + 4).collect();
                return (Answer::read(&String::from_utf8_lossy(&head)), wire);
            }
            assert!(wire.read_more().await, "it ended within the answer");
        }
    }

    pub(crate) async fn send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.expect("it is connected");
    }

    /// Sends where the other side may have had enough. Says whether it went on listening.
    #[allow(dead_code, reason = "not all who read floods make them")]
    pub(crate) async fn try_send(&mut self, bytes: &[u8]) -> bool {
        self.stream.write_all(bytes).await.is_ok()
    }

    /// Sends a message in one frame.
    pub(crate) async fn say(&mut self, text: &str) {
        self.send(&masked(TEXT, text.as_bytes())).await;
    }

    /// The next frame.
    pub(crate) async fn frame(&mut self) -> Frame {
        loop {
            if let Some((frame, length)) = parse(&self.unread) {
                self.unread.drain(..length);
                return frame;
            }
            assert!(self.read_more().await, "it ended before the frame came");
        }
    }

    /// The next frame that begins with this byte.
    pub(crate) async fn next(&mut self, first: u8) -> Frame {
        loop {
            let frame = self.frame().await;
            if frame.first == first {
                return frame;
            }
        }
    }

    /// The next message of this type.
    pub(crate) async fn message(&mut self, kind: &str) -> Value {
        loop {
            let frame = self.next(TEXT).await;
            let message: Value = serde_json::from_slice(&frame.payload).expect("JSON");
            if message["type"] == kind {
                return message;
            }
        }
    }

    /// The server's end of the TCP connection. It must come in time, and nothing before it.
    pub(crate) async fn end(&mut self) {
        assert!(self.unread.is_empty(), "it sent more after the close");
        let since = Instant::now();
        assert!(!self.read_more().await, "it sent more after the close");
        assert!(
            since.elapsed() < END,
            "it ended after {:?}",
            since.elapsed()
        );
    }

    /// `false` at the end of the connection. A reset is no end: it may swallow what was sent.
    async fn read_more(&mut self) -> bool {
        let reading = self.stream.read_buf(&mut self.unread);
        let count = timeout(PATIENCE, reading).await;
        count.expect("it answers").expect("it does not reset") > 0
    }
}

impl Answer {
    fn read(head: &str) -> Self {
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let headers = lines.filter_map(|line| line.split_once(':'));
        Self {
            status: status
                .and_then(|status| status.parse().ok())
                .expect("the answer begins with a status line"),
            headers: headers
                .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
                .collect(),
        }
    }

    /// The value of a header, by its name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl Frame {
    /// The code of a close frame.
    pub(crate) fn code(&self) -> u16 {
        assert_eq!(self.first, CLOSE);
        let code = self.payload[..2].try_into();
        u16::from_be_bytes(code.expect("the slice has two bytes"))
    }
}
