//! Server-sent events as a browser's own `EventSource` uses them.

use serde_json::json;
use testkit::http::EventStream;
use testkit::{Client, Proxy};

use super::raw::{is_line, next_frame, text, until};
use super::server;

const EVENTS: &str = "/rooms/class/events";

#[tokio::test]
async fn a_stream_that_was_cut_goes_on_after_the_last_id() {
    let server = server().await;
    let proxy = Proxy::start(server.address()).await;
    let mut bob = Client::join(server.address(), "Bob").await;
    let mut stream = EventStream::open(proxy.address(), EVENTS, "")
        .await
        .unwrap();
    let (_, welcome) = next_frame(&mut stream).await.unwrap();
    assert_eq!(welcome["mode"], "snapshot");
    bob.say("one").await;
    let (id, line) = loop {
        let (id, frame) = next_frame(&mut stream).await.unwrap();
        if is_line("one")(&frame) {
            break (id.expect("a numbered event has an id"), frame);
        }
    };
    assert_eq!(id, format!("{}.{}", text(&welcome, "epoch"), line["seq"]));
    proxy.cut();
    assert!(stream.next().await.is_err(), "cut in the middle");
    for line in ["two", "three"] {
        bob.say(line).await;
    }
    bob.until("its lines", |bob| bob.lines().len() == 3).await;
    proxy.heal(server.address());
    let header = format!("Last-Event-ID: {id}\r\n");
    let mut stream = EventStream::open(proxy.address(), EVENTS, &header)
        .await
        .unwrap();
    let (_, welcome) = next_frame(&mut stream).await.unwrap();
    assert_eq!(welcome["mode"], "resumed");
    let mut last = line["seq"].as_u64().unwrap();
    let mut heard = Vec::new();
    while heard.len() < 2 {
        let (_, frame) = next_frame(&mut stream).await.unwrap();
        assert_ne!(frame["type"], "snapshot");
        if let Some(seq) = frame["seq"].as_u64() {
            assert_eq!(seq, last + 1, "no hole and no double: {frame}");
            last = seq;
        }
        heard.extend(frame["text"].as_str().map(str::to_owned));
    }
    assert_eq!(heard, ["two", "three"]);
}

#[tokio::test]
async fn what_a_browser_has_wins_over_the_address_it_once_opened() {
    let server = server().await;
    let mut bob = Client::join(server.address(), "Bob").await;
    for line in ["one", "two", "three"] {
        bob.say(line).await;
    }
    bob.until("its lines", |bob| bob.lines().len() == 3).await;
    let epoch = text(&bob.welcome, "epoch");
    let seq_of = |line: &str| {
        let found = bob.events.values().find(|event| event["text"] == line);
        found.unwrap()["seq"].as_u64().unwrap()
    };
    let target = format!("{EVENTS}?name=Ada&last={epoch}.{}", seq_of("one"));
    let header = format!("Last-Event-ID: {epoch}.{}\r\n", seq_of("two"));
    let mut stream = EventStream::open(server.address(), &target, &header)
        .await
        .unwrap();
    let first = until(&mut stream, |frame| frame["text"].is_string()).await;
    assert_eq!(first["text"], "three");
    let mut stream = EventStream::open(server.address(), &target, "")
        .await
        .unwrap();
    let first = until(&mut stream, |frame| frame["text"].is_string()).await;
    assert_eq!(first["text"], "two", "without it the address counts");
}

#[tokio::test]
async fn a_stream_begins_with_the_time_to_wait_before_coming_back() {
    let server = server().await;
    let mut stream = EventStream::open(server.address(), EVENTS, "")
        .await
        .unwrap();
    let first = stream.next().await.unwrap().unwrap();
    assert_eq!((first.retry, first.data.is_empty()), (Some(2_000), true));
    let head = stream.head.to_lowercase();
    assert!(head.contains("cache-control: no-"), "never kept: {head}");
}

#[tokio::test]
async fn a_stream_without_a_name_is_a_guest_who_leaves_with_it() {
    let server = server().await;
    let mut ada = Client::join(server.address(), "Ada").await;
    let mut stream = EventStream::open(server.address(), EVENTS, "")
        .await
        .unwrap();
    let (_, welcome) = next_frame(&mut stream).await.unwrap();
    let guest = welcome["you"]["id"].as_u64().unwrap();
    ada.until("the guest", |ada| ada.people.contains_key(&guest))
        .await;
    drop(stream);
    ada.until("nobody but Ada", |ada| ada.people.len() == 1)
        .await;
    let session = &welcome["session"];
    let hello = json!({"type": "hello", "session": session});
    let other = Client::join_as(server.address(), &hello).await;
    assert_ne!(other.id(), guest, "nothing is left of a guest");
}
