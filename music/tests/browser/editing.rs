//! Many hands at one song: taps, keys, undo that is mine, and songs that travel.

use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use testkit::{Browser, Look, ONLINE, PATIENCE, Proxy, Tab, client};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;

use crate::page::{PLAYING, cell, join, page, server};

const CLAP: u32 = 4;

/// Waits until a cell shows a level.
async fn shows(tab: &Tab<'_>, track: u32, step: u32, level: u32) {
    let expression = format!(
        "document.querySelector(\"{}\").dataset.level === '{level}'",
        cell(track, step)
    );
    tab.until(&format!("level {level} at {track}, {step}"), &expression)
        .await;
}

/// An empty song, so that a test knows what is there.
async fn clear(tab: &Tab<'_>) {
    tab.click("#clear").await;
    tab.until(
        "an empty grid",
        "document.querySelectorAll('.cell:not([data-level=\"0\"])').length === 0",
    )
    .await;
}

#[tokio::test]
async fn two_hands_paint_and_undo_takes_back_only_what_is_mine() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let ada = join(browser, &page(&server), "Ada", Look::LAPTOP).await;
    let bob = join(browser, &page(&server), "Bob", Look::LAPTOP).await;
    clear(&ada).await;
    ada.click(&cell(CLAP, 3)).await;
    shows(&bob, CLAP, 3, 2).await;
    let by_ada = format!(
        "document.querySelector(\"{}\").dataset.by === '1'",
        cell(CLAP, 3)
    );
    bob.until("Ada's hand on it", &by_ada).await;
    // Normal, and then accent, by Bob's hand.
    bob.click(&cell(CLAP, 3)).await;
    shows(&ada, CLAP, 3, 3).await;
    ada.click("#undo").await;
    ada.until(
        "who was later",
        "document.querySelector('.message').textContent.includes('Bob')",
    )
    .await;
    shows(&ada, CLAP, 3, 3).await;
    bob.click("#undo").await;
    shows(&ada, CLAP, 3, 2).await;
    ada.has_no_errors().await;
    bob.has_no_errors().await;
    ada.close().await;
    bob.close().await;
    server.stop().await;
}

#[tokio::test]
async fn the_keyboard_alone_plays_the_whole_instrument() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let ada = join(browser, &page(&server), "Ada", Look::LAPTOP).await;
    clear(&ada).await;
    ada.run_with(
        "document.querySelector(arguments[0]).focus()",
        json!(cell(0, 0)),
    )
    .await;
    // Space toggles; right, right, down as WebDriver names them; then a digit sets the level.
    ada.press(" ").await;
    shows(&ada, 0, 0, 2).await;
    ada.press("\u{E014}\u{E014}\u{E015}").await;
    ada.press("3").await;
    shows(&ada, 1, 2, 3).await;
    let stops = ada
        .run("return document.querySelectorAll('.cell[tabindex=\"0\"]').length")
        .await;
    assert_eq!(stops, json!(1), "the grid is one stop for the Tab key");
    ada.has_no_errors().await;
    ada.close().await;
    server.stop().await;
}

#[tokio::test]
async fn the_old_page_and_ours_play_and_stop_each_other() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let ada = join(browser, &page(&server), "Ada", Look::LAPTOP).await;
    let mut old = client::open_plain(server.address(), "/").await;
    old.send(Message::text("NEW CONNECTION")).await.unwrap();
    old.send(Message::text("PLAY")).await.unwrap();
    ada.until("music", PLAYING).await;
    ada.click("#play").await;
    ada.until(
        "silence",
        "document.querySelector('#play').dataset.state === 'stopped'",
    )
    .await;
    let hearing = async {
        let mut heard = Vec::new();
        while heard.len() < 2 {
            if let Message::Text(text) = old.next().await.unwrap().unwrap() {
                heard.push(text.to_string());
            }
        }
        heard
    };
    let heard = timeout(PATIENCE, hearing).await.unwrap();
    assert_eq!(heard, ["PLAY", "STOP"]);
    // The ninth step is the third beat.
    let bpm = ada
        .run("return Number(document.querySelector('#tempo').value)")
        .await;
    ada.click(".numbers-row [data-step='8']").await;
    let seconds = loop {
        if let Message::Text(text) = timeout(PATIENCE, old.next())
            .await
            .unwrap()
            .unwrap()
            .unwrap()
        {
            break text.parse::<f64>().unwrap();
        }
    };
    assert!(
        (seconds - 2.0 * 60.0 / bpm.as_f64().unwrap()).abs() < 1e-9,
        "{seconds}"
    );
    ada.has_no_errors().await;
    ada.close().await;
    server.stop().await;
}

