//! Connections and people in numbers that no class has.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use common::transport::code;
use serde_json::Value;
use testkit::tools;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{sleep, sleep_until, timeout};

use super::host::{Host, SLOWLY, connect, stranger};
use super::neighbour::Neighbour;
use super::wire::{CLOSE, TEXT, Wire, handshake};

const IN_TIME: Duration = Duration::from_secs(20);

#[tokio::test]
async fn a_thousand_connections_in_a_second() {
    let host = Host::start();
    let neighbour = Neighbour::join_all_the_time(host.address);
    let mut asking = Vec::new();
    let begun = Instant::now();
    // A thousand each second, for as long as the neighbour looks on.
    while !neighbour.has_seen_enough() {
        let due = asking.len() as f64 / 1_000.0;
        sleep_until((begun + Duration::from_secs_f64(due)).into()).await;
        let mut stream = connect(host.address, stranger(1)).await;
        asking.push(tokio::spawn(async move {
            let request = b"GET /limits HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
            // Whoever was cut meanwhile cannot ask.
            stream.write_all(request).await.unwrap_or_default();
            let mut status = [0; 12];
            match stream.read_exact(&mut status).await {
                Ok(_) => String::from_utf8_lossy(&status[9..]).into_owned(),
                Err(_) => "cut".to_owned(),
            }
        }));
    }
    let mut answers = BTreeMap::<String, usize>::new();
    for answer in asking {
        let status = timeout(IN_TIME, answer).await.unwrap().unwrap();
        *answers.entry(status).or_default() += 1;
    }
    let let_in = answers.get("200").copied().unwrap_or_default();
    let most = begun.elapsed().as_secs_f64().mul_add(20.0, 256.0);
    assert!(let_in <= most as usize, "{answers:?}");
    assert!(let_in > 0 && answers.contains_key("429"), "{answers:?}");
    neighbour.was_not_disturbed("1,000 connections from one address");
    tools::print(&format!("they were answered {answers:?}"));
}

#[tokio::test]
async fn a_script_that_is_ever_somebody_new() {
    let host = Host::start();
    let neighbour = Neighbour::join_all_the_time(host.address);
    let (mut welcomed, mut sent_away) = (Vec::new(), 0);
    let mut came = 0;
    while came < 150 || !neighbour.has_seen_enough() {
        if came >= 150 {
            sleep(SLOWLY).await;
        }
        came += 1;
        let stream = connect(host.address, stranger(1)).await;
        let (answer, mut wire) = Wire::over(stream, handshake(&[]).as_bytes()).await;
        assert_eq!(answer.status, 101);
        wire.say(r#"{"type":"hello","name":"Nobody"}"#).await;
        let told: Value = serde_json::from_slice(&wire.next(TEXT).await.payload).unwrap();
        if told["type"] == "welcome" {
            welcomed.push(wire);
            continue;
        }
        assert_eq!(told["type"], "bye");
        assert!(told["retry_ms"].as_u64().is_some(), "{told}");
        let close = wire.next(CLOSE).await;
        assert_eq!(close.code(), code::TOO_MANY);
        sent_away += 1;
    }
    let let_in = welcomed.len();
    assert!(let_in >= 60, "a class gets in: {let_in}");
    assert!(sent_away > 0, "{let_in} got in");
    neighbour.was_not_disturbed("150 new people from one address");
    tools::print(&format!("{let_in} of {came} new people got in"));
}

#[tokio::test]
async fn who_was_let_in_before_comes_back_however_many_strangers_wait() {
    let host = Host::start();
    let open = || async {
        let stream = connect(host.address, stranger(1)).await;
        let (_, wire) = Wire::over(stream, handshake(&[]).as_bytes()).await;
        wire
    };
    let mut ada = open().await;
    ada.say(r#"{"type":"hello","name":"Ada"}"#).await;
    let session = ada.message("welcome").await["session"].clone();
    loop {
        let mut stranger = open().await;
        stranger.say(r#"{"type":"hello"}"#).await;
        let told: Value = serde_json::from_slice(&stranger.next(TEXT).await.payload).unwrap();
        if told["type"] == "bye" {
            break;
        }
    }
    let mut again = open().await;
    again
        .say(&format!(r#"{{"type":"hello","session":{session}}}"#))
        .await;
    assert_eq!(again.message("welcome").await["you"]["name"], "Ada");
    assert_eq!(ada.next(CLOSE).await.code(), code::REPLACED);
}
