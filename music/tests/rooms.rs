//! A class at one song over real sockets, and what the lecture's old page hears of it.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::time::{Duration, Instant};

use futures_util::SinkExt;
use futures_util::stream::{SplitSink, SplitStream};
use hdrhistogram::Histogram;
use music::{Music, presets};
use serde_json::{Value, json};
use support::{Page, Socket, hear, join, read, say};
use testkit::{Client, PATIENCE, TestServer, client};
use tokio::time::{interval, timeout};
use tokio_tungstenite::tungstenite::Message;

mod support;

const PEOPLE: usize = 30;
const CELLS_A_SECOND: u64 = 16;
const SECONDS: u64 = 3;
const CELLS_EACH: usize = (CELLS_A_SECOND * SECONDS) as usize;

async fn server() -> TestServer {
    let song = presets::first();
    TestServer::start(move || Music::new(&song)).await
}

/// Paints over everything, as fast as a finger does. The group says when the cell was sent, in
/// microseconds since the start, and comes back with the event. Returns when it stopped.
async fn paint(
    mut sink: SplitSink<Socket, Message>,
    who: usize,
    start: Instant,
) -> (SplitSink<Socket, Message>, Instant) {
    let mut ticks = interval(Duration::from_micros(1_000_000 / CELLS_A_SECOND));
    for index in 0..CELLS_EACH {
        ticks.tick().await;
        let place = index * 7 + who;
        let cell = json!([place % 4, place % 6, place % 16, place % 3]);
        let group = start.elapsed().as_micros() as u64;
        let frame = json!({"type": "set", "n": index + 1, "group": group, "cells": [cell]});
        sink.send(Message::text(frame.to_string())).await.unwrap();
    }
    (sink, Instant::now())
}

/// Reads until all cells of all people have come, and counts how long each was on its way.
async fn watch(
    mut stream: SplitStream<Socket>,
    mut page: Page,
    start: Instant,
) -> (Page, Histogram<u64>) {
    let mut delays = Histogram::<u64>::new(3).unwrap();
    let watching = async {
        while page.told < PEOPLE * CELLS_EACH {
            if let Some(sent) = page.take(&read(&mut stream).await) {
                delays += (start.elapsed().as_micros() as u64).saturating_sub(sent);
            }
        }
    };
    timeout(PATIENCE, watching).await.expect("all cells come");
    (page, delays)
}

#[tokio::test]
async fn a_class_that_paints_all_at_once_ends_with_one_song() {
    let server = server().await;
    let start = Instant::now();
    let mut seats = Vec::new();
    for _ in 0..PEOPLE {
        seats.push(join(server.address()).await);
    }
    let mut painters = Vec::new();
    let mut watchers = Vec::new();
    for (who, (sink, stream, page)) in seats.into_iter().enumerate() {
        painters.push(tokio::spawn(paint(sink, who, start)));
        watchers.push(tokio::spawn(watch(stream, page, start)));
    }
    let (mut sinks, mut stopped) = (Vec::new(), start);
    for painter in painters {
        let (sink, at) = painter.await.unwrap();
        sinks.push(sink);
        stopped = stopped.max(at);
    }
    let mut delays = Histogram::<u64>::new(3).unwrap();
    let mut pages = Vec::new();
    for watcher in watchers {
        let (page, delay) = watcher.await.unwrap();
        delays.add(delay).unwrap();
        pages.push(page);
    }
    let rest = stopped.elapsed();
    let (_, _, truth) = join(server.address()).await;
    for page in &pages {
        assert!(page.cells == truth.cells, "one song for all");
        assert_eq!(page.refused, 0);
    }
    println!(
        "{PEOPLE} people, {} cells, seen {} times: from set to seen {:.1} ms at the median, \
         {:.1} ms at the 99th percentile; all had the same song {:.0} ms after the last stroke",
        PEOPLE * CELLS_EACH,
        delays.len(),
        delays.value_at_quantile(0.5) as f64 / 1_000.0,
        delays.value_at_quantile(0.99) as f64 / 1_000.0,
        rest.as_secs_f64() * 1_000.0,
    );
    drop(sinks);
    server.stop().await;
}

/// The newest vector that a page has been told.
fn vector(page: &Client) -> Option<&Value> {
    let mut vectors = page.events.values().rev().map(|event| &event["vector"]);
    vectors.find(|vector| vector.is_object())
}

