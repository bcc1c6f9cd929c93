//! The switch of the transport in a real browser: nothing is lost or doubled, and everybody sees how
//! everybody is connected.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::time::Duration;

use basic_chat::BasicChat;
use serde_json::{Value, json};
use testkit::{Browser, Client, Look, ONLINE, Proxy, Tab, TestServer};
use tokio::time::sleep;

/// Faster than anybody switches, and slower than the room refuses.
const BETWEEN_LINES: Duration = Duration::from_millis(300);

async fn server() -> TestServer {
    TestServer::start(|| BasicChat::new(60.0)).await
}

fn page(server: &TestServer, query: &str) -> String {
    format!("http://localhost:{}/{query}", server.address().port())
}

async fn join<'a>(browser: &'a Browser, url: &str, name: &str) -> Tab<'a> {
    let tab = browser.open(url).await;
    tab.join(name).await;
    tab
}

/// The texts of all lines that are shown as sent, in order.
const LINES: &str = "[...document.querySelectorAll('.line[data-status=sent] .line-bubble')]
    .map((bubble) => bubble.textContent)";

async fn lines(tab: &Tab<'_>) -> Value {
    tab.run(&format!("return {LINES}")).await
}

async fn sees(tab: &Tab<'_>, text: &str) {
    tab.until(text, &format!("{LINES}.includes({})", json!(text)))
        .await;
}

#[tokio::test]
async fn a_switch_while_lines_are_coming_loses_and_doubles_nothing() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let ada = join(browser, &page(&server, ""), "Ada").await;
    let mut bob = Client::join(server.address(), "Bob").await;
    let talker = tokio::spawn(async move {
        for line in 0..40 {
            bob.say(&format!("Bob {line}")).await;
            sleep(BETWEEN_LINES).await;
        }
        bob
    });
    let round = [
        "sse",
        "long_poll",
        "poll",
        "auto",
        "poll",
        "sse",
        "websocket",
    ];
    for (number, kind) in round.into_iter().enumerate() {
        // It is under way when the transport is changed.
        ada.type_into("#text", &format!("Ada {number}\n")).await;
        let really = if kind == "auto" { "websocket" } else { kind };
        ada.click("#transport").await;
        ada.click(&format!(".transport-option[data-kind={kind}]"))
            .await;
        let shown = format!("document.querySelector('#transport').dataset.kind === '{really}'");
        ada.until(kind, &shown).await;
        ada.press("\u{e00c}").await;
    }
    let mut bob = talker.await.unwrap();
    let last = format!("Ada {}", round.len() - 1);
    bob.until("all lines", |bob| bob.lines().len() >= 40 + round.len())
        .await;
    assert_eq!(bob.nacks, Vec::<Value>::new());
    sees(&ada, "Bob 39").await;
    sees(&ada, &last).await;
    let truth = bob.lines();
    assert_eq!(truth.len(), 40 + round.len(), "{truth:?}");
    assert_eq!(lines(&ada).await, json!(truth), "each once, in one order");
    ada.has_no_errors().await;
    ada.close().await;
    server.stop().await;
}

#[tokio::test]
async fn the_others_see_how_somebody_is_connected() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let ada = join(browser, &page(&server, ""), "Ada").await;
    let bob = join(browser, &page(&server, "?transport=poll&every=100"), "Bob").await;
    for kind in ["long_poll", "poll", "sse", "websocket"] {
        ada.connect_by(kind).await;
        let badge = format!(
            "[...document.querySelectorAll('.person')].some((person) =>
                person.textContent.includes('Ada') && person.querySelector('.badge').dataset.transport === '{kind}')"
        );
        bob.until(kind, &badge).await;
        let people = "document.querySelectorAll('.person[data-id]').length === 2";
        bob.until("still two people", people).await;
    }
    ada.has_no_errors().await;
    bob.has_no_errors().await;
    ada.close().await;
    bob.close().await;
    server.stop().await;
}

