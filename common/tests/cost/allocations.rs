//! Over a WebSocket everything is encoded once, and one receiver more costs no allocation.

use std::time::Duration;

use basic_chat::BasicChat;
use futures_util::SinkExt;
use kanye::fetcher::{self, Settings};
use kanye::{Kanye, QuoteOptions, offline};
use testkit::tools;
use tokio_tungstenite::tungstenite::Message;

use crate::counted::{CountedServer, Spent, usual_cost};
use crate::crowd::{self, all_until, line, say};
use crate::report::{FEW, MANY, NONE, for_each, report};

/// A quarter of an hour without a quote.
const NO_QUOTE: Duration = Duration::from_secs(900);
/// The library that reads frames may make an answer to a ping itself, which goes nowhere; ours is queued, in memory
/// that is not kept.
const OWN_ANSWER: u64 = 2;

#[tokio::test]
async fn a_line_allocates_as_often_for_two_hundred_receivers_as_for_ten() {
    let (few, many) = (rich_line(FEW).await, rich_line(MANY).await);
    report("a line", few, many);
    assert_eq!(few.allocations, many.allocations);
}

async fn rich_line(receivers: usize) -> Spent {
    let server = CountedServer::start(|| BasicChat::new(0.0)).await;
    let mut crowd = crowd::rich(server.address, receivers).await;
    let round = async |round: usize| {
        let (n, text) = (round + 1, line(round));
        let command = format!(r#"{{"type":"say","n":{n},"text":"{text}"}}"#);
        say(crowd.last_mut().unwrap(), &command).await;
        all_until(&mut crowd, &text).await;
    };
    let spent = usual_cost(&server, round).await;
    server.stop();
    spent
}

#[tokio::test]
async fn a_line_in_plain_words_allocates_as_often_for_two_hundred_receivers_as_for_ten() {
    let (few, many) = (plain_line(FEW).await, plain_line(MANY).await);
    report("a line in plain words", few, many);
    assert_eq!(few.allocations, many.allocations);
}

async fn plain_line(receivers: usize) -> Spent {
    let server = CountedServer::start(|| BasicChat::new(0.0)).await;
    let mut crowd = crowd::plain(server.address, receivers).await;
    let round = async |round: usize| {
        let text = line(round);
        // Who says it does not hear it.
        let (sender, others) = crowd.split_last_mut().unwrap();
        say(sender, &text).await;
        all_until(others, &text).await;
    };
    let spent = usual_cost(&server, round).await;
    server.stop();
    spent
}

#[tokio::test]
async fn moving_heads_cost_no_allocation_for_each_who_sees_them() {
    for movers in [1, 40] {
        let (few, many) = (heads(FEW, movers).await, heads(MANY, movers).await);
        report(&format!("{movers} heads that move"), few, many);
        // How many ticks a round takes is not the same on every machine.
        let each = for_each(few, many, MANY - FEW.max(movers));
        assert!(each < NONE, "{each} for each viewer");
    }
}

/// What it costs that everybody sees these heads move once.
async fn heads(viewers: usize, movers: usize) -> Spent {
    let server = stage().await;
    let mut crowd = crowd::rich(server.address, viewers.max(movers)).await;
    let round = async |round: usize| {
        let x = 30_000 + round;
        for socket in crowd.iter_mut().rev().take(movers) {
            say(socket, &format!(r#"{{"type":"move","x":{x},"y":7}}"#)).await;
        }
        all_until(&mut crowd, &format!(r#""x":{x}"#)).await;
    };
    let spent = usual_cost(&server, round).await;
    server.stop();
    spent
}

#[tokio::test]
async fn moving_heads_cost_no_allocation_for_each_old_page_that_hears_of_them() {
    let (few, many) = (
        heads_in_plain_words(FEW).await,
        heads_in_plain_words(MANY).await,
    );
    report("a head that moves, in plain words", few, many);
    let each = for_each(few, many, MANY - FEW);
    assert!(each < NONE, "{each} for each viewer");
}

async fn heads_in_plain_words(viewers: usize) -> Spent {
    let server = stage().await;
    let mut crowd = crowd::plain(server.address, viewers).await;
    let round = async |round: usize| {
        let position = format!(r#"{{"x":{round},"y":7}}"#);
        say(crowd.last_mut().unwrap(), &position).await;
        all_until(&mut crowd, &format!(r#""x":{round},"#)).await;
    };
    let spent = usual_cost(&server, round).await;
    server.stop();
    spent
}

async fn stage() -> CountedServer {
    let offline = QuoteOptions {
        offline: true,
        ..QuoteOptions::default()
    };
    let upstream = fetcher::unasked(&Settings::from(&offline));
    CountedServer::start(move || Kanye::new(NO_QUOTE, &upstream, &offline::LINES)).await
}

#[tokio::test]
async fn a_turn_without_news_costs_no_more_than_reading_what_led_to_it() {
    let server = CountedServer::start(|| BasicChat::new(0.0)).await;
    let mut crowd = crowd::rich(server.address, FEW).await;
    // A pong is read and nobody is told. The answer to a ping comes from the room, in a turn of its own.
    let round = async |round: usize| {
        let pong = Message::Pong(Vec::new().into());
        crowd[round % FEW].send(pong).await.unwrap();
    };
    let reading = usual_cost(&server, round).await;
    let round = async |round: usize| {
        let ping = Message::Ping(Vec::new().into());
        crowd[round % FEW].send(ping).await.unwrap();
        crowd::until_pong(&mut crowd[round % FEW]).await;
    };
    let with_a_turn = usual_cost(&server, round).await;
    let said = format!("to read a frame {reading:?}, with a turn {with_a_turn:?}");
    tools::print(&said);
    let of_the_turn = with_a_turn.allocations.saturating_sub(reading.allocations);
    assert!(of_the_turn <= OWN_ANSWER, "{of_the_turn} for a turn");
    server.stop();
}
