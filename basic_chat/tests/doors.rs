//! Who is let in, and what is handed out at the door: plain HTTP, byte by byte.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::net::SocketAddr;
use std::time::Duration;

use basic_chat::BasicChat;
use common::Options;
use testkit::{PATIENCE, TestServer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

const UPGRADE: &str = "Connection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

async fn server() -> TestServer {
    TestServer::start(|| BasicChat::new(5.0)).await
}

/// Sends a request and reads the head of the answer.
async fn ask(address: SocketAddr, request: &str) -> String {
    let (head, _) = ask_all(address, request).await;
    head
}

/// Sends a request and reads the whole answer: head and body.
async fn ask_all(address: SocketAddr, request: &str) -> (String, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let whole = async {
        let mut buffer = [0; 4096];
        loop {
            let count = stream.read(&mut buffer).await.unwrap();
            answer.extend_from_slice(&buffer[..count]);
            let is_upgraded = answer.starts_with(b"HTTP/1.1 101");
            if count == 0 || is_upgraded && answer.windows(4).any(|end| end == b"\r\n\r\n") {
                break;
            }
        }
    };
    timeout(PATIENCE, whole).await.expect("an answer in time");
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    (head.to_owned(), body.to_owned())
}

fn get(path: &str, headers: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n")
}

fn status(head: &str) -> u16 {
    head.split(' ').nth(1).unwrap().parse().unwrap()
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut headers = head.lines().filter_map(|line| line.split_once(": "));
    headers
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

#[tokio::test]
async fn a_page_of_another_host_cannot_speak_but_one_of_another_port_can() {
    let server = server().await;
    let port = server.address().port();
    for (origin, expected) in [
        ("http://localhost:5500", 101),
        (&*format!("http://localhost:{port}"), 101),
        ("http://evil.example", 403),
        ("http://localhost.evil.example", 403),
        ("null", 403),
    ] {
        let host = format!("Host: localhost:{port}\r\nOrigin: {origin}\r\n");
        let head = ask(
            server.address(),
            &format!("GET / HTTP/1.1\r\n{host}{UPGRADE}\r\n"),
        )
        .await;
        assert_eq!(status(&head), expected, "{origin}");
    }
}

#[tokio::test]
async fn a_name_that_somebody_else_may_point_here_is_not_answered() {
    let server = server().await;
    for path in ["/", "/ws", "/common/tokens.css"] {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: rebind.evil.example\r\nConnection: close\r\n\r\n"
        );
        let (head, body) = ask_all(server.address(), &request).await;
        assert_eq!(status(&head), 421, "{path}");
        assert!(body.contains("rebind.evil.example"), "{body}");
    }
    let allow_host = vec!["chat.example.org".to_owned()];
    let options = Options {
        port: 0,
        allow_host,
        ..Options::default()
    };
    let server = TestServer::start_with(options, || BasicChat::new(5.0)).await;
    let request = "GET / HTTP/1.1\r\nHost: chat.example.org\r\nConnection: close\r\n\r\n";
    assert_eq!(status(&ask(server.address(), request).await), 200);
}

#[tokio::test]
async fn every_answer_says_what_a_page_may_do() {
    let server = server().await;
    for path in [
        "/",
        "/basic_chat/main.js",
        "/no/such/page",
        "/share",
        "/share.svg",
        "/limits",
    ] {
        let head = ask(server.address(), &get(path, "")).await;
        let policy = header(&head, "content-security-policy").expect(path);
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self' 'sha256-"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(header(&head, "x-content-type-options"), Some("nosniff"));
        assert_eq!(header(&head, "referrer-policy"), Some("no-referrer"));
    }
}

#[tokio::test]
async fn a_page_is_asked_for_again_by_its_tag_and_not_sent_twice() {
    let server = server().await;
    let (head, body) = ask_all(server.address(), &get("/basic_chat/main.js", "")).await;
    assert_eq!(header(&head, "cache-control"), Some("no-cache"));
    assert_eq!(
        header(&head, "content-type"),
        Some("text/javascript; charset=utf-8")
    );
    assert!(!body.is_empty());
    let known = format!("If-None-Match: {}\r\n", header(&head, "etag").unwrap());
    let (head, body) = ask_all(server.address(), &get("/basic_chat/main.js", &known)).await;
    assert_eq!((status(&head), body.as_str()), (304, ""));
}

#[tokio::test]
async fn nobody_walks_out_of_the_pages_folder() {
    let server = server().await;
    for path in [
        "/../Cargo.toml",
        "/common/../../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "//etc/passwd",
    ] {
        assert_eq!(
            status(&ask(server.address(), &get(path, "")).await),
            404,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_bad_room_is_refused_in_words_and_the_rooms_are_counted() {
    let server = server().await;
    for path in ["/?room=Band%203", "/?room=", "/rooms/a_b/ws"] {
        let (head, body) = ask_all(server.address(), &get(path, "")).await;
        assert_eq!(status(&head), 400, "{path}");
        assert!(body.starts_with("A room's name has 1 to 32"), "{body}");
    }
    let mut held = Vec::new();
    for room in 0..64 {
        let path = format!("/rooms/room-{room}/ws");
        held.push(testkit::client::open(server.address(), &path).await);
    }
    let mut one_too_many = testkit::client::open(server.address(), "/rooms/one-too-many/ws").await;
    let closed = futures_util::StreamExt::next(&mut one_too_many)
        .await
        .unwrap()
        .unwrap();
    let tokio_tungstenite::tungstenite::Message::Close(Some(frame)) = closed else {
        panic!("{closed:?}")
    };
    assert_eq!(u16::from(frame.code), 4129);
    assert!(frame.reason.contains("64 rooms"), "{}", frame.reason);
}

#[tokio::test]
async fn rooms_in_which_nobody_is_do_not_keep_anybody_out() {
    let server = server().await;
    for room in 0..64 {
        let path = format!("/rooms/room-{room}/poll");
        let (head, _) = ask_all(server.address(), &get(&path, "")).await;
        assert_eq!(status(&head), 200, "{path}");
    }
    let one_more = async {
        while status(
            &ask_all(server.address(), &get("/rooms/compare/poll", ""))
                .await
                .0,
        ) != 200
        {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let let_in = timeout(PATIENCE, one_more).await;
    assert!(let_in.is_ok(), "an empty room gives way");
}

#[tokio::test]
async fn requests_that_are_no_handshake_make_no_rooms_and_the_class_always_has_its_own() {
    let server = server().await;
    for room in 0..70 {
        let (head, _) = ask_all(server.address(), &get(&format!("/ws?room=r{room}"), "")).await;
        assert_eq!(status(&head), 426);
    }
    let mut held = Vec::new();
    for room in 0..64 {
        let path = format!("/rooms/room-{room}/ws");
        held.push(testkit::client::open(server.address(), &path).await);
    }
    testkit::Client::join(server.address(), "Ada").await;
}

#[tokio::test]
async fn a_request_that_never_ends_does_not_keep_its_place() {
    let server = server().await;
    let mut slow = TcpStream::connect(server.address()).await.unwrap();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        .await
        .unwrap();
    let mut answer = Vec::new();
    let closed = timeout(PATIENCE, slow.read_to_end(&mut answer)).await;
    assert!(closed.is_ok(), "the server ends it");
}

#[tokio::test]
async fn the_code_to_scan_is_a_picture_of_the_address() {
    let server = server().await;
    let (_, shared) = ask_all(server.address(), &get("/share?room=band-3", "")).await;
    assert_eq!(
        shared,
        r#"{"url":"http://localhost/?room=band-3","reach":"this computer"}"#
    );
    let (head, picture) = ask_all(server.address(), &get("/share.svg?room=band-3", "")).await;
    assert_eq!(header(&head, "content-type"), Some("image/svg+xml"));
    assert!(picture.contains("<svg") && picture.contains("viewBox"));
}
