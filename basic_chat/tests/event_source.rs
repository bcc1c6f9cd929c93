//! The browser's own `EventSource` follows a room: cut off, it comes back by itself and has each line once.
//!
//! The page it runs in is one without a script, so nothing but the browser can have brought it back.

#![allow(clippy::unwrap_used, reason = "a test may")]

use basic_chat::BasicChat;
use serde_json::json;
use testkit::{Browser, Client, Proxy, Tab, TestServer};

const CUTS: usize = 3;

/// Follows an address and notes what comes. Every welcome is one connection.
const FOLLOW: &str = "
    const source = new EventSource(arguments[0]);
    window.source = source;
    window.heard = [];
    window.welcomes = [];
    source.onmessage = ({ data, lastEventId }) => {
        const frame = JSON.parse(data);
        if (frame.type === 'welcome') welcomes.push(frame);
        if (frame.type === 'line') heard.push({ text: frame.text, seq: frame.seq, id: lastEventId });
    };";

/// A page of the same origin that runs nothing, behind a network that can be cut.
async fn follower<'a>(browser: &'a Browser, proxy: &Proxy, target: &str) -> Tab<'a> {
    let origin = format!("http://localhost:{}", proxy.address().port());
    let tab = browser.open(&format!("{origin}/limits")).await;
    let scripts = tab.run("return document.scripts.length").await;
    assert_eq!(scripts, 0, "none of our code is here");
    tab.run_with(FOLLOW, json!(target)).await;
    tab.until("the first welcome", "welcomes.length === 1")
        .await;
    tab
}

/// Bob talks on while the network is cut and healed again; what came is compared with what the room holds.
async fn lines_come_once_and_in_order(
    tab: &Tab<'_>,
    bob: &mut Client,
    proxy: &Proxy,
    server: &TestServer,
) {
    bob.say("before").await;
    tab.until("the first line", "heard.length === 1").await;
    for cut in 1..=CUTS {
        proxy.cut();
        tab.until("the cut noticed", "source.readyState === 0")
            .await;
        bob.say(&format!("missed {cut}")).await;
        bob.say(&format!("missed {cut}, too")).await;
        proxy.heal(server.address());
        let is_back = format!("welcomes.length === {}", cut + 1);
        tab.until("being back by itself", &is_back).await;
        bob.say(&format!("after {cut}")).await;
        let all = format!("heard.length >= {}", 1 + 3 * cut);
        tab.until("what was missed", &all).await;
    }
    bob.say("the last").await;
    tab.until("the last line", "heard.at(-1).text === 'the last'")
        .await;
    bob.until("all lines", |bob| bob.lines().len() == 2 + 3 * CUTS)
        .await;
    let texts = tab.run("return heard.map(({ text }) => text)").await;
    assert_eq!(texts, json!(bob.lines()), "each once, in order");
    let numbered = "heard.every(({ seq, id }) => id === `${welcomes[0].epoch}.${seq}`)";
    assert_eq!(tab.run(&format!("return {numbered}")).await, true);
}

#[tokio::test]
async fn a_guest_without_a_session_is_cut_off_and_misses_nothing() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(0.0)).await;
    let proxy = Proxy::start(server.address()).await;
    let mut bob = Client::join(server.address(), "Bob").await;
    let tab = follower(browser, &proxy, "/rooms/class/events").await;
    lines_come_once_and_in_order(&tab, &mut bob, &proxy, &server).await;
    tab.close().await;
    server.stop().await;
}

#[tokio::test]
async fn a_person_with_a_session_is_the_same_one_after_the_cut() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(0.0)).await;
    let proxy = Proxy::start(server.address()).await;
    let mut bob = Client::join(server.address(), "Bob").await;
    let tab = follower(browser, &proxy, "/rooms/class/events?name=Eve").await;
    let first = tab.run("source.close(); return welcomes[0]").await;
    let session = first["session"].as_str().unwrap();
    let target = format!("/rooms/class/events?name=Eve&session={session}");
    tab.run_with(FOLLOW, json!(target)).await;
    tab.until("the welcome", "welcomes.length === 1").await;
    lines_come_once_and_in_order(&tab, &mut bob, &proxy, &server).await;
    let people = tab.run("return welcomes.map(({ you }) => you.id)").await;
    let you = &first["you"]["id"];
    assert_eq!(people, json!(vec![you; CUTS + 1]), "one person throughout");
    tab.close().await;
    server.stop().await;
}

/// An address that names what one already has is for the first time only: what the browser knows is newer.
#[tokio::test]
async fn the_last_event_id_wins_over_the_address() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(0.0)).await;
    let proxy = Proxy::start(server.address()).await;
    let mut bob = Client::join(server.address(), "Bob").await;
    bob.say("long ago").await;
    bob.until("the line", |bob| bob.lines() == ["long ago"])
        .await;
    let tab = follower(browser, &proxy, "/rooms/class/events").await;
    let epoch = tab.run("source.close(); return welcomes[0].epoch").await;
    let epoch = epoch.as_str().map_or(epoch.to_string(), str::to_owned);
    let target = format!("/rooms/class/events?last={epoch}.0");
    tab.run_with(FOLLOW, json!(target)).await;
    tab.until("the replay", "heard.length === 1").await;
    proxy.cut();
    tab.until("the cut noticed", "source.readyState === 0")
        .await;
    proxy.heal(server.address());
    tab.until("being back", "welcomes.length === 2").await;
    bob.say("now").await;
    tab.until("the new line", "heard.at(-1).text === 'now'")
        .await;
    let texts = tab.run("return heard.map(({ text }) => text)").await;
    assert_eq!(texts, json!(["long ago", "now"]), "not replayed again");
    tab.close().await;
    server.stop().await;
}
