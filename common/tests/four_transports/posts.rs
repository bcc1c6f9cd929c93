//! What is sent by `POST`: broken, too large, doubled, together.

use common::limits;
use serde_json::json;
use testkit::{Client, Route, Transport};

use super::raw::{Poller, frames, lines, text};
use super::server;

async fn ada_and_bob() -> (testkit::TestServer, Poller, Client) {
    let server = server().await;
    let ada = Poller::open(server.address(), "name=Ada&every=9000").await;
    let bob = Client::join(server.address(), "Bob").await;
    (server, ada, bob)
}

fn say(n: u64, text: &str) -> String {
    json!({"type": "say", "n": n, "text": text}).to_string() + "\n"
}

#[tokio::test]
async fn a_model_client_that_says_more_at_once_than_a_post_may_hold_stays_connected() {
    let server = server().await;
    let route = Route::new(server.address()).by(Transport::Sse);
    let mut ada = Client::join_by(route, "Ada").await;
    let lines = 2 * limits::OUTBOX + 1;
    for line in 0..lines {
        // On one thread nothing is sent before all has been said.
        ada.say(&line.to_string()).await;
    }
    ada.until("all answers", |ada| ada.acks.len() == lines)
        .await;
    server.stop().await;
}

#[tokio::test]
async fn a_broken_line_among_good_ones_is_refused_alone() {
    let (_server, ada, mut bob) = ada_and_bob().await;
    let body = say(1, "one") + "{\"type\":\"say\",\n\n" + &say(2, "two");
    let answer = ada.post(&body).await;
    assert_eq!(answer.status, 200);
    let answers = frames(&answer);
    let kinds: Vec<_> = answers.iter().map(|frame| text(frame, "type")).collect();
    assert_eq!(kinds, ["ack", "nack", "ack"], "in their order");
    assert_eq!(answers[1]["code"], "json");
    bob.until("both lines", |bob| bob.lines() == ["one", "two"])
        .await;
}

#[tokio::test]
async fn a_body_too_large_is_refused_and_the_connection_lives() {
    let (_server, ada, mut bob) = ada_and_bob().await;
    let flood: String = (1..=80).map(|n| say(n, &"x".repeat(1_000))).collect();
    assert_eq!(ada.post(&flood).await.status, 413);
    let answer = frames(
        &ada.post(&("x".repeat(16 * 1024 + 1) + "\n" + &say(1, "hi")))
            .await,
    );
    assert_eq!(answer[0]["type"], "nack", "a line too large: {answer:?}");
    assert_eq!(answer[1]["type"], "ack", "is not the others' fault");
    bob.until("the line", |bob| bob.lines() == ["hi"]).await;
}

#[tokio::test]
async fn a_post_whose_answer_was_lost_is_not_said_twice() {
    let (_server, mut ada, mut bob) = ada_and_bob().await;
    let body = say(1, "one") + &say(2, "two");
    let first = ada.post(&body).await;
    let again = ada.post(&body).await;
    assert_eq!(first.body, again.body, "the same answers");
    ada.post(&say(3, "three")).await;
    bob.until("the last", |bob| bob.lines().last() == Some(&"three"))
        .await;
    assert_eq!(bob.lines(), ["one", "two", "three"]);
    assert_eq!(lines(&ada.ask("").await), ["one", "two", "three"]);
}

#[tokio::test]
async fn what_needs_no_answer_gets_none_and_the_time_is_told() {
    let (_server, ada, mut bob) = ada_and_bob().await;
    let typing = ada.post(r#"{"type":"typing","on":true}"#).await;
    assert_eq!((typing.status, typing.body.as_str()), (204, ""));
    bob.until("typing", |bob| !bob.latest.is_empty()).await;
    let clock = frames(&ada.post(r#"{"type":"clock","t0":12.5}"#).await);
    assert_eq!(clock[0]["t0"], 12.5);
    assert!(clock[0]["t2"].as_f64() >= clock[0]["t1"].as_f64());
    assert_eq!(ada.post("").await.status, 204);
}

#[tokio::test]
async fn a_mark_is_numbered_for_everybody_and_means_nothing() {
    let (_server, mut ada, mut bob) = ada_and_bob().await;
    let answer = frames(&ada.post(r#"{"type":"mark","n":1,"text":"race 1"}"#).await);
    assert_eq!(answer[0]["type"], "ack");
    let is_mark = |event: &serde_json::Value| event["type"] == "mark";
    bob.until("the mark", |bob| bob.events.values().any(is_mark))
        .await;
    let heard = ada.ask("").await;
    let mark = heard.iter().find(|frame| is_mark(frame)).unwrap();
    assert_eq!((&mark["text"], &mark["n"]), (&json!("race 1"), &json!(1)));
    let flood: Vec<_> = (2..202)
        .map(|n| format!("{{\"type\":\"mark\",\"n\":{n},\"text\":\"x\"}}\n"))
        .collect();
    let mut refused = 0;
    // As many as go into one POST.
    for part in flood.chunks(50) {
        let answers = frames(&ada.post(&part.concat()).await);
        let too_fast = answers.iter().filter(|answer| answer["code"] == "rate");
        refused += too_fast.count();
    }
    assert!(refused >= 100, "{refused} of 200 at once");
}

#[tokio::test]
async fn whoever_leaves_by_post_is_gone_at_once() {
    let (_server, ada, mut bob) = ada_and_bob().await;
    bob.until("both", |bob| bob.people.len() == 2).await;
    ada.post(r#"{"type":"leave"}"#).await;
    bob.until("alone", |bob| bob.people.len() == 1).await;
}
