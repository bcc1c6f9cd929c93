//! A network that is worse on purpose: slower, cut, or closed to newcomers, and nothing lost by it.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use common::knob::MOST_MS;
use serde_json::{Value, json};
use testkit::http::{self, Answer, Http};
use testkit::{Client, Route, Transport};
use tokio::io::{AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::raw::{Poller, frames, in_time};
use super::server;

async fn turn(address: SocketAddr, wish: &Value) -> Answer {
    let mut http = Http::new(address);
    in_time(http.post("/conditions", &wish.to_string()))
        .await
        .unwrap()
}

pub(super) async fn slow(address: SocketAddr, transport: Transport, delay: u64, jitter: u64) {
    let wish = json!({"transport": transport.name(), "delay": delay, "jitter": jitter});
    assert_eq!(turn(address, &wish).await.status, 200);
}

#[tokio::test]
async fn what_is_slowed_arrives_later_in_order_and_once_while_the_knob_is_turned_to_and_fro() {
    for transport in Transport::ALL {
        let server = server().await;
        let address = server.address();
        let route = Route::new(address).by(transport);
        let mut ada = Client::join_by(route, "Ada").await;
        let mut bob = Client::join(address, "Bob").await;
        for (round, (delay, jitter)) in [(80, 80), (0, 0), (40, 20), (0, 0)].into_iter().enumerate()
        {
            slow(address, transport, delay, jitter).await;
            for line in 0..10 {
                ada.say(&format!("a {round} {line}")).await;
                bob.say(&format!("b {round} {line}")).await;
            }
        }
        for client in [&mut ada, &mut bob] {
            client
                .until("all lines", |client| client.lines().len() == 80)
                .await;
        }
        assert_eq!(ada.events, bob.events);
        for who in ["a", "b"] {
            let said = bob.lines().into_iter().filter(|line| line.starts_with(who));
            let said: Vec<_> = said.map(str::to_owned).collect();
            let mut sorted = said.clone();
            sorted.sort();
            assert_eq!(said, sorted, "{}", transport.name());
        }
    }
}

#[tokio::test]
async fn a_place_does_not_wait_for_what_is_held_back_from_somebody_who_was_cut() {
    let server = server().await;
    let address = server.address();
    let mut ada = Client::join(address, "Ada").await;
    slow(address, Transport::WebSocket, MOST_MS, 0).await;
    let say = r#"{"type":"say","text":"this takes its time"}"#;
    let said = in_time(Http::new(address).post("/rooms/class/send", say)).await;
    assert_eq!(said.unwrap().status, 204);
    assert_eq!(
        turn(address, &json!({"drop": "websocket"})).await.status,
        200
    );
    assert_eq!(ada.until_closed().await, None);
    drop(ada);
    // Whoever asks has the only place.
    let freed = async { while places(address).await > 1.0 {} };
    let before_it_arrives = Duration::from_millis(MOST_MS / 2);
    timeout(before_it_arrives, freed)
        .await
        .expect("the place is free");
    server.stop().await;
}

/// How many connections count.
async fn places(address: SocketAddr) -> f64 {
    let metrics = in_time(Http::new(address).get("/metrics")).await.unwrap();
    let mut lines = metrics.body.lines();
    let places = lines.find_map(|line| line.strip_prefix("live_places "));
    places.unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_line_is_not_there_before_its_delay_is_over() {
    let delay = Duration::from_millis(300);
    for transport in Transport::ALL {
        let server = server().await;
        let address = server.address();
        let mut ada = Client::join_by(Route::new(address).by(transport), "Ada").await;
        let mut bob = Client::join(address, "Bob").await;
        // Bob's own network is as it was, unless it is of the kind that is slowed.
        slow(address, transport, delay.as_millis() as u64, 0).await;
        let begin = Instant::now();
        bob.say("hi").await;
        ada.until("the line", |ada| ada.lines() == ["hi"]).await;
        assert!(begin.elapsed() >= delay, "{}", transport.name());
    }
}

/// A page takes the way of its question for half of the way there and back: were the question's delay left out,
/// its clock would be wrong by half of that.
#[tokio::test]
async fn a_question_about_the_time_has_not_come_before_its_delay_is_over() {
    let server = server().await;
    let address = server.address();
    let ada = Poller::open(address, "name=Ada&every=9000").await;
    let delay = 300;
    slow(address, Transport::Poll { every: 9_000 }, delay, 0).await;
    // The first ones go by as the news of the delay does.
    let both_ways = 2.0 * delay as f64;
    let mut answered = f64::INFINITY;
    let arrives_late = async {
        loop {
            let time = frames(&ada.post(r#"{"type":"clock","t0":0}"#).await).swap_remove(0);
            let [received, told] = ["t1", "t2"].map(|field| time[field].as_f64().unwrap());
            assert!(received <= told);
            if received - answered >= both_ways {
                return;
            }
            answered = told;
        }
    };
    in_time(arrives_late).await;
}

#[tokio::test]
async fn everybody_is_told_while_it_is_on_and_when_it_is_off_again() {
    let server = server().await;
    let address = server.address();
    let mut before = Client::join(address, "Ada").await;
    slow(address, Transport::Sse, 20, 10).await;
    let expected = json!({"sse": {"delay": 20, "jitter": 10, "refused": false}});
    before
        .until("the news", |client| client.conditions == expected)
        .await;
    let mut after = Client::join_by(Route::new(address).by(Transport::LongPoll), "Bob").await;
    after
        .until("the news", |client| client.conditions == expected)
        .await;
    slow(address, Transport::Sse, 0, 0).await;
    for client in [&mut before, &mut after] {
        client
            .until("the end", |client| client.conditions == json!({}))
            .await;
    }
}

#[tokio::test]
async fn the_news_of_a_delay_does_not_wait_behind_it() {
    let delay = Duration::from_millis(8_000);
    for transport in Transport::ALL {
        let server = server().await;
        let address = server.address();
        let mut ada = Client::join_by(Route::new(address).by(transport), "Ada").await;
        let begin = Instant::now();
        slow(address, transport, delay.as_millis() as u64, 0).await;
        ada.until("the news", |ada| {
            ada.conditions[transport.name()]["delay"] == 8_000
        })
        .await;
        assert!(begin.elapsed() < delay, "{}", transport.name());
    }
}

#[tokio::test]
async fn what_is_cut_comes_back_and_nothing_is_lost() {
    for transport in Transport::ALL {
        let server = server().await;
        let address = server.address();
        let mut ada = Client::join_by(Route::new(address).by(transport), "Ada").await;
        let mut bob = Client::join(address, "Bob").await;
        bob.say("before").await;
        ada.until("a line", |ada| ada.lines().len() == 1).await;
        let cut = json!({"drop": transport.name()});
        assert_eq!(turn(address, &cut).await.status, 200);
        ada.until_closed().await;
        if transport == Transport::WebSocket {
            bob.until_closed().await;
            bob.come_back().await;
        }
        bob.say("meanwhile").await;
        ada.come_back().await;
        ada.until("the other line", |ada| {
            ada.lines() == ["before", "meanwhile"]
        })
        .await;
        assert_eq!(ada.snapshots, 1, "it was resumed");
    }
}

#[tokio::test]
async fn only_the_person_at_the_server_may_turn_it() {
    let server = server().await;
    let address = server.address();
    let wish = r#"{"transport":"poll","delay":800}"#;
    let own = format!("Host: {address}\r\n");
    for headers in [
        "Host: 192.168.1.5:8080\r\n",
        "Host: pc.local\r\n",
        &format!("{own}X-Forwarded-For: 10.0.0.7\r\n"),
        &format!("{own}Forwarded: for=10.0.0.7\r\n"),
    ] {
        let request = http::request(address, "POST", "/conditions", "", wish);
        let request = request.replacen(&own, headers, 1);
        let mut stream = BufReader::new(TcpStream::connect(address).await.unwrap());
        stream.write_all(request.as_bytes()).await.unwrap();
        let answer = in_time(http::answer(&mut stream)).await;
        assert_eq!(answer.unwrap().status, 403, "{headers}");
    }
    let mut http = Http::new(address);
    let look = in_time(http.get("/conditions")).await.unwrap();
    assert_eq!(look.body, r#"{"transports":{},"yours":true}"#);
    let unreadable = in_time(http.post("/conditions", r#"{"transport":"pigeon"}"#)).await;
    let unreadable = unreadable.unwrap();
    assert_eq!(unreadable.status, 400);
    assert!(
        unreadable
            .body
            .contains("websocket, sse, long_poll and poll")
    );
}
