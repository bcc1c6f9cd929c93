//! People at a terminal: `curl` hears the room and speaks in it.

use std::process::Stdio;

use basic_chat::BasicChat;
use testkit::http::Http;
use testkit::{Client, TestServer, tools};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use super::raw::{frames, in_time, text};
use super::server;

const SEND: &str = "/rooms/class/send";
const HI: &str = r#"{"type":"say","text":"hi"}"#;

#[tokio::test]
async fn a_line_without_a_key_is_said_by_a_guest() {
    let server = server().await;
    let mut ada = Client::join(server.address(), "Ada").await;
    let mut http = Http::new(server.address());
    for _ in 0..2 {
        let answer = in_time(http.post(SEND, HI)).await.unwrap();
        assert!(matches!(answer.status, 200 | 204), "{answer:?}");
    }
    ada.until("both lines", |ada| ada.lines() == ["hi", "hi"])
        .await;
    let speakers: Vec<_> = ada
        .events
        .values()
        .map(|line| line["from"].as_u64().unwrap())
        .collect();
    assert_eq!(speakers[0], speakers[1], "one guest for one address");
    ada.until("the guest", |ada| ada.people.len() == 2).await;
    assert!(!ada.people[&speakers[0]].is_empty(), "with a name");
}

#[tokio::test]
async fn a_guest_has_the_same_limits_and_is_told_so_in_words() {
    let server = TestServer::start(|| BasicChat::new(5.0)).await;
    let mut ada = Client::join(server.address(), "Ada").await;
    let mut http = Http::new(server.address());
    let flood = format!("{HI}\n").repeat(40);
    let refusals = frames(&in_time(http.post(SEND, &flood)).await.unwrap());
    let refusals: Vec<_> = refusals
        .iter()
        .filter(|frame| frame["type"] == "nack")
        .collect();
    assert!(
        refusals.len() >= 20,
        "most of it is refused: {}",
        refusals.len()
    );
    for nack in refusals {
        assert_eq!(nack["code"], "rate");
        assert!(text(nack, "message").contains("Slower"), "{nack}");
    }
    ada.until("the rest", |ada| !ada.lines().is_empty()).await;
    let nonsense = in_time(http.post(SEND, "hello?")).await.unwrap();
    assert_eq!(frames(&nonsense)[0]["code"], "json", "{nonsense:?}");
}

/// The commands of the lecture, word for word.
#[tokio::test]
async fn curl_hears_the_room_and_speaks_in_it() {
    let Some(curl) = tools::find(&["curl"]) else {
        return;
    };
    let server = server().await;
    let mut ada = Client::join(server.address(), "Ada").await;
    let room = format!("http://localhost:{}/rooms/class", server.address().port());
    let mut events = Command::new(&curl)
        .args(["-sN", &format!("{room}/events")])
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut printed = BufReader::new(events.stdout.take().unwrap()).lines();
    ada.until("the guest who listens", |ada| ada.people.len() == 2)
        .await;
    let mut send = Command::new(&curl);
    send.args(["-s", "-d", HI, &format!("{room}/send")]);
    let sent = in_time(send.output()).await.unwrap();
    assert!(sent.status.success(), "{sent:?}");
    ada.until("the line", |ada| ada.lines() == ["hi"]).await;
    let mut heard = Vec::new();
    while !heard
        .iter()
        .any(|line: &String| line.contains(r#""text":"hi""#))
    {
        let line = in_time(printed.next_line()).await.unwrap();
        heard.push(line.expect("the stream goes on"));
    }
    assert_eq!(heard[0], "retry: 2000");
    let id = format!(
        "id: {}.{}",
        text(&ada.welcome, "epoch"),
        ada.events.values().next().unwrap()["seq"]
    );
    assert!(heard.contains(&id), "{heard:?}");
    let mut poll = Command::new(&curl);
    poll.args(["-s", &format!("{room}/poll?after=0")]);
    let polled = in_time(poll.output()).await.unwrap();
    assert!(
        String::from_utf8(polled.stdout)
            .unwrap()
            .contains(r#""text":"hi""#)
    );
    events.kill().await.unwrap();
    let listener = 2;
    ada.until("the listener has gone", |ada| {
        !ada.people.contains_key(&listener)
    })
    .await;
}
