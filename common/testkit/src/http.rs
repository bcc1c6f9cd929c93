//! HTTP/1.1 by hand: one connection that is kept alive, and the stream of events that one can become.
//!
//! By hand, so that a test sees what is on the socket and can leave in the middle of it. It knows
//! nothing of rooms or frames.

use std::fmt::Write as _;
use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// A whole answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its status line and headers, as they came.
    pub head: String,
    /// Its body, without the framing of chunks.
    pub body: String,
}

impl Answer {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.head, name)
    }
}

/// A client that asks one thing after the other over the same TCP connection.
#[derive(Debug)]
pub struct Http {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
}

impl Http {
    /// A client of this server. It connects when it first asks.
    pub fn new(address: SocketAddr) -> Self {
        let stream = None;
        Self { address, stream }
    }

    /// Asks for something.
    ///
    /// # Errors
    ///
    /// If the connection broke before the answer was complete.
    pub async fn get(&mut self, target: &str) -> io::Result<Answer> {
        self.ask("GET", target, "", "").await
    }

    /// Sends something.
    ///
    /// # Errors
    ///
    /// If the connection broke before the answer was complete.
    pub async fn post(&mut self, target: &str, body: &str) -> io::Result<Answer> {
        self.ask("POST", target, "", body).await
    }

    /// Asks with more header lines, each with its end of line.
    ///
    /// A connection that was kept alive may have been closed at the other side meanwhile. Then the
    /// request is made once more over a new one, as browsers do.
    ///
    /// # Errors
    ///
    /// If a connection broke that was made for this request.
    pub async fn ask(
        &mut self,
        method: &str,
        target: &str,
        headers: &str,
        body: &str,
    ) -> io::Result<Answer> {
        let request = request(self.address, method, target, headers, body);
        if let Some(kept) = self.stream.take()
            && let Ok(answer) = self.exchange(kept, &request).await
        {
            return Ok(answer);
        }
        let fresh = connect(self.address).await?;
        self.exchange(fresh, &request).await
    }

    async fn exchange(
        &mut self,
        mut stream: BufReader<TcpStream>,
        request: &str,
    ) -> io::Result<Answer> {
        stream.write_all(request.as_bytes()).await?;
        let answer = answer(&mut stream).await?;
        if header(&answer.head, "connection") != Some("close") {
            self.stream = Some(stream);
        }
        Ok(answer)
    }
}

/// One event of a stream of events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Event {
    /// What a browser would say in `Last-Event-ID`.
    pub id: Option<String>,
    /// Its lines of data.
    pub data: String,
    /// How long a browser should wait before it comes back.
    pub retry: Option<u64>,
}

/// A stream of events, as `EventSource` reads it.
#[derive(Debug)]
pub struct EventStream {
    /// Status line and headers of the answer.
    pub head: String,
    stream: BufReader<TcpStream>,
    text: Vec<u8>,
}

impl EventStream {
    /// Opens a stream.
    ///
    /// # Errors
    ///
    /// If the connection broke; or with the answer, if it is no stream of events.
    pub async fn open(address: SocketAddr, target: &str, headers: &str) -> io::Result<Self> {
        let headers = format!("Accept: text/event-stream\r\n{headers}");
        let request = request(address, "GET", target, &headers, "");
        let mut stream = connect(address).await?;
        stream.write_all(request.as_bytes()).await?;
        let head = head(&mut stream).await?;
        let kind = header(&head, "content-type").unwrap_or_default();
        if status(&head)? != 200 || !kind.starts_with("text/event-stream") {
            let body = body(&mut stream, &head).await?;
            return Err(io::Error::other(format!("{head}{body}")));
        }
        let text = Vec::new();
        Ok(Self { head, stream, text })
    }

    /// The next event; nothing if the stream has ended as it should.
    ///
    /// # Errors
    ///
    /// If it broke.
    pub async fn next(&mut self) -> io::Result<Option<Event>> {
        loop {
            if let Some(end) = self.text.windows(2).position(|two| two == b"\n\n") {
                let event: Vec<u8> = self.text.drain(..end + 2).collect();
                return Ok(Some(parse(&String::from_utf8_lossy(&event))));
            }
            match chunk(&mut self.stream).await? {
                Some(bytes) => self.text.extend_from_slice(&bytes),
                None => return Ok(None),
            }
        }
    }
}

fn parse(text: &str) -> Event {
    let mut event = Event::default();
    for (field, value) in text.lines().filter_map(|line| line.split_once(": ")) {
        match field {
            "id" => event.id = Some(value.to_owned()),
            "retry" => event.retry = value.parse().ok(),
            "data" => event.data.push_str(value),
            _ => {}
        }
    }
    event
}

async fn connect(address: SocketAddr) -> io::Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    Ok(BufReader::new(stream))
}

/// The text of a request.
pub fn request(
    address: SocketAddr,
    method: &str,
    target: &str,
    headers: &str,
    body: &str,
) -> String {
    let mut request = format!("{method} {target} HTTP/1.1\r\nHost: {address}\r\n{headers}");
    if method == "POST" {
        write!(request, "Content-Length: {}\r\n", body.len()).expect("memory takes text");
    }
    request + "\r\n" + body
}

/// A header's value in a head.
pub fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut headers = head.lines().filter_map(|line| line.split_once(": "));
    let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value)
}

/// Reads one answer.
///
/// # Errors
///
/// If the connection broke before its end.
pub async fn answer(stream: &mut BufReader<TcpStream>) -> io::Result<Answer> {
    let head = head(stream).await?;
    let status = status(&head)?;
    let body = body(stream, &head).await?;
    Ok(Answer { status, head, body })
}

async fn head(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(head)
}

fn status(head: &str) -> io::Result<u16> {
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    status.ok_or_else(|| io::Error::other(format!("no status in {head:?}")))
}

async fn body(stream: &mut BufReader<TcpStream>, head: &str) -> io::Result<String> {
    let mut body = Vec::new();
    if header(head, "transfer-encoding") == Some("chunked") {
        while let Some(bytes) = chunk(stream).await? {
            body.extend_from_slice(&bytes);
        }
    } else if let Some(length) = header(head, "content-length") {
        let length = length.parse().map_err(io::Error::other)?;
        body.resize(length, 0);
        stream.read_exact(&mut body).await?;
    } else if !matches!(status(head)?, 204 | 304) {
        stream.read_to_end(&mut body).await?;
    }
    String::from_utf8(body).map_err(io::Error::other)
}

/// One chunk without its framing; nothing for the last one.
async fn chunk(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Vec<u8>>> {
    let mut line = String::new();
    if stream.read_line(&mut line).await? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let size = usize::from_str_radix(line.trim_end(), 16).map_err(io::Error::other)?;
    let mut bytes = vec![0; size + 2];
    stream.read_exact(&mut bytes).await?;
    bytes.truncate(size);
    Ok((size > 0).then_some(bytes))
}
