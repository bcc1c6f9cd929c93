//! What one client may take: places, frames, rooms; and what a request must not do by the way.

use basic_chat::BasicChat;
use common::Options;
use serde_json::json;
use testkit::http::Http;
use testkit::{Client, TestServer};

use super::raw::{Poller, frames, in_time};
use super::server;

#[tokio::test]
async fn a_poller_takes_a_place_for_as_long_as_its_connection_lives() {
    let options = Options {
        port: 0,
        max_connections: 12,
        ..Options::default()
    };
    let server = TestServer::start_with(options, || BasicChat::new(0.0)).await;
    let mut http = Http::new(server.address());
    let mut statuses = Vec::new();
    for _ in 0..20 {
        let answer = in_time(http.get("/rooms/class/poll?name=A&every=10000")).await;
        statuses.push(answer.unwrap().status);
    }
    let let_in = statuses.iter().filter(|status| **status == 200).count();
    assert_eq!(let_in, 11, "one place is the socket's own: {statuses:?}");
    assert!(statuses[let_in..].iter().all(|status| *status == 503));
}

#[tokio::test]
async fn a_post_with_more_frames_than_a_page_may_have_under_way_is_refused_whole() {
    let server = server().await;
    let mut bob = Client::join(server.address(), "Bob").await;
    let mut http = Http::new(server.address());
    let many = "{\"type\":\"say\",\"text\":\"flood\"}\n".repeat(65);
    let answer = in_time(http.post("/rooms/class/send", &many))
        .await
        .unwrap();
    assert_eq!(answer.status, 413);
    assert!(answer.body.contains("64 frames"), "{}", answer.body);
    bob.say("hi").await;
    bob.until("a line", |bob| !bob.lines().is_empty()).await;
    assert_eq!(bob.lines(), ["hi"]);
}

#[tokio::test]
async fn a_guest_who_said_goodbye_may_speak_again_from_the_same_address() {
    let server = server().await;
    let mut bob = Client::join(server.address(), "Bob").await;
    let mut http = Http::new(server.address());
    for frame in [
        r#"{"type":"say","text":"one"}"#,
        r#"{"type":"leave"}"#,
        r#"{"type":"say","text":"two"}"#,
    ] {
        let answer = in_time(http.post("/rooms/class/send", frame)).await;
        assert_eq!(answer.unwrap().status, 204, "{frame}");
    }
    bob.until("both lines", |bob| bob.lines() == ["one", "two"])
        .await;
}

#[tokio::test]
async fn the_key_of_a_websocket_is_no_way_to_poll_and_repeats_nothing_on_it() {
    let server = server().await;
    let mut bob = Client::join(server.address(), "Bob").await;
    bob.say("one").await;
    bob.until("a line", |bob| bob.lines() == ["one"]).await;
    let key = bob.welcome["connection"].as_str().unwrap();
    let mut http = Http::new(server.address());
    let target = format!("/rooms/class/poll?connection={key}&after=0&seen=0");
    assert_eq!(in_time(http.get(&target)).await.unwrap().status, 410);
    // An event that came twice would be a panic of the model client.
    bob.say("two").await;
    bob.until("the next", |bob| bob.lines() == ["one", "two"])
        .await;
}

#[tokio::test]
async fn requests_that_go_on_make_no_room_and_a_head_makes_no_person() {
    let server = server().await;
    let mut http = Http::new(server.address());
    for number in 0..80 {
        let target = format!("/rooms/r{number}/poll?connection=1-0123456789abcdef");
        assert_eq!(in_time(http.get(&target)).await.unwrap().status, 410);
    }
    let fresh = in_time(http.get("/rooms/band-3/poll")).await.unwrap();
    assert_eq!(fresh.status, 200, "there are rooms left");
    let mut header = Http::new(server.address());
    let target = "/rooms/class/poll?name=Head";
    let head = in_time(header.ask("HEAD", target, "Connection: close\r\n", ""));
    assert_eq!(head.await.unwrap().status, 405);
    let snapshot = &frames(&in_time(http.get("/rooms/class/poll")).await.unwrap())[0];
    assert_eq!(snapshot["people"], json!([]));
}

