//! A quote service on loopback that behaves as badly as a test wants.

#![allow(dead_code, reason = "a file of tests may need only some of it")]

pub(crate) mod pages;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What a request gets.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    /// This JSON.
    Json(String),
    /// This status, with a body that nobody should read.
    Status(u16),
    /// A redirect to this address.
    Redirect(String),
    /// A body that claims to have 10 MB, and has them.
    Large,
    /// A body that claims no length and never ends.
    Endless,
    /// The beginning of a body, and then nothing more, while the connection stays open.
    Drip,
    /// The promise of more than is sent before the connection ends.
    Half,
    /// Something that is no HTTP.
    Garbage,
    /// Not a byte, while the connection stays open.
    Silence,
}

/// A service that runs until it is dropped.
#[derive(Debug)]
pub(crate) struct Service {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    accept: JoinHandle<()>,
}

impl Service {
    /// Starts a service that answers the request for a path as `reply` says.
    pub(crate) async fn start(reply: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::default();
        let (reply, log) = (Arc::new(reply), Arc::clone(&requests));
        let accept = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&reply), Arc::clone(&log)));
            }
        });
        Self {
            address,
            requests,
            accept,
        }
    }

    /// Its address, as the command line wants it.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How its host is named to people.
    pub(crate) fn host(&self) -> String {
        self.address.to_string()
    }

    /// The heads of the requests so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// The paths that were asked for so far.
    pub(crate) fn paths(&self) -> Vec<String> {
        let path = |head: &String| head.split(' ').nth(1).unwrap().to_owned();
        self.requests().iter().map(path).collect()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.accept.abort();
    }
}

/// Answers one request; an error means that the other side has had enough.
async fn serve(
    stream: TcpStream,
    reply: Arc<impl Fn(&str) -> Reply>,
    log: Arc<Mutex<Vec<String>>>,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head).await? == 0 {
            return Ok(());
        }
    }
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    log.lock().unwrap().push(head);
    match reply(&path) {
        Reply::Json(body) => {
            let length = body.len();
            send(
                &mut stream,
                &format!("200 OK\r\nContent-Length: {length}"),
                &body,
            )
            .await
        }
        Reply::Status(code) => {
            let head = format!("{code} <b>red</b>\r\nContent-Length: 6");
            send(&mut stream, &head, "secret").await
        }
        Reply::Redirect(to) => {
            let head = format!("302 Found\r\nContent-Length: 0\r\nLocation: {to}");
            send(&mut stream, &head, "").await
        }
        Reply::Large => {
            let head = "200 OK\r\nContent-Length: 10000000";
            send(&mut stream, head, &"[".repeat(10_000_000)).await
        }
        Reply::Endless => {
            send(&mut stream, "200 OK", "").await?;
            loop {
                stream.write_all(&[b'['; 4096]).await?;
            }
        }
        Reply::Drip => {
            send(&mut stream, "200 OK", "[\"dr").await?;
            std::future::pending().await
        }
        Reply::Half => send(&mut stream, "200 OK\r\nContent-Length: 100", "[\"half").await,
        Reply::Garbage => stream.write_all(b"\0\x01 no such protocol\r\n\r\n").await,
        Reply::Silence => std::future::pending().await,
    }
}

async fn send(stream: &mut BufReader<TcpStream>, head: &str, body: &str) -> std::io::Result<()> {
    let answer = format!("HTTP/1.1 {head}\r\nConnection: close\r\n\r\n{body}");
    stream.write_all(answer.as_bytes()).await
}
