//! What goes wrong in a classroom, over real sockets: slow clients, vanished ones, nonsense, restarts.

#![allow(clippy::unwrap_used, reason = "a test may")]

use basic_chat::BasicChat;
use common::{Options, Server};
use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use testkit::{Client, TestServer, client};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

/// A server without the limit of lines a second, which would only slow a test down.
async fn server() -> TestServer {
    TestServer::start(|| BasicChat::new(0.0)).await
}

fn has_line(text: &str) -> impl Fn(&Client) -> bool + '_ {
    move |client| client.lines().contains(&text)
}

#[tokio::test]
async fn two_people_chat_and_each_line_has_one_number_for_all() {
    let server = server().await;
    let mut ada = Client::join(server.address(), "Ada").await;
    let mut bob = Client::join(server.address(), "Bob").await;
    let n = ada.say("hello Bob").await;
    bob.until("Ada's line", has_line("hello Bob")).await;
    ada.until("the ack", |ada| ada.acks.contains_key(&n)).await;
    ada.until("the own line", has_line("hello Bob")).await;
    assert_eq!(ada.acks[&n]["seq"], bob.last);
    assert_eq!(bob.events[&bob.last]["from"], ada.id());
    ada.until("both are here", |ada| ada.people.len() == 2)
        .await;
    assert!(ada.people.values().eq(["Ada", "Bob"]));
}

#[tokio::test]
async fn a_client_that_never_reads_delays_nobody_and_is_told_what_it_missed() {
    // Ada says in seconds what she may say in minutes.
    let options = Options {
        port: 0,
        unpaced: true,
        ..Options::default()
    };
    let server = TestServer::start_with(options, || BasicChat::new(0.0)).await;
    let mut sleeper = Client::join(server.address(), "Sleeper").await;
    let mut ada = Client::join(server.address(), "Ada").await;
    let mut bob = Client::join(server.address(), "Bob").await;
    // Far more than the sockets and the log can hold for the sleeper.
    let long = "x".repeat(400);
    for batch in 0..50 {
        for line in 0..50 {
            ada.say(&format!("{batch}.{line} {long}")).await;
        }
        let newest = format!("{batch}.49 {long}");
        bob.until("a batch", |bob| {
            bob.lines().last() == Some(&newest.as_str())
        })
        .await;
        ada.until("its acks", |ada| ada.acks.len() == (batch + 1) * 50)
            .await;
    }
    assert!(bob.skips.is_empty(), "who reads misses nothing");
    sleeper
        .until("the head", |sleeper| sleeper.last == bob.last)
        .await;
    let missed: u64 = sleeper.skips.iter().map(|(from, to)| to + 1 - from).sum();
    assert!(missed > 0, "nothing is lost in silence");
    let heard = sleeper.lines().len() as u64;
    assert!(
        heard + missed >= 2_500,
        "every line was either heard or told as missed"
    );
    assert_eq!(sleeper.lines().last(), bob.lines().last());
}

#[tokio::test]
async fn a_client_that_vanishes_comes_back_without_loss_or_doubles() {
    let server = server().await;
    let mut ada = Client::join(server.address(), "Ada").await;
    let mut bob = Client::join(server.address(), "Bob").await;
    bob.say("before").await;
    ada.until("the line", has_line("before")).await;
    let id = ada.id();
    ada.vanish();
    for line in ["one", "two", "three"] {
        bob.say(line).await;
    }
    bob.until("the own lines", has_line("three")).await;
    ada.come_back().await;
    assert_eq!(ada.welcome["mode"], "resumed");
    assert_eq!(ada.id(), id, "the same person");
    ada.until("the missed lines", has_line("three")).await;
    assert_eq!(ada.lines(), ["before", "one", "two", "three"]);
    assert_eq!(ada.snapshots, 1, "only the first time");
}

#[tokio::test]
async fn a_command_sent_again_after_a_lost_ack_is_not_doubled() {
    let server = server().await;
    let mut ada = Client::join(server.address(), "Ada").await;
    let mut bob = Client::join(server.address(), "Bob").await;
    let n = ada.say("once").await;
    bob.until("the line", has_line("once")).await;
    // The answer is on its way, and lost.
    ada.vanish();
    ada.come_back().await;
    ada.send(&json!({"type": "say", "n": n, "text": "once"}))
        .await;
    ada.until("the ack", |ada| ada.acks.contains_key(&n)).await;
    ada.say("twice").await;
    bob.until("the next line", has_line("twice")).await;
    assert_eq!(bob.lines(), ["once", "twice"]);
}