#[tokio::test]
async fn old_pages_hear_each_other_and_themselves_to_the_letter() {
    let server = server().await;
    let mut one = client::open_plain(server.address(), "/").await;
    let mut other = client::open_plain(server.address(), "/").await;
    let mut page = Client::join(server.address(), "Ada").await;
    page.until("three people", |page| page.count == 3).await;
    for unheard in ["NEW CONNECTION", "hello", "-1", "1e999", "play", "{}"] {
        say(&mut one, unheard).await;
    }
    let beats_a_second = f64::from(presets::first().bpm) / 60.0;
    let said = [
        ("PLAY", true, 0.0),
        ("12.5", true, 12.5),
        ("012.50", true, 12.5),
    ];
    for (version, (said, playing, seconds)) in (2..).zip(said) {
        say(&mut one, said).await;
        assert_eq!(hear(&mut other).await, said);
        assert_eq!(hear(&mut one).await, said, "the sender hears it as well");
        let is_told = |page: &Client| vector(page).is_some_and(|told| told["version"] == version);
        page.until(said, is_told).await;
        let vector = vector(&page).unwrap();
        assert_eq!(vector["playing"], playing, "{said}");
        let expected = seconds * beats_a_second;
        let beat = vector["beat"].as_f64().unwrap();
        assert!((beat - expected).abs() < 1e-9, "{said}: {beat}");
    }
    say(&mut other, "STOP").await;
    assert_eq!(
        (hear(&mut one).await, hear(&mut other).await),
        ("STOP".into(), "STOP".into())
    );
    let has_stopped = |page: &Client| vector(page).is_some_and(|told| told["playing"] == false);
    page.until("the stop", has_stopped).await;
    server.stop().await;
}

#[tokio::test]
async fn what_our_page_does_to_the_transport_reaches_old_pages_in_their_words() {
    let server = server().await;
    let mut old = client::open_plain(server.address(), "/").await;
    let mut page = Client::join(server.address(), "Ada").await;
    page.until("two people", |page| page.count == 2).await;
    let commands = [
        json!({"type": "tempo", "bpm": 120}),
        json!({"type": "play", "beat": 4}),
        json!({"type": "set", "group": 1, "cells": [[0, 0, 0, 1]]}),
        json!({"type": "seek", "beat": 25}),
        json!({"type": "mute", "track": 1, "on": true}),
        json!({"type": "seek", "beat": 0}),
        json!({"type": "stop"}),
    ];
    for (n, mut command) in (1..).zip(commands) {
        command["n"] = json!(n);
        page.send(&command).await;
    }
    for words in ["PLAY", "12.5", "0", "STOP"] {
        assert_eq!(hear(&mut old).await, words, "and nothing in between");
    }
    page.until("all answers", |page| page.acks.len() == 7).await;
    server.stop().await;
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_ask_again() {
    let server = server().await;
    let mut page = Client::join(server.address(), "Ada").await;
    let asked = 40;
    for n in 1..=asked {
        page.send(&json!({"type": "swing", "n": n, "percent": n}))
            .await;
    }
    let is_answered = |page: &Client| page.acks.len() + page.nacks.len() == asked;
    page.until("all answers", is_answered).await;
    assert!(page.acks.len() >= 8, "a burst is fine: {}", page.acks.len());
    assert!(!page.nacks.is_empty());
    let is_clear = |nack: &Value| nack["code"] == "rate" && nack["retry_ms"].is_u64();
    assert!(page.nacks.iter().all(is_clear), "{:?}", page.nacks);
    server.stop().await;
}

#[tokio::test]
async fn a_page_that_comes_back_after_an_edit_undoes_it_once() {
    let server = server().await;
    let mut ada = Client::join(server.address(), "Ada").await;
    let mut bob = Client::join(server.address(), "Bob").await;
    ada.send(&json!({"type": "set", "n": 1, "group": 7, "cells": [[0, 5, 3, 2]]}))
        .await;
    bob.until("the cell", |bob| {
        bob.events.values().any(|event| event["why"] == "set")
    })
    .await;
    ada.vanish();
    ada.come_back().await;
    for _ in 0..2 {
        ada.send(&json!({"type": "undo", "n": 2})).await;
    }
    let is_undone =
        |event: &Value| event["why"] == "undo" && event["cells"] == json!([[0, 5, 3, 0, 0]]);
    bob.until("the undo", |bob| bob.events.values().any(is_undone))
        .await;
    ada.until("the answer", |ada| ada.acks.contains_key(&2))
        .await;
    ada.send(&json!({"type": "undo", "n": 3})).await;
    ada.until("a refusal", |ada| {
        ada.nacks.iter().any(|nack| nack["code"] == "nothing")
    })
    .await;
    server.stop().await;
}
