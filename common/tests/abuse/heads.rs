//! Requests that are too slow or too big to be one.

use std::time::{Duration, Instant};

use testkit::tools;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{interval, sleep, timeout};

use super::host::{Host, SLOWLY, connect, stranger};
use super::neighbour::Neighbour;

/// What may take five seconds, on a busy machine.
const IN_TIME: Duration = Duration::from_secs(20);
const LORISES: usize = 500;
const ADDRESSES: usize = 10;

/// What comes until the other side ends it.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let read = timeout(IN_TIME, stream.read_to_end(&mut bytes)).await;
    // A reset is an end too; what came before it counts.
    let _ = read.expect("it is cut in time");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Says it one byte a second, and returns what is said to that and after how long.
async fn drip(mut stream: TcpStream, text: &str) -> (String, Duration) {
    let begun = Instant::now();
    let mut second = interval(Duration::from_secs(1));
    let mut answer = [0; 1024];
    for byte in text.bytes() {
        let count = tokio::select! {
            count = stream.read(&mut answer) => count.unwrap_or(0),
            _ = second.tick() => {
                if stream.write_all(&[byte]).await.is_ok() {
                    continue;
                }
                stream.read(&mut answer).await.unwrap_or(0)
            }
        };
        let answer = String::from_utf8_lossy(&answer[..count]).into_owned();
        return (answer, begun.elapsed());
    }
    panic!("it was heard to the end");
}

#[tokio::test]
async fn five_hundred_who_ask_at_one_byte_a_second() {
    let host = Host::start();
    let neighbour = Neighbour::join_all_the_time(host.address);
    let mut lorises = Vec::new();
    for number in 0..LORISES {
        let from = stranger((number % ADDRESSES) as u8 + 1);
        let stream = connect(host.address, from).await;
        let request = "GET /slowly HTTP/1.1\r\nHost: 127.0.0.1\r\n";
        lorises.push(tokio::spawn(drip(stream, request)));
    }
    let mut longest = Duration::ZERO;
    for loris in lorises {
        let (answer, took) = timeout(IN_TIME, loris).await.unwrap().unwrap();
        longest = longest.max(took);
        assert!(answer.starts_with("HTTP/1.1 408 "), "{answer:?}");
    }
    neighbour.was_not_disturbed("500 slow-loris");
    tools::print(&format!("the last of them was cut after {longest:.1?}"));
}

#[tokio::test]
async fn a_body_at_one_byte_a_second() {
    let host = Host::start();
    let neighbour = Neighbour::join_all_the_time(host.address);
    let mut stream = connect(host.address, stranger(1)).await;
    let head = "POST /rooms/class/send HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let (answer, _) = timeout(IN_TIME, drip(stream, &"x".repeat(1_000)))
        .await
        .unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer:?}");
    assert!(answer.contains("within 5 s"), "{answer:?}");
    neighbour.was_not_disturbed("a slow body");
}

/// A second request on the same connection is a request.
#[tokio::test]
async fn a_slow_head_behind_a_quick_one() {
    let host = Host::start();
    let mut stream = connect(host.address, stranger(1)).await;
    let quick = "GET /limits HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    stream.write_all(quick.as_bytes()).await.unwrap();
    let mut first = [0; 16];
    stream.read_exact(&mut first).await.unwrap();
    assert!(first.starts_with(b"HTTP/1.1 200"));
    stream.write_all(b"GET / HT").await.unwrap();
    let rest = rest(&mut stream).await;
    assert!(
        !rest.contains("HTTP/1.1"),
        "no answer that could be another's: {rest}"
    );
}

#[tokio::test]
async fn a_head_of_nine_kilobytes_and_one_of_sixty_five_lines() {
    let host = Host::start();
    let neighbour = Neighbour::join_all_the_time(host.address);
    let long = format!("X-Long: {}\r\n", "x".repeat(9 * 1024));
    let many: String = (0..64).map(|n| format!("X-{n}: x\r\n")).collect();
    let both = [long, many];
    for headers in both.iter().cycle() {
        if neighbour.has_seen_enough() {
            break;
        }
        let mut stream = connect(host.address, stranger(1)).await;
        let head = format!("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        let answer = rest(&mut stream).await;
        assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
        assert!(answer.contains("8192 bytes and 64 headers"), "{answer}");
        sleep(SLOWLY).await;
    }
    neighbour.was_not_disturbed("heads that are too big");
}

#[tokio::test]
async fn a_head_that_never_ends() {
    let host = Host::start();
    let mut stream = connect(host.address, stranger(1)).await;
    stream
        .write_all(b"GET / HTTP/1.1\r\nX-Endless: ")
        .await
        .unwrap();
    while stream.write_all(&[b'x'; 1024]).await.is_ok() {}
    let answer = rest(&mut stream).await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 431 "),
        "{answer}"
    );
}
