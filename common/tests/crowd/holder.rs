//! One of the crowd: a bare socket, without a task of its own, so that what is measured is the server's.

use std::net::SocketAddr;

use serde_json::Value;
use testkit::http::request;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

/// How it listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Stream,
    LongPoll,
}

/// A client that listens when it is told to.
pub(crate) struct Holder {
    /// It was welcomed.
    pub(crate) is_in: bool,
    /// The line has come.
    pub(crate) has_heard: bool,
    kind: Kind,
    address: SocketAddr,
    stream: TcpStream,
    unread: Vec<u8>,
    /// What a long poller goes on with: key, epoch and number.
    key: Box<str>,
    epoch: Box<str>,
    last: u64,
}

impl Holder {
    pub(crate) async fn open(kind: Kind, address: SocketAddr, number: usize) -> Self {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let target = match kind {
            Kind::Stream => format!("/rooms/class/events?name=S{number}"),
            Kind::LongPoll => format!("/rooms/class/poll?name=L{number}&wait=25"),
        };
        let request = request(address, "GET", &target, "", "");
        stream.write_all(request.as_bytes()).await.unwrap();
        Self {
            is_in: false,
            has_heard: false,
            kind,
            address,
            stream,
            unread: Vec::new(),
            key: "".into(),
            epoch: "".into(),
            last: 0,
        }
    }

    /// Reads what has come, and asks again where that is needed.
    pub(crate) fn listen(&mut self) {
        let mut piece = [0; 16 * 1024];
        loop {
            match self.stream.try_read(&mut piece) {
                Ok(0) => panic!(
                    "the server ended it: {}",
                    String::from_utf8_lossy(&self.unread)
                ),
                Ok(count) => self.unread.extend_from_slice(&piece[..count]),
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => break,
                Err(error) => panic!("{error}"),
            }
        }
        if self.unread.is_empty() {
            return;
        }
        match self.kind {
            Kind::Stream => self.read_events(),
            Kind::LongPoll => self.read_answers(),
        }
        if self.unread.is_empty() {
            // A buffer that stays would count as the server's memory.
            self.unread = Vec::new();
        }
    }

    fn read_events(&mut self) {
        let Some(end) = self.unread.windows(2).rposition(|two| two == b"\n\n") else {
            return;
        };
        let whole: Vec<u8> = self.unread.drain(..end + 2).collect();
        let text = String::from_utf8(whole).unwrap();
        self.note(text.lines().filter_map(|line| line.strip_prefix("data: ")));
        if self.unread == b"\r\n" {
            self.unread.clear();
        }
    }

    fn read_answers(&mut self) {
        while let Some(head) = self.unread.windows(4).position(|end| end == b"\r\n\r\n") {
            let text = std::str::from_utf8(&self.unread[..head])
                .unwrap()
                .to_owned();
            let length = testkit::http::header(&text, "content-length");
            let length: usize = length.map_or(0, |length| length.parse().unwrap());
            let end = head + 4 + length;
            if self.unread.len() < end {
                return;
            }
            let body: Vec<u8> = self.unread.drain(..end).skip(head + 4).collect();
            assert!(text.contains(" 200 ") || text.contains(" 204 "), "{text}");
            self.note(String::from_utf8(body).unwrap().lines());
            self.ask();
        }
    }

    fn note<'a>(&mut self, frames: impl Iterator<Item = &'a str>) {
        for frame in frames {
            let frame: Value = serde_json::from_str(frame).expect("frames are JSON");
            let text = |field: &str| frame[field].as_str().unwrap_or_default().into();
            if frame["type"] == "welcome" {
                (self.is_in, self.key, self.epoch) = (true, text("connection"), text("epoch"));
            } else {
                self.last = frame["seq"].as_u64().unwrap_or_default().max(self.last);
            }
            self.has_heard |= frame["text"] == "to all of you";
        }
    }

    fn ask(&self) {
        let (key, epoch, last) = (&self.key, &self.epoch, self.last);
        let target = format!("/rooms/class/poll?connection={key}&after={epoch}.{last}&wait=25");
        let request = request(self.address, "GET", &target, "", "");
        let written = self.stream.try_write(request.as_bytes());
        assert_eq!(written.unwrap(), request.len(), "a socket takes a request");
    }
}
