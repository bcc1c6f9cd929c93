//! Heads: at the same spots on every screen, moved by mouse, by keyboard and by an old page.

use std::time::{Duration, Instant};

use serde_json::Value;
use testkit::{Browser, Client, Look, ONLINE, Proxy};

use crate::page::{SPOTS, join, page, point, server, shows};
use crate::support::pages;

const NARROW: Look = Look {
    width: 900,
    height: 500,
    is_dark: false,
};

#[tokio::test]
async fn three_screens_of_different_sizes_show_three_heads_at_the_same_spots() {
    let Some(first) = &Browser::start().await else {
        return;
    };
    let second = &Browser::start().await.unwrap();
    let third = &Browser::start().await.unwrap();
    let server = server(Duration::from_secs(60), &[]).await;
    let ada = join(first, &page(&server), "Ada", Look::LAPTOP).await;
    let bob = join(second, &page(&server), "Bob", Look::PHONE).await;
    let eve = join(third, &page(&server), "Eve", NARROW).await;
    let heads = [(1, 0.25, 0.3), (2, 0.9, 0.1), (3, 0.5, 0.8)];
    for (tab, (_, x, y)) in [&ada, &bob, &eve].into_iter().zip(heads) {
        point(tab, x, y).await;
    }
    for tab in [&ada, &bob, &eve] {
        shows(tab, &heads).await;
    }
    // A clean leave is seen at once; a browser that is gone, within six seconds.
    eve.close().await;
    let closed = Instant::now();
    shows(&ada, &heads[..2]).await;
    println!("a closed tab's head was gone after {:?}", closed.elapsed());
    let polite = join(third, &page(&server), "Polite", Look::LAPTOP).await;
    ada.until(
        "a fourth head",
        "document.querySelector('.head[data-id=\"4\"]')",
    )
    .await;
    polite.click("#leave").await;
    let left = Instant::now();
    shows(&ada, &heads[..2]).await;
    println!("a head that left was gone after {:?}", left.elapsed());
    polite
        .until(
            "being asked anew",
            "document.querySelector('#name')?.checkVisibility()",
        )
        .await;
    polite.has_no_errors().await;
    polite.close().await;
    ada.has_no_errors().await;
    bob.has_no_errors().await;
    ada.close().await;
    bob.close().await;
    server.stop().await;
}

#[tokio::test]
async fn the_keyboard_alone_moves_a_head_and_makes_it_speak() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server(Duration::from_secs(60), &["I am the keyboard."]).await;
    let ada = join(browser, &page(&server), "Ada", Look::LAPTOP).await;
    let mut bob = Client::join(server.address(), "Bob").await;
    bob.until("Ada's head", |bob| bob.latest.contains_key(&1))
        .await;
    let before = bob.latest[&1].clone();
    ada.run("document.querySelector('.stage').focus()").await;
    // Right and down, as WebDriver names the keys.
    ada.press("\u{E014}\u{E014}\u{E015}").await;
    let unit = |place: &Value, axis: &str| place[axis].as_u64().unwrap();
    bob.until("Ada's steps", |bob| {
        let now = &bob.latest[&1];
        unit(now, "x") > unit(&before, "x") && unit(now, "y") > unit(&before, "y")
    })
    .await;
    ada.press(" ").await;
    bob.until("Ada's jump", |bob| {
        bob.events
            .values()
            .any(|event| event["type"] == "bounce" && event["from"] == 1)
    })
    .await;
    ada.until(
        "the quote in a bubble",
        "document.querySelector('.head[data-own] .head-bubble').textContent.includes('I am the keyboard.')",
    )
    .await;
    ada.has_no_errors().await;
    ada.close().await;
    server.stop().await;
}

#[tokio::test]
async fn a_page_of_the_old_lecture_and_ours_move_each_others_heads() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server(Duration::from_secs(60), &[]).await;
    // From another port of the same host, as a static server in the lecture would be.
    let old_page = pages::serve(pages::OLD_PAGE).await;
    let ada = join(browser, &page(&server), "Ada", Look::LAPTOP).await;
    let old = browser
        .open(&format!(
            "http://localhost:{}/?{}",
            old_page.port(),
            server.address().port()
        ))
        .await;
    old.until("an open socket", "socket.readyState === 1").await;
    old.run("socket.send(JSON.stringify({ x: 320, y: 180 }))")
        .await;
    ada.until(
        "the old page's head",
        &format!(
            "Math.abs({SPOTS}['2']?.[0] - 0.25) < 0.01 && Math.abs({SPOTS}['2'][1] - 0.25) < 0.01"
        ),
    )
    .await;
    old.until(
        "the own head",
        "document.querySelector('#kanye2')?.naturalWidth > 0",
    )
    .await;
    point(&ada, 0.5, 0.5).await;
    old.until(
        "the new page's head, with our drawing from another origin",
        "document.querySelector('#kanye1')?.naturalWidth > 0
            && Math.abs(parseFloat(document.querySelector('#kanye1').style.left) - 640) <= 8
            && Math.abs(parseFloat(document.querySelector('#kanye1').style.top) - 360) <= 8",
    )
    .await;
    old.has_no_errors().await;
    ada.has_no_errors().await;
    old.close().await;
    ada.close().await;
    server.stop().await;
}

#[tokio::test]
async fn a_page_that_comes_back_takes_its_head_with_it() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server(Duration::from_secs(60), &[]).await;
    let proxy = Proxy::start(server.address()).await;
    let url = format!("http://localhost:{}/", proxy.address().port());
    let ada = join(browser, &url, "Ada", Look::LAPTOP).await;
    let mut bob = Client::join(server.address(), "Bob").await;
    point(&ada, 0.25, 0.25).await;
    bob.until("Ada's head", |bob| {
        bob.latest.get(&1).is_some_and(|place| place["x"] == 16384)
    })
    .await;
    proxy.cut();
    ada.until("being cut off", "document.body.dataset.state !== 'online'")
        .await;
    ada.screenshot("kanye-laptop-disconnected").await;
    point(&ada, 0.75, 0.75).await;
    proxy.heal(server.address());
    ada.until("being back", ONLINE).await;
    bob.until("the head where it was moved meanwhile", |bob| {
        bob.latest.get(&1).is_some_and(|place| place["x"] == 49151)
    })
    .await;
    assert!(bob.people.contains_key(&1), "it is the same person");
    ada.has_no_errors().await;
    ada.close().await;
    server.stop().await;
}