#[tokio::test]
async fn a_link_opens_stopped_and_asks_and_a_broken_one_only_says_so() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let ada = join(browser, &page(&server), "Ada", Look::LAPTOP).await;
    clear(&ada).await;
    ada.click(&cell(CLAP, 7)).await;
    shows(&ada, CLAP, 7, 2).await;
    ada.click("#take-home").await;
    ada.until(
        "a link",
        "document.querySelector('#song-link').value.includes('#s=')",
    )
    .await;
    let link = ada
        .run("return document.querySelector('#song-link').value")
        .await;
    let link = link.as_str().unwrap().to_owned();
    let fragment = link.split_once('#').unwrap().1;
    ada.press("\u{E00C}").await;
    ada.click(&cell(CLAP, 7)).await;
    shows(&ada, CLAP, 7, 3).await;
    let bob = join(
        browser,
        &format!("{}#{fragment}", page(&server)),
        "Bob",
        Look::LAPTOP,
    )
    .await;
    bob.until(
        "the question",
        "document.querySelector('#offer-load')?.checkVisibility()",
    )
    .await;
    shows(&bob, CLAP, 7, 3).await;
    bob.click("#offer-load").await;
    shows(&ada, CLAP, 7, 2).await;
    let is_stopped = "return document.querySelector('#play').dataset.state";
    assert_eq!(
        bob.run(is_stopped).await,
        json!("stopped"),
        "a link never plays"
    );
    let broken = format!("{}#s=AAAA", page(&server));
    let eve = join(browser, &broken, "Eve", Look::LAPTOP).await;
    eve.until(
        "what is wrong",
        "document.querySelector('.message').textContent",
    )
    .await;
    shows(&eve, CLAP, 7, 2).await;
    eve.has_no_errors().await;
    for tab in [ada, bob, eve] {
        tab.close().await;
    }
    server.stop().await;
}

#[tokio::test]
async fn a_restarted_server_is_offered_the_song_that_its_room_had() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let first = server().await;
    let proxy = Proxy::start(first.address()).await;
    let url = format!("http://localhost:{}/?probe", proxy.address().port());
    let ada = join(browser, &url, "Ada", Look::LAPTOP).await;
    clear(&ada).await;
    ada.click(&cell(CLAP, 3)).await;
    shows(&ada, CLAP, 3, 2).await;
    ada.until(
        "the answer",
        "document.querySelectorAll('.cell[data-level=\"2\"]').length === 1",
    )
    .await;
    proxy.cut();
    first.stop().await;
    ada.until("being cut off", &format!("!({ONLINE})")).await;
    let second = server().await;
    proxy.heal(second.address());
    ada.until(
        "the first groove, and the question",
        &format!(
            "{ONLINE} && document.querySelectorAll('.cell:not([data-level=\"0\"])').length > 4
            && document.querySelector('#offer-load')?.checkVisibility()"
        ),
    )
    .await;
    ada.screenshot("music-laptop-restarted").await;
    ada.click("#offer-load").await;
    ada.until(
        "what was there",
        "document.querySelectorAll('.cell:not([data-level=\"0\"])').length === 1",
    )
    .await;
    shows(&ada, CLAP, 3, 2).await;
    ada.has_no_errors().await;
    ada.close().await;
    second.stop().await;
}
