//! The pages beside the demo: where they are found; and what the modules of the compare page hold where
//! they run, in a real browser.
//!
//! Each file in `tests/js` holds the checks of one module. They run in one tab, one file after the other.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::net::SocketAddr;

use basic_chat::BasicChat;
use serde_json::Value;
use testkit::{Browser, Client, Look, ONLINE, PATIENCE, Route, TestServer, checks};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

macro_rules! checks {
    ($($file:literal),*) => { [$(($file, include_str!(concat!("js/", $file, ".js")))),*] };
}

const CHECKS: [(&str, &str); 6] =
    checks!["latencies", "flight", "race", "crossover", "talker", "lane"];

/// Asks for a page, and reads the whole answer: head and body.
async fn ask(address: SocketAddr, target: &str) -> (String, String) {
    let request = format!("GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let mut answer = String::new();
    let asking = async {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        stream.read_to_string(&mut answer).await.unwrap();
    };
    timeout(PATIENCE, asking).await.expect("an answer in time");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    (head.to_ascii_lowercase(), body.to_owned())
}

/// What a page names in `href="…"` and `src="…"`, data and places in itself apart.
fn parts(page: &str) -> Vec<&str> {
    let named = page.split([' ', '>']).filter_map(|word| {
        let value = word
            .strip_prefix("href=\"")
            .or_else(|| word.strip_prefix("src=\""))?;
        value.strip_suffix('"')
    });
    named
        .filter(|part| !part.starts_with("data:") && !part.starts_with('#'))
        .collect()
}

#[tokio::test]
async fn a_page_beside_the_demo_is_whole_with_a_slash_at_the_end_and_without() {
    let server = TestServer::start(|| BasicChat::new(0.0)).await;
    let address = server.address();
    for (name, part) in [
        ("compare", "/compare/main.js"),
        ("cost", "/cost/cost.css"),
        ("lecture", "/lecture/lecture.css"),
    ] {
        let (head, page) = ask(address, &format!("/{name}")).await;
        assert!(head.starts_with("http/1.1 200"), "{head}");
        assert!(head.contains("\r\ncontent-type: text/html; charset=utf-8\r\n"));
        for rest in ["/", "?room=class", "/index.html"] {
            let target = format!("/{name}{rest}");
            assert_eq!(ask(address, &target).await.1, page, "{target}");
        }
        let parts = parts(&page);
        assert!(parts.contains(&part), "{parts:?}");
        for part in parts {
            assert!(part.starts_with('/'), "{part} depends on the slash");
            let (head, _) = ask(address, part).await;
            assert!(head.starts_with("http/1.1 200"), "{part}: {head}");
        }
    }
    for target in ["/compare//", "/comparex", "/common", "/common/"] {
        let (head, _) = ask(address, target).await;
        assert!(head.starts_with("http/1.1 404"), "{target}: {head}");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_page_that_is_only_read_fits_a_phone_and_a_laptop_and_loads_nothing_from_elsewhere() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(0.0)).await;
    let tab = browser
        .open(&format!("http://{}/cost", server.address()))
        .await;
    let drawn = "document.querySelectorAll('.flame rect').length > 20";
    tab.until("the two pictures", drawn).await;
    for (name, look) in [("phone", Look::PHONE), ("laptop", Look::LAPTOP)] {
        for (shade, look) in [("light", look), ("dark", look.dark())] {
            tab.look(look).await;
            tab.screenshot(&format!("cost-{name}-{shade}")).await;
            let fits =
                "document.documentElement.scrollWidth <= document.documentElement.clientWidth";
            assert_eq!(tab.run(&format!("return {fits}")).await, true, "{name}");
        }
    }
    let elsewhere = "return performance.getEntriesByType('resource').map((part) => part.name)
        .filter((name) => !name.startsWith(location.origin) && !name.startsWith('data:'))";
    assert_eq!(tab.run(elsewhere).await, Value::Array(Vec::new()));
    tab.has_no_errors().await;
    tab.close().await;
    server.stop().await;
}

/// What is true once all four lanes are in the room.
const ALL_OPEN: &str = "document.querySelectorAll('.lane[data-state=online]').length === 4";

/// What is true once all four lanes have come as far as this event; a lane takes them in order.
fn everywhere(seq: u64) -> String {
    format!(
        "[...document.querySelectorAll('.lane')].filter((lane) => lane.dataset.newest >= {seq}).length === 4"
    )
}

#[tokio::test]
async fn one_typed_line_is_the_same_number_in_four_lanes_and_the_race_fills() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(0.0)).await;
    let url = format!("http://{}/compare", server.address());
    let tab = browser.open(&url).await;
    tab.until("the four lanes", ALL_OPEN).await;
    tab.until("the talker", ONLINE).await;

    let route = Route::new(server.address()).to("compare");
    let mut witness = Client::join_by(route, "Witness").await;
    tab.type_into("#say", "hello\n").await;
    let is_it = |event: &Value| event["type"] == "mark" && event["text"] == "hello";
    witness
        .until("the mark", |witness| witness.events.values().any(is_it))
        .await;
    let seq = witness.events.values().find(|event| is_it(event));
    let seq = seq.and_then(|event| event["seq"].as_u64()).unwrap();
    tab.until("the line in all four lanes", &everywhere(seq))
        .await;

    tab.click("#race-run").await;
    let finished = "document.querySelectorAll('.track-bar[data-arrived]').length === 4";
    tab.until("the end of the race", finished).await;
    let counted = "[...document.querySelectorAll('.lane')].every((lane) =>
         parseInt(lane.querySelector('.lane-requests').textContent) > 0
         && parseInt(lane.querySelector('.lane-useful').textContent) > 0)";
    tab.until("what the server counted", counted).await;
    tab.has_no_errors().await;
    tab.close().await;
    server.stop().await;
}