#[tokio::test]
async fn a_newcomer_in_the_middle_of_a_burst_has_no_gap_between_history_and_live() {
    let server = server().await;
    let mut ada = Client::join(server.address(), "Ada").await;
    let mut newcomers = Vec::new();
    for line in 0..400 {
        ada.say(&format!("{line}")).await;
        if line % 40 == 7 {
            newcomers.push(Client::join(server.address(), "New").await);
        }
    }
    for mut newcomer in newcomers {
        newcomer.until("the last line", has_line("399")).await;
        let first: usize = newcomer.lines()[0].parse().unwrap();
        let expected: Vec<_> = (first..400).map(|line| line.to_string()).collect();
        assert_eq!(newcomer.lines(), expected);
    }
}

#[tokio::test]
async fn a_position_in_another_epoch_means_nothing_and_gets_a_snapshot() {
    let server = server().await;
    let mut ada = Client::join(server.address(), "Ada").await;
    ada.say("hello").await;
    ada.until("the line", has_line("hello")).await;
    let last = json!({"epoch": "0123456789abcdef", "seq": 1});
    let hello = json!({"type": "hello", "name": "Bob", "last": last});
    let mut bob = Client::join_as(server.address(), &hello).await;
    assert_eq!(bob.welcome["mode"], "snapshot");
    bob.until("the snapshot", |bob| bob.snapshots == 1).await;
    assert_eq!(bob.lines(), ["hello"]);
}

#[tokio::test]
async fn a_tab_that_takes_over_ends_the_older_one_for_good() {
    let server = server().await;
    let mut old = Client::join(server.address(), "Ada").await;
    let hello = json!({"type": "hello", "session": old.welcome["session"]});
    let mut new = Client::join_as(server.address(), &hello).await;
    assert_eq!(new.id(), old.id());
    let closed = old.until_closed().await;
    assert_eq!(closed.map(|(code, _)| code), Some(4001));
    new.say("still here").await;
    new.until("the own line", has_line("still here")).await;
    assert_eq!(new.count, 1, "one person, not two");
}

#[tokio::test]
async fn nonsense_is_answered_in_words_and_costs_nothing() {
    let server = server().await;
    let mut ada = Client::join(server.address(), "Ada").await;
    for nonsense in [
        "",
        "hello",
        "[]",
        "{}",
        r#"{"type":"dance"}"#,
        r#"{"type":"say"}"#,
    ] {
        ada.send_text(nonsense).await;
    }
    ada.send_message(Message::binary(vec![1, 2, 3])).await;
    ada.until("seven refusals", |ada| ada.nacks.len() == 7)
        .await;
    for nack in &ada.nacks {
        assert!(nack["message"].as_str().unwrap().len() > 10, "{nack}");
    }
    ada.say("").await;
    ada.until("the refusal", |ada| ada.nacks.len() == 8).await;
    assert_eq!(ada.nacks[7]["code"], "text");
    ada.say("sense").await;
    ada.until("the line", has_line("sense")).await;
}

#[tokio::test]
async fn invalid_utf8_and_an_oversized_message_end_only_their_own_connection() {
    use tokio_tungstenite::tungstenite::protocol::frame::Frame;
    use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

    let server = server().await;
    let mut bob = Client::join(server.address(), "Bob").await;
    let mut ada = Client::join(server.address(), "Ada").await;
    ada.send_message(Message::text("x".repeat(16 * 1024 + 1)))
        .await;
    assert_eq!(ada.until_closed().await.unwrap().0, 1009);
    ada.come_back().await;
    let bad = Frame::message(&b"\xff\xfe"[..], OpCode::Data(Data::Text), true);
    ada.send_message(Message::Frame(bad)).await;
    assert_eq!(ada.until_closed().await.unwrap().0, 1007);
    ada.come_back().await;
    ada.say("sorry").await;
    bob.until("the line", has_line("sorry")).await;
}

#[tokio::test]
async fn a_flood_is_cut_to_the_rate_and_told_when_to_go_on() {
    let server = TestServer::start(|| BasicChat::new(5.0)).await;
    let mut ada = Client::join(server.address(), "Ada").await;
    for line in 0..40 {
        ada.say(&format!("{line}")).await;
    }
    ada.until("40 answers", |ada| ada.acks.len() + ada.nacks.len() == 40)
        .await;
    assert!(ada.nacks.len() >= 20, "most of it is refused");
    for nack in &ada.nacks {
        assert_eq!(nack["code"], "rate");
        assert!(nack["retry_ms"].as_u64().unwrap() > 0);
    }
}

