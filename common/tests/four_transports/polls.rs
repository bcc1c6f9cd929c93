//! Polls that are lost, doubled, late or out of turn.

use testkit::Client;
use testkit::http::Http;

use super::raw::{Pending, Poller, frames, in_time, is_line, lines, text};
use super::server;

#[tokio::test]
async fn an_answer_that_was_lost_is_repeated() {
    let server = server().await;
    let mut bob = Client::join(server.address(), "Bob").await;
    for how in ["", "&wait=25"] {
        let mut ada = Poller::open(server.address(), &format!("name=Ada&every=1000{how}")).await;
        ada.ask_until("&wait=25", |frame| frame["type"] == "people")
            .await;
        let n = bob.say("hello").await;
        bob.until("the ack", |bob| bob.acks.contains_key(&n)).await;
        let lost = ada.ask_over_another_connection(how).await;
        lost.arrives().await;
        drop(lost);
        let before = ada.last;
        let first = ada.ask(how).await;
        assert_eq!(lines(&first), ["hello"]);
        ada.last = before;
        let again = ada.ask(how).await;
        assert_eq!(lines(&again), ["hello"], "as often as it is asked for");
    }
}

#[tokio::test]
async fn of_two_questions_at_once_the_older_is_answered_with_nothing() {
    let server = server().await;
    let mut bob = Client::join(server.address(), "Bob").await;
    let mut ada = Poller::open(server.address(), "name=Ada&wait=25").await;
    ada.ask_until("&wait=25", |frame| frame["type"] == "people")
        .await;
    let mut older = ada.ask_over_another_connection("&wait=25").await;
    // Nobody tells when a question is held. It is, unless the two overtake each other on loopback.
    super::raw::pause(100).await;
    let mut newer = ada.ask_over_another_connection("&wait=25").await;
    let answer = older.answer().await;
    assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    bob.say("hello").await;
    assert_eq!(lines(&frames(&newer.answer().await)), ["hello"]);
}

#[tokio::test]
async fn polls_that_overlap_bring_nothing_less_than_each_alone() {
    let server = server().await;
    let mut bob = Client::join(server.address(), "Bob").await;
    let mut ada = Poller::open(server.address(), "name=Ada&every=100").await;
    let mut heard = Vec::new();
    for round in 0..20 {
        let mut both = [
            ada.ask_over_another_connection("&every=100").await,
            ada.ask_over_another_connection("&every=100").await,
        ];
        let n = bob.say(&round.to_string()).await;
        bob.until("the ack", |bob| bob.acks.contains_key(&n)).await;
        for pending in &mut both {
            let frames = frames(&pending.answer().await);
            let is_new = |seq: u64| seq > ada.last;
            let fresh = frames
                .iter()
                .filter(|frame| frame["seq"].as_u64().is_some_and(is_new));
            let fresh: Vec<_> = fresh.cloned().collect();
            heard.extend(lines(&fresh).into_iter().map(str::to_owned));
            ada.note(&fresh);
        }
    }
    let rest = ada.ask("").await;
    heard.extend(lines(&rest).into_iter().map(str::to_owned));
    let expected: Vec<_> = (0..20).map(|round| round.to_string()).collect();
    assert_eq!(heard, expected);
}

#[tokio::test]
async fn a_poll_without_news_has_no_body() {
    let server = server().await;
    let mut ada = Poller::open(server.address(), "name=Ada&every=1000").await;
    ada.ask_until("&wait=25", |frame| frame["type"] == "people")
        .await;
    assert!(ada.ask("").await.is_empty());
    assert!(
        ada.ask("&wait=1").await.is_empty(),
        "held, and then given up"
    );
}

#[tokio::test]
async fn who_asks_from_behind_the_log_is_told_what_it_missed() {
    let server = server().await;
    let mut bob = Client::join(server.address(), "Bob").await;
    let mut ada = Poller::open(server.address(), "name=Ada&every=9000").await;
    for line in 0..1_500 {
        bob.say(&line.to_string()).await;
    }
    bob.until("its acks", |bob| bob.acks.len() == 1_500).await;
    let before = ada.last;
    let answer = ada.ask("").await;
    let skip = answer
        .iter()
        .find(|frame| frame["type"] == "skip")
        .expect("a skip");
    assert_eq!(skip["from"], before + 1);
    let next = skip["to"].as_u64().unwrap() + 1;
    let heard = lines(&answer);
    assert_eq!(heard.last(), Some(&"1499"));
    let first = answer.iter().find(|frame| frame["text"] == heard[0]);
    assert_eq!(first.unwrap()["seq"], next, "the first one after the skip");
}