#[tokio::test]
async fn a_second_tab_warns_instead_of_freezing_the_browser() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(0.0)).await;
    let url = format!("http://{}/compare", server.address());
    let first = browser.open(&url).await;
    first.until("the four lanes", ALL_OPEN).await;
    let is_quiet = "document.querySelector('.notice').hidden";
    first.until("no warning", is_quiet).await;

    let second = browser.open(&url).await;
    second
        .until("the warning", "!document.querySelector('.notice').hidden")
        .await;
    let light = "[...document.querySelectorAll('.lane[data-state=online]')].map((lane) => lane.dataset.kind).join() === 'poll,websocket'";
    second.until("the lanes that hold nothing", light).await;
    second.click(".notice button").await;
    second.until("the others anyway", ALL_OPEN).await;
    second.has_no_errors().await;
    second.close().await;
    first.close().await;
    server.stop().await;
}

#[tokio::test]
async fn a_warning_goes_away_with_its_reason_and_the_other_lanes_begin() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(0.0)).await;
    let url = format!("http://{}/compare", server.address());
    let first = browser.open(&url).await;
    first.until("the four lanes", ALL_OPEN).await;
    let second = browser.open(&url).await;
    let warned = "!document.querySelector('.notice').hidden";
    second.until("the warning", warned).await;
    first.close().await;
    let gone = format!("document.querySelector('.notice').hidden && {ALL_OPEN}");
    second.until("all lanes, and no warning", &gone).await;
    second.has_no_errors().await;
    second.close().await;
    server.stop().await;
}

#[tokio::test]
async fn the_crossover_draws_what_was_measured_and_says_when_the_long_poll_costs_more() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(0.0)).await;
    let url = format!("http://{}/compare", server.address());
    let tab = browser.open(&url).await;
    tab.until("the four lanes", ALL_OPEN).await;
    tab.until("the talker", ONLINE).await;
    // Ten events in each period of the poll.
    let rate = "document.querySelector('#rate').value = 0.9;
        for (const type of ['input', 'change']) document.querySelector('#rate').dispatchEvent(new Event(type))";
    tab.run(rate).await;
    tab.click("#talk").await;
    let measured = "document.querySelectorAll('.crossover table tr').length === 2";
    tab.until("a point for this rate", measured).await;
    let words = "document.querySelector('.hold-words').textContent.includes('long poll costs more than poll')";
    tab.until("what it means", words).await;
    let cells = "[...document.querySelectorAll('.crossover tr:last-child td')]";
    let counted = format!(
        "{cells}.length === 4 && {cells}.every((cell) => parseFloat(cell.textContent) > 0)"
    );
    tab.until("the bytes of each lane", &counted).await;
    tab.click("#talk").await;
    tab.click("#crossover-clear").await;
    tab.until(
        "an empty chart",
        "document.querySelectorAll('.crossover table tr').length <= 1",
    )
    .await;
    tab.has_no_errors().await;
    tab.close().await;
    server.stop().await;
}

#[tokio::test]
async fn the_modules_of_the_page_hold_what_they_promise() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(0.0)).await;
    let tab = browser.open(&format!("http://{}/", server.address())).await;
    checks::run(&tab, CHECKS).await;
    tab.close().await;
    server.stop().await;
}