#[tokio::test]
async fn the_lectures_own_clients_chat_with_ours() {
    let server = server().await;
    let mut ada = Client::join(server.address(), "Ada").await;
    let mut plain = client::open_plain(server.address(), "/").await;
    let mut other = client::open_plain(server.address(), "/ws?room=class").await;
    plain.send(Message::text("hello from 2019")).await.unwrap();
    ada.until("the plain line", has_line("hello from 2019"))
        .await;
    assert_eq!(
        other.next().await.unwrap().unwrap(),
        Message::text("hello from 2019")
    );
    ada.say("hello from today").await;
    // The sender of a plain line does not hear it, so this is the first thing it hears.
    assert_eq!(
        plain.next().await.unwrap().unwrap(),
        Message::text("hello from today")
    );
    plain.send(Message::binary(vec![0; 9])).await.unwrap();
    plain.send(Message::text("still here")).await.unwrap();
    ada.until("the socket stayed open", has_line("still here"))
        .await;
    plain.close(None).await.unwrap();
    ada.until("the guest has gone", |ada| ada.people.len() == 2)
        .await;
}

#[tokio::test]
async fn typing_is_told_to_the_others_and_taken_back() {
    let server = server().await;
    let mut ada = Client::join(server.address(), "Ada").await;
    let mut bob = Client::join(server.address(), "Bob").await;
    let id = bob.id();
    bob.send(&json!({"type": "typing", "on": true})).await;
    ada.until("typing", |ada| {
        ada.latest.get(&id) == Some(&json!({"typing": true}))
    })
    .await;
    bob.say("done").await;
    ada.until("no more typing", |ada| {
        ada.latest.get(&id) == Some(&json!(null))
    })
    .await;
    assert!(
        ada.events.values().all(|event| event["type"] == "line"),
        "typing has no number"
    );
}

#[tokio::test]
async fn names_are_cleaned_and_distinct_and_may_be_changed() {
    let server = server().await;
    let mut first = Client::join(server.address(), "Ada").await;
    let second = Client::join(server.address(), "  A\u{202e}da ").await;
    assert_eq!(second.welcome["you"]["name"], "Ada 2");
    first
        .send(&json!({"type": "rename", "n": 1, "name": "Grace"}))
        .await;
    first
        .until("the new name", |first| {
            first.people.values().any(|name| name == "Grace")
        })
        .await;
    first
        .send(&json!({"type": "rename", "n": 2, "name": "\u{200b}"}))
        .await;
    first
        .until("the refusal", |first| !first.nacks.is_empty())
        .await;
    assert_eq!(first.nacks[0]["code"], "name");
}

#[tokio::test]
async fn a_server_that_stops_under_load_says_goodbye_to_everybody() {
    let mut server = server().await;
    let mut clients = Vec::new();
    for number in 0..30 {
        clients.push(Client::join(server.address(), &format!("Pupil {number}")).await);
    }
    for client in &mut clients {
        for line in 0..20 {
            client.say(&format!("{line}")).await;
        }
    }
    server.begin_stop();
    for client in &mut clients {
        let closed = client.until_closed().await;
        let code = CloseCode::from(closed.expect("a close with a code").0);
        assert_eq!(code, CloseCode::Away);
        let bye = client.bye.as_ref().expect("a goodbye came before");
        assert!(bye["retry_ms"].as_u64().unwrap() >= 200);
        let all = client.lines().len() as u64;
        let acked = client.acks.len() as u64;
        assert!(acked <= 20 && all <= 600);
    }
    // Whatever one client was told is what all were told, up to where each of them stopped.
    let longest = clients.iter().max_by_key(|client| client.last).unwrap();
    for client in &clients {
        for (seq, event) in &client.events {
            assert_eq!(longest.events.get(seq), Some(event));
        }
        for ack in client.acks.values() {
            assert!(
                longest.events.contains_key(&ack["seq"].as_u64().unwrap()),
                "acked and told"
            );
        }
    }
    drop(clients);
    server.stop().await;
}

#[tokio::test]
async fn a_taken_port_is_said_in_one_clear_sentence() {
    let taken = server().await;
    let port = taken.address().port();
    let options = Options {
        port,
        strict_port: true,
        ..Options::default()
    };
    let problem = Server::bind(&options, || BasicChat::new(0.0), None)
        .await
        .unwrap_err();
    assert!(
        problem
            .to_string()
            .starts_with(&format!("Port {port} is taken")),
        "{problem}"
    );
    let options = Options {
        port,
        ..Options::default()
    };
    let next = Server::bind(&options, || BasicChat::new(0.0), None)
        .await
        .unwrap();
    let found = next.local_addr().port();
    assert!(found > port && found <= port + 10);
}