#[tokio::test]
async fn a_choice_outlives_a_reload_and_a_cut() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let proxy = Proxy::start(server.address()).await;
    let url = format!("http://localhost:{}/", proxy.address().port());
    let ada = join(browser, &url, "Ada").await;
    let mut bob = Client::join(server.address(), "Bob").await;
    for kind in ["sse", "long_poll", "poll"] {
        ada.connect_by(kind).await;
        ada.reload().await;
        let back =
            format!("{ONLINE} && document.querySelector('#transport').dataset.kind === '{kind}'");
        ada.until("the same transport after a reload", &back).await;
        proxy.cut();
        ada.until(
            "the cut noticed",
            "document.body.dataset.state !== 'online'",
        )
        .await;
        ada.type_into("#text", &format!("said while away from {kind}\n"))
            .await;
        bob.say(&format!("missed by {kind}")).await;
        proxy.heal(server.address());
        sees(&ada, &format!("missed by {kind}")).await;
        sees(&ada, &format!("said while away from {kind}")).await;
    }
    bob.until("all lines", |bob| bob.lines().len() == 6).await;
    assert_eq!(lines(&ada).await, json!(bob.lines()));
    ada.close().await;
    server.stop().await;
}

#[tokio::test]
async fn the_sixth_connection_is_warned_of_instead_of_made() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let mut tabs = Vec::new();
    for number in 0..5 {
        let url = page(&server, "?transport=sse");
        tabs.push(join(browser, &url, &format!("Tab {number}")).await);
    }
    let last = join(browser, &page(&server, ""), "Ada").await;
    last.click("#transport").await;
    last.click(".transport-option[data-kind=long_poll]").await;
    last.until(
        "words of warning",
        "document.querySelector('.transport-warning').checkVisibility()",
    )
    .await;
    for (look, name) in [(Look::PHONE, "phone"), (Look::LAPTOP, "laptop")] {
        last.look(look).await;
        last.screenshot(&format!("switch-{name}-warning")).await;
    }
    let kind = "return document.querySelector('#transport').dataset.kind";
    assert_eq!(last.run(kind).await, "websocket", "nothing was changed");
    last.press("\u{e00c}").await;
    last.type_into("#text", "still here\n").await;
    sees(&last, "still here").await;
    last.close().await;
    for tab in tabs {
        tab.close().await;
    }
    server.stop().await;
}

#[tokio::test]
async fn the_menu_is_there_for_the_keyboard_and_looks_as_it_should() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let ada = join(
        browser,
        &page(&server, "?transport=poll&every=500&how=interval"),
        "Ada",
    )
    .await;
    ada.run("document.querySelector('#transport').focus()")
        .await;
    ada.press("\u{e007}").await; // Enter.
    let focus = |selector: &str| format!("document.activeElement.matches('{selector}')");
    ada.until("the choice in focus", &focus("[data-kind=poll]"))
        .await;
    for (look, name) in [(Look::PHONE, "phone"), (Look::LAPTOP, "laptop")] {
        ada.look(look).await;
        ada.screenshot(&format!("switch-{name}")).await;
        ada.look(look.dark()).await;
        ada.screenshot(&format!("switch-{name}-dark")).await;
        let small = "[...document.querySelectorAll('.transport button, .transport select')]
            .filter((made) => made.checkVisibility() && made.getBoundingClientRect().height < 44).length";
        assert_eq!(ada.run(&format!("return {small}")).await, 0, "{name}");
    }
    ada.press("\u{e013}").await; // Up, from poll.
    ada.until("the one above", &focus("[data-kind=long_poll]"))
        .await;
    ada.press("\u{e007}").await;
    ada.until(
        "being connected by it, and the menu gone",
        "document.querySelector('#transport').dataset.kind === 'long_poll'
            && document.querySelector('#transports').hidden && document.activeElement.id === 'transport'",
    )
    .await;
    ada.press("\u{e007}").await;
    ada.until("the menu", "!document.querySelector('#transports').hidden")
        .await;
    ada.press("\u{e00c}").await; // Escape.
    ada.until(
        "the focus where it was",
        "document.querySelector('#transports').hidden && document.activeElement.id === 'transport'",
    )
    .await;
    assert_eq!(
        ada.run("return location.search").await,
        "",
        "the address no longer says another thing"
    );
    ada.has_no_errors().await;
    ada.close().await;
    server.stop().await;
}
