//! Files that a demo makes when it is asked for: what a browser gets, byte by byte.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::convert::Infallible;
use std::net::SocketAddr;

use common::Demo;
use common::demo::{Effects, File, Input, OnGap, Rate, Refusal};
use serde::{Deserialize, Serialize};
use testkit::{PATIENCE, TestServer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// More than two sockets hold: nobody has it in full without reading.
const LONG: usize = 16 * 1024 * 1024;

/// A demo that does nothing but repeat a query as a file, or a letter as a long one.
struct Copyist;

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type")]
enum Nothing {}

impl Demo for Copyist {
    const NAME: &'static str = "copyist";
    const ON_GAP: OnGap = OnGap::Skip;

    type Command = Nothing;
    type Event = Nothing;
    type Latest = Nothing;
    type Snapshot = ();
    type External = Infallible;
    type Saved = ();

    fn apply(
        &mut self,
        _: Input<'_, Nothing, Infallible>,
        _: &mut Effects<Nothing, Nothing>,
    ) -> Result<(), Refusal> {
        Ok(())
    }

    fn snapshot(&self) {}

    fn save(&self) {}

    fn restore(&mut self, (): ()) {}

    fn rate(&self, _: &Nothing) -> Rate {
        Rate::UNLIMITED
    }

    fn read_plain(_: &str) -> Option<Nothing> {
        None
    }

    fn file(path: &str, query: &str) -> Option<Result<File, String>> {
        let bytes = match (path, query) {
            ("/copy.bin", "") => return Some(Err("There is nothing to copy.".to_owned())),
            ("/copy.bin", query) => query.as_bytes().to_vec(),
            ("/long.bin", _) => vec![b'x'; LONG],
            _ => return None,
        };
        Some(Ok(File {
            name: "copy.bin",
            content_type: "application/octet-stream",
            bytes,
        }))
    }
}

/// Sends a request, and reads the whole answer: head and body.
async fn ask(address: SocketAddr, method: &str, target: &str) -> (String, String) {
    let request =
        format!("{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let mut answer = String::new();
    let asking = async {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        stream.read_to_string(&mut answer).await.unwrap();
    };
    timeout(PATIENCE, asking).await.expect("an answer in time");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    (head.to_ascii_lowercase(), body.to_owned())
}

#[tokio::test]
async fn a_made_file_is_kept_under_its_name_and_never_shown_as_a_page() {
    let server = TestServer::start(|| Copyist).await;
    let (head, body) = ask(server.address(), "GET", "/copy.bin?s=a%20b&c").await;
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert!(head.contains("\r\ncontent-type: application/octet-stream\r\n"));
    assert!(head.contains("\r\ncontent-disposition: attachment; filename=\"copy.bin\"\r\n"));
    assert!(head.contains("\r\nx-content-type-options: nosniff\r\n"));
    assert_eq!(body, "s=a%20b&c", "the query as it came");
    let (head, body) = ask(server.address(), "HEAD", "/copy.bin?s=a").await;
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert_eq!(body, "");
    server.stop().await;
}

#[tokio::test]
async fn a_query_without_sense_is_refused_in_words_and_every_other_path_is_a_page() {
    let server = TestServer::start(|| Copyist).await;
    let (head, body) = ask(server.address(), "GET", "/copy.bin").await;
    assert!(head.starts_with("http/1.1 400"), "{head}");
    assert_eq!(body, "There is nothing to copy.\n");
    for (method, target, status) in [
        ("GET", "/common/tokens.css?s=1", 200),
        ("GET", "/copy.bin/?s=1", 404),
        ("POST", "/copy.bin?s=1", 405),
    ] {
        let (head, _) = ask(server.address(), method, target).await;
        assert!(head.starts_with(&format!("http/1.1 {status}")), "{head}");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_file_that_is_on_its_way_when_the_server_stops_comes_in_full() {
    let mut server = TestServer::start(|| Copyist).await;
    let begin = async |text: &str| {
        let mut stream = TcpStream::connect(server.address()).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    };
    // What follows it in the same connection is another request, of which only a part has come.
    let long = "GET /long.bin HTTP/1.1\r\nHost: localhost\r\n\r\nGET /copy.bin?s=a HTTP/1.1\r\nHo";
    let mut reader = begin(long).await;
    let mut other = begin("GET /copy.bin?s=a HTTP/1.1\r\nHo").await;
    timeout(PATIENCE, reader.readable()).await.unwrap().unwrap();
    // On loopback and one thread, what was written before a look was read before its answer.
    ask(server.address(), "GET", "/copy.bin?s=a").await;
    server.begin_stop();
    // The reader reads on only when whoever is let go has been.
    let mut nothing = Vec::new();
    let ended = timeout(PATIENCE, other.read_to_end(&mut nothing)).await;
    assert_eq!(ended.unwrap().unwrap(), 0);
    let mut answer = Vec::new();
    let read = timeout(PATIENCE, reader.read_to_end(&mut answer)).await;
    read.expect("it comes in time").unwrap();
    let head = answer
        .windows(4)
        .position(|end| end == b"\r\n\r\n")
        .unwrap()
        + 4;
    assert_eq!(answer.len() - head, LONG);
    server.stop().await;
}