#[tokio::test]
async fn a_key_that_nobody_has_is_gone_and_says_to_come_back_at_once() {
    let server = server().await;
    let ada = Poller::open(server.address(), "name=Ada&every=1000").await;
    let mut key = text(&ada.welcome, "connection").to_owned();
    let last = key.pop().unwrap();
    key.push(if last == '0' { '1' } else { '0' });
    let mut http = Http::new(server.address());
    for key in [key.as_str(), "999-00112233445566ff"] {
        let after = format!("{}.0", text(&ada.welcome, "epoch"));
        let poll = format!("/rooms/class/poll?connection={key}&after={after}");
        let held = format!("{poll}&wait=25");
        let send = format!("/rooms/class/send?connection={key}");
        let say = r#"{"type":"say","n":1,"text":"I am not Ada"}"#;
        let answers = [
            in_time(http.get(&poll)).await.unwrap(),
            in_time(http.get(&held)).await.unwrap(),
            in_time(http.post(&send, say)).await.unwrap(),
        ];
        for answer in answers {
            assert_eq!(answer.status, 410, "{answer:?}");
            let close = &frames(&answer)[0];
            assert_eq!(close["type"], "close");
            assert!(
                (4200..4300).contains(&close["code"].as_u64().unwrap()),
                "{close}"
            );
            assert!(text(close, "reason").len() > 10);
        }
    }
}

#[tokio::test]
async fn a_key_of_another_room_is_no_key() {
    let server = server().await;
    let ada = Poller::open(server.address(), "name=Ada&every=1000").await;
    let target = ada.target("").replace("/class/", "/other/");
    let answer = in_time(Http::new(server.address()).get(&target))
        .await
        .unwrap();
    assert_eq!(answer.status, 410, "{answer:?}");
}

#[tokio::test]
async fn whoever_only_looks_is_not_in_the_room() {
    let server = server().await;
    let mut bob = Client::join(server.address(), "Bob").await;
    bob.say("one").await;
    bob.until("the line", |bob| bob.lines().len() == 1).await;
    let mut http = Http::new(server.address());
    let look = in_time(http.get("/rooms/class/poll")).await.unwrap();
    let snapshot = &frames(&look)[0];
    assert_eq!(snapshot["type"], "snapshot", "{look:?}");
    assert_eq!(snapshot["state"]["lines"][0]["text"], "one");
    assert_eq!(snapshot["count"], 1);
    let last = bob.last;
    for after in [
        last.to_string(),
        format!("{}.{last}", text(&bob.welcome, "epoch")),
    ] {
        let target = format!("/rooms/class/poll?after={after}&wait=25");
        let mut pending = Pending::send(server.address(), &target).await;
        // Whether it is held when the line comes or asks later, it is after the same number.
        bob.say("two").await;
        let answer = pending.answer().await;
        assert!(frames(&answer).iter().any(is_line("two")), "{answer:?}");
    }
    bob.say("three").await;
    bob.until("the line", |bob| bob.lines().contains(&"three"))
        .await;
    assert_eq!(bob.count, 1, "nobody came");
}

#[tokio::test]
async fn nonsense_in_an_address_is_refused() {
    let server = server().await;
    let mut http = Http::new(server.address());
    for query in [
        "connection=12",
        "after=x",
        "wait=soon",
        "every=often",
        "last=1.x",
    ] {
        let target = format!("/rooms/class/poll?name=Ada&{query}");
        let answer = in_time(http.get(&target)).await.unwrap();
        assert!((400..500).contains(&answer.status), "{query}: {answer:?}");
        assert!(!answer.body.is_empty(), "{query}: in words");
    }
    for room in ["a_b", "Band%203"] {
        for target in [
            format!("/rooms/{room}/events"),
            format!("/rooms/{room}/poll?name=A"),
        ] {
            let answer = in_time(http.get(&target)).await.unwrap();
            assert_eq!(answer.status, 400, "{target}");
        }
    }
}
