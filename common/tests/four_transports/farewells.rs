//! How a connection over HTTP hears that it is over.

use std::net::SocketAddr;
use std::sync::mpsc;
use std::thread;
use std::time::Instant;

use common::knob::MOST_MS;
use serde_json::json;
use testkit::http::{EventStream, Http};
use testkit::{Client, Route, Transport};
use tokio::runtime::Builder;
use tokio::sync::oneshot;

use super::knob::slow;
use super::raw::{Poller, frames, in_time, next_frame, text};
use super::server;

#[tokio::test]
async fn whoever_is_replaced_hears_it_by_every_transport() {
    let server = server().await;
    for old in Transport::ALL {
        for new in Transport::ALL {
            let room = format!("{}-{}", old.name(), new.name()).replace('_', "-");
            let route = Route::new(server.address()).to(&room);
            let mut tab = Client::join_by(route.clone().by(old), "Ada").await;
            let hello = json!({"type": "hello", "session": tab.welcome["session"]});
            let mut other = Client::enter(route.by(new), &hello).await;
            assert_eq!(other.id(), tab.id());
            let closed = tab.until_closed().await.expect("in words");
            assert_eq!(closed.0, 4001, "{room}: {closed:?}");
            other.say("still here").await;
            other
                .until("the line", |other| other.lines() == ["still here"])
                .await;
            assert_eq!(other.count, 1, "{room}: one person, not two");
        }
    }
}

#[tokio::test]
async fn a_replaced_connection_has_no_key_any_more() {
    let server = server().await;
    let old = Poller::open(server.address(), "name=Ada&wait=25").await;
    let mut held = old.ask_over_another_connection("&wait=25").await;
    let session = text(&old.welcome, "session");
    Poller::open(server.address(), &format!("session={session}&wait=25")).await;
    // The presence of Ada may be told first; then the question is answered and asked again.
    let mut answer = held.answer().await;
    while !answer.body.contains("close") {
        answer = old
            .ask_over_another_connection("&wait=25")
            .await
            .answer()
            .await;
        assert_ne!(answer.status, 410, "it hears why first");
    }
    assert_eq!(frames(&answer).last().unwrap()["code"], 4001);
    // That answer may be lost on its way. If the next one said less, both tabs would replace each
    // other for ever.
    let mut again = old.ask_over_another_connection("&wait=25").await;
    let again = again.answer().await;
    assert_eq!(frames(&again).last().unwrap()["code"], 4001);
    let answer = old.post(r#"{"type":"say","n":1,"text":"it is me"}"#).await;
    assert_eq!(answer.status, 410, "{answer:?}");
}

#[tokio::test]
async fn a_server_that_stops_ends_streams_and_held_polls_with_a_goodbye() {
    let mut server = server().await;
    let mut clients = Vec::new();
    for transport in Transport::ALL {
        for _ in 0..10 {
            let route = Route::new(server.address()).by(transport);
            clients.push((Client::join_by(route, "Pupil").await, transport));
        }
    }
    for (client, _) in &mut clients {
        client.until("everybody", |client| client.count == 40).await;
    }
    let began = Instant::now();
    server.begin_stop();
    for (client, transport) in &mut clients {
        let closed = client.until_closed().await;
        let name = transport.name();
        if matches!(transport, Transport::Poll { .. }) && client.bye.is_none() {
            // Between two questions there is no way to tell it: the next one finds nobody, or, if it comes just
            // before the doors close, hears that there is nobody any more.
            let code = closed.map(|(code, _)| code);
            assert!(matches!(code, None | Some(1001)), "{name}: {code:?}");
            continue;
        }
        let bye = client
            .bye
            .as_ref()
            .unwrap_or_else(|| panic!("{name}: no goodbye"));
        assert!(bye["retry_ms"].as_u64().unwrap() >= 200);
        assert_eq!(closed.map(|(code, _)| code), Some(1001), "{name}");
    }
    drop(clients);
    server.stop().await;
    testkit::tools::print(&format!(
        "server with 40 clients stopped in {:?}",
        began.elapsed()
    ));
}

#[tokio::test]
async fn a_server_that_stops_does_not_wait_for_those_who_do_not_ask() {
    let mut server = server().await;
    let mut stream = EventStream::open(server.address(), "/rooms/class/events?name=Ada", "")
        .await
        .unwrap();
    next_frame(&mut stream).await.unwrap();
    let poller = Poller::open(server.address(), "name=Bob&every=10000").await;
    server.begin_stop();
    // The stream is not read and the poller does not ask. The server ends all the same.
    in_time(server.stop()).await;
    let mut http = Http::new(poller.address);
    assert!(
        http.get(&poller.target("")).await.is_err(),
        "nobody is there"
    );
}

#[tokio::test]
async fn the_goodbye_of_a_server_that_stops_does_not_wait_behind_the_knob() {
    for delay in [4_000, MOST_MS] {
        let (address, stop) = server_of_its_own();
        let mut clients = Vec::new();
        for transport in [Transport::WebSocket, Transport::Sse] {
            for _ in 0..10 {
                let route = Route::new(address).by(transport);
                clients.push((Client::join_by(route, "Pupil").await, transport));
            }
        }
        let route = Route::new(address).by(Transport::Poll { every: 20 });
        let mut lecturer = Client::join_by(route, "Ada").await;
        slow(address, Transport::WebSocket, delay, 0).await;
        slow(address, Transport::Sse, delay, 0).await;
        // What the room has acknowledged lies on the slowed line to everybody else.
        let n = lecturer.say("on its way").await;
        lecturer
            .until("the ack", |client| client.acks.contains_key(&n))
            .await;
        stop.send(()).unwrap();
        for (client, transport) in &mut clients {
            let name = transport.name();
            let closed = client.until_closed().await.map(|(code, _)| code);
            assert_eq!(client.lines(), ["on its way"], "{name}: it comes first");
            assert!(client.bye.is_some(), "{name}, {delay} ms: no goodbye");
            assert_eq!(closed, Some(1001), "{name}, {delay} ms");
        }
    }
}

#[tokio::test]
async fn a_question_that_is_on_its_way_when_the_server_stops_is_answered_with_a_goodbye() {
    let (address, stop) = server_of_its_own();
    let poller = Poller::open(address, "name=Ada&wait=25").await;
    slow(address, Transport::LongPoll, MOST_MS, 0).await;
    let mut question = poller.ask_over_another_connection("&wait=25").await;
    // On loopback and one thread, what was written before a look was read before its answer.
    let look = in_time(Http::new(address).get("/healthz")).await.unwrap();
    assert_eq!(look.status, 200);
    stop.send(()).unwrap();
    let answer = question.answer().await;
    let closed = frames(&answer).pop().unwrap();
    assert_eq!(
        (&closed["type"], &closed["code"]),
        (&json!("close"), &json!(1001)),
        "{answer:?}"
    );
}

/// A server with a run time of its own, which ends with it as a program does: nothing that is left over goes
/// on afterwards.
fn server_of_its_own() -> (SocketAddr, oneshot::Sender<()>) {
    let (told, address) = mpsc::channel();
    let (stop, stopped) = oneshot::channel();
    thread::spawn(move || {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let server = server().await;
            told.send(server.address()).unwrap();
            stopped.await.unwrap_or_default();
            server.stop().await;
        });
    });
    (address.recv().unwrap(), stop)
}
