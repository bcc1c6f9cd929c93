//! Requests when the server stops: those that have come in full are answered, and nobody gains from waiting for
//! the rest of the others.

use common::limits;
use testkit::http::Http;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::raw::in_time;
use super::server;

/// What a client is told that may send its body.
const GO_ON: &str = "HTTP/1.1 100 Continue\r\n\r\n";

/// Requests without an end: what they are called here, their first words, and what else comes of them.
const UNFINISHED: [(&str, &str, &str); 8] = [
    ("an empty line", "", "\r\n"),
    (
        "half a line of a head",
        "",
        "GET /healthz HTTP/1.1\r\nAccept: te",
    ),
    ("all of a head but its end", "GET /healthz", ""),
    (
        "no body",
        "POST /rooms/class/send",
        "Content-Length: 9\r\n\r\n",
    ),
    (
        "half a body",
        "POST /rooms/class/send",
        "Content-Length: 9\r\n\r\n{\"ty",
    ),
    (
        "half a chunk",
        "POST /rooms/class/send",
        "Transfer-Encoding: chunked\r\n\r\n9\r\n{\"ty",
    ),
    (
        "no body after the word to go on",
        "POST /rooms/class/send",
        "Expect: 100-continue\r\nContent-Length: 9\r\n\r\n",
    ),
    (
        "half a wish",
        "POST /conditions",
        "Content-Length: 9\r\n\r\n{\"dr",
    ),
];

#[tokio::test]
async fn a_server_that_stops_does_not_wait_for_the_rest_of_a_request() {
    let mut server = server().await;
    let address = server.address();
    let mut unfinished = Vec::new();
    // Blanks before a value are read and not counted: more of them than a head may have bytes.
    let blanks = " ".repeat(limits::HEAD_BYTES);
    let behind = format!("X-Blank:{blanks}\r\nContent-Length: 9\r\n\r\n{{\"ty");
    let long = (
        "half a body behind a long head",
        "POST /rooms/class/send",
        &*behind,
    );
    for (what, line, rest) in UNFINISHED.into_iter().chain([long]) {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let begun = match line {
            "" => rest.to_owned(),
            line => format!("{line} HTTP/1.1\r\nHost: {address}\r\n{rest}"),
        };
        stream.write_all(begun.as_bytes()).await.unwrap();
        unfinished.push((what, stream));
    }
    // On loopback and one thread, what was written before a look was read before its answer.
    let look = in_time(Http::new(address).get("/healthz")).await.unwrap();
    assert_eq!(look.status, 200);
    server.begin_stop();
    // Waiting for them would take as long as a request may take.
    let stopped = timeout(limits::HANDSHAKE / 2, server.stop()).await;
    for (what, mut stream) in unfinished {
        let mut heard = String::new();
        in_time(stream.read_to_string(&mut heard)).await.unwrap();
        assert_eq!(heard.trim_start_matches(GO_ON), "", "{what}");
    }
    assert!(stopped.is_ok(), "the server waited");
}

#[tokio::test]
async fn a_request_that_has_come_in_full_when_the_server_stops_is_answered() {
    let mut server = server().await;
    let address = server.address();
    let request = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n");
    let mut fresh = TcpStream::connect(address).await.unwrap();
    let mut kept = TcpStream::connect(address).await.unwrap();
    let first = request("/healthz");
    kept.write_all(first.as_bytes()).await.unwrap();
    let mut answer = [0; 4096];
    assert!(in_time(kept.read(&mut answer)).await.unwrap() > 0);
    for stream in [&fresh, &kept] {
        let asked = request("/limits");
        assert_eq!(stream.try_write(asked.as_bytes()).unwrap(), asked.len());
    }
    // On this one thread nobody has looked at the sockets meanwhile.
    server.begin_stop();
    for (what, stream) in [("fresh", &mut fresh), ("kept", &mut kept)] {
        let mut heard = String::new();
        in_time(stream.read_to_string(&mut heard)).await.unwrap();
        assert!(heard.starts_with("HTTP/1.1 200"), "{what}: {heard:?}");
    }
    server.stop().await;
}
