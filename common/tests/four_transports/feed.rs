//! What a watcher may ask of the wire's feed, and how it hears that this was too much.

use std::net::SocketAddr;

use serde_json::{Value, json};

use super::raw::{Poller, text};
use super::server;
use super::wire::{Answer, CLOSE, TEXT, Wire, handshake};

/// Connections that one may watch at a time.
const WATCHED: usize = 16;
/// Those who may watch at a time.
const WATCHERS: usize = 256;

async fn feed(address: SocketAddr) -> (Answer, Wire) {
    let protocol = "Sec-WebSocket-Protocol: websockets-notes.wire.v1";
    let request = handshake(&[protocol]).replace("/ws", "/rooms/class/wire");
    Wire::open(address, request.as_bytes()).await
}

/// The connections that the feed tells of, until it has told of `count`.
async fn told_of(feed: &mut Wire, count: usize) -> Vec<String> {
    let mut told = Vec::new();
    while told.len() < count {
        let frame = feed.next(TEXT).await;
        let records: Vec<Value> = serde_json::from_slice(&frame.payload).unwrap();
        let begun = records.iter().filter(|record| record["kind"] == "so_far");
        told.extend(begun.map(|record| text(record, "connection").to_owned()));
    }
    told
}

#[tokio::test]
async fn what_a_watcher_says_wrong_ends_the_feed_with_a_code_and_words() {
    let server = server().await;
    let too_long = json!({"watch": vec!["1-0000000000000000"; 300]}).to_string();
    for (wish, code, word) in [
        (too_long.as_str(), 1009, "4096"),
        ("all of them", 1007, "watch"),
    ] {
        let (answer, mut feed) = feed(server.address()).await;
        assert_eq!(answer.status, 101);
        feed.say(wish).await;
        let farewell = feed.next(CLOSE).await;
        let reason = String::from_utf8_lossy(&farewell.payload[2..]);
        assert_eq!(farewell.code(), code, "{reason}");
        assert!(reason.contains(word), "{reason}");
        feed.end().await;
    }
}

#[tokio::test]
async fn of_a_long_list_the_first_are_watched_and_the_next_list_takes_its_place() {
    let server = server().await;
    let (mut keys, mut ids) = (Vec::new(), Vec::new());
    for _ in 0..WATCHED + 4 {
        let poller = Poller::open(server.address(), "name=Ada&every=10000").await;
        let key = text(&poller.welcome, "connection").to_owned();
        ids.push(key.split('-').next().unwrap().to_owned());
        keys.push(key);
    }
    let (_, mut feed) = feed(server.address()).await;
    feed.say(&json!({ "watch": keys }).to_string()).await;
    assert_eq!(told_of(&mut feed, WATCHED).await, ids[..WATCHED]);
    feed.say(&json!({"watch": keys[WATCHED..]}).to_string())
        .await;
    assert_eq!(told_of(&mut feed, 4).await, ids[WATCHED..]);
}

#[tokio::test]
async fn when_too_many_watch_the_next_one_is_told_so_and_a_place_becomes_free() {
    let server = server().await;
    let mut feeds = Vec::new();
    for _ in 0..WATCHERS {
        let (answer, feed) = feed(server.address()).await;
        assert_eq!(answer.status, 101);
        feeds.push(feed);
    }
    assert_eq!(feed(server.address()).await.0.status, 503);
    drop(feeds.pop());
    while feed(server.address()).await.0.status == 503 {
        super::raw::pause(20).await;
    }
}