#[tokio::test]
async fn a_place_without_its_epoch_is_refused_in_words_where_one_comes_in() {
    let server = server().await;
    let mut http = Http::new(server.address());
    for path in ["poll?name=Ada&last=1", "events?last=1"] {
        let answer = in_time(http.get(&format!("/rooms/class/{path}"))).await;
        let answer = answer.unwrap();
        assert_eq!(answer.status, 400, "{path}");
        assert!(answer.body.contains("EPOCH.NUMBER"), "{}", answer.body);
    }
}

#[tokio::test]
async fn a_poller_behind_a_slow_network_keeps_its_lease() {
    let server = server().await;
    let mut http = Http::new(server.address());
    let mut ada = Poller::open(server.address(), "name=Ada&every=1000").await;
    let wish = r#"{"transport":"poll","delay":2500}"#;
    assert_eq!(
        in_time(http.post("/conditions", wish))
            .await
            .unwrap()
            .status,
        200
    );
    // At first the news of it goes undelayed, for a period and a bit.
    super::raw::pause(1_200).await;
    // Each question and its answer take five seconds, and the lease is three.
    for _ in 0..2 {
        let answered = ada.ask("&every=1000").await;
        assert!(answered.iter().all(|frame| frame["type"] != "close"));
    }
}

#[tokio::test]
async fn who_polls_for_all_there_is_again_and_again_is_told_when_to_come_back() {
    let server = server().await;
    let mut ada = Poller::open(server.address(), "name=Ada&every=1000").await;
    let all = ada.target("").replace("&after=", "&after=0");
    let refused = loop {
        let answer = in_time(ada.http.get(&all)).await.unwrap();
        if answer.status != 200 {
            break answer;
        }
        assert_eq!(frames(&answer)[0]["type"], "snapshot", "{answer:?}");
    };
    assert_eq!(refused.status, 429, "{refused:?}");
    assert_eq!(refused.header("retry-after"), Some("2"));
    let nack = &frames(&refused)[0];
    assert_eq!(nack["code"], "rate");
    assert!(nack["retry_ms"].as_u64().is_some_and(|ms| ms <= 2_000));
    // What it does not have yet it may ask for at any time.
    let mut bob = Client::join(server.address(), "Bob").await;
    bob.say("hi").await;
    ada.ask_until("&wait=25", |frame| frame["text"] == "hi")
        .await;
}

/// What is wrong with an address is said in the words of its own parameters.
#[tokio::test]
async fn an_address_that_cannot_be_read_is_answered_with_what_is_wanted() {
    let server = server().await;
    let mut http = Http::new(server.address());
    for (path, wanted) in [
        ("poll?name=Ada&wait=soon", ["`wait`", "soon", "seconds"]),
        ("poll?name=Ada&every=-1", ["`every`", "-1", "milliseconds"]),
        ("poll?seen=0x1", ["`seen`", "0x1", "`latest`"]),
        ("poll?after=x", ["`after`", "x", "EPOCH.NUMBER"]),
        ("poll?connection=12", ["`connection`", "12", "welcome"]),
        ("poll?wait=1&wait=2", ["`wait`", "twice", "once"]),
        ("events?last=1.x", ["`last`", "1.x", "EPOCH.NUMBER"]),
    ] {
        let answer = in_time(http.get(&format!("/rooms/class/{path}"))).await;
        let answer = answer.unwrap();
        assert_eq!(answer.status, 400, "{path}");
        for word in wanted {
            assert!(answer.body.contains(word), "{path}: {}", answer.body);
        }
        assert!(!answer.body.contains("deserialize"), "{}", answer.body);
    }
    let target = "/rooms/class/send?connection=12";
    let answer = in_time(http.post(target, "{}")).await.unwrap();
    assert_eq!(answer.status, 400);
    assert!(answer.body.starts_with("`connection`"), "{}", answer.body);
}

#[tokio::test]
async fn a_line_that_cannot_be_read_is_refused_and_the_others_of_its_post_are_taken() {
    let server = server().await;
    let mut bob = Client::join(server.address(), "Bob").await;
    let mut http = Http::new(server.address());
    let say = |text: &str| json!({"type": "say", "text": text}).to_string();
    let body = format!("{}\nhello?\n{}\n", say("one"), say("two"));
    let answer = in_time(http.post("/rooms/class/send", &body))
        .await
        .unwrap();
    assert_eq!(answer.status, 200, "{answer:?}");
    let nacks = frames(&answer);
    assert_eq!((nacks.len(), &nacks[0]["code"]), (1, &json!("json")));
    bob.until("the others", |bob| bob.lines() == ["one", "two"])
        .await;
}
