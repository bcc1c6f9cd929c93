//! Quotes: bars that agree, hearts, and wishes.

use std::time::Duration;

use serde_json::json;
use testkit::{Browser, Client, Look};

use crate::page::{join, page, server};

#[tokio::test]
async fn the_bars_of_two_screens_agree() {
    let Some(first) = &Browser::start().await else {
        return;
    };
    let second = &Browser::start().await.unwrap();
    let server = server(Duration::from_secs(60), &[]).await;
    let ada = join(first, &page(&server), "Ada", Look::LAPTOP).await;
    let bob = join(second, &page(&server), "Bob", Look::PHONE).await;
    // When the bar will be full, by the wall clock that both browsers share on this machine.
    let full = "return await new Promise((resolve) => requestAnimationFrame(() => {
            const bar = new DOMMatrix(getComputedStyle(document.querySelector('.bar-fill')).transform);
            resolve(performance.timeOrigin + document.timeline.currentTime + (1 - bar.a) * 60_000);
        }))";
    // A busy machine disturbs a measurement, and never makes two bars agree that do not.
    let mut best = f64::INFINITY;
    for _ in 0..20 {
        let one = ada.run_module(full).await.as_f64().unwrap();
        let other = bob.run_module(full).await.as_f64().unwrap();
        best = best.min((one - other).abs());
    }
    println!("the bars differ by {best:.1} ms");
    assert!(best < 50.0, "they differ by {best} ms");
    ada.close().await;
    bob.close().await;
    server.stop().await;
}

#[tokio::test]
async fn hearts_and_wishes_reach_every_screen_and_a_wish_too_soon_says_when() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server(Duration::from_secs(60), &["One.", "Two.", "Three."]).await;
    let ada = join(browser, &page(&server), "Ada", Look::LAPTOP).await;
    let mut bob = Client::join(server.address(), "Bob").await;
    ada.click(".controls .heart").await;
    let first_heart = |bob: &Client| {
        bob.events
            .values()
            .any(|event| event["type"] == "hearts" && event["count"] == 1)
    };
    bob.until("Ada's heart", first_heart).await;
    ada.until(
        "the heart as taken",
        "document.querySelector('.controls .heart[aria-pressed=true]:not([data-pending])')",
    )
    .await;
    let before = ada
        .run("return document.querySelector('.quote').dataset.seq")
        .await;
    ada.click("#now").await;
    ada.until(
        "a new quote, and who asked for it",
        &format!("document.querySelector('.quote').dataset.seq !== {before} && document.querySelector('.quote-asked').textContent"),
    )
    .await;
    ada.until(
        "the countdown to the next wish",
        "document.querySelector('#now[aria-disabled=true]') && /\\d/.test(document.querySelector('.now-wait').textContent)",
    )
    .await;
    ada.until(
        "two quotes in the list",
        "document.querySelectorAll('.history li').length === 2",
    )
    .await;
    let ledger = ada
        .run("return [...document.querySelectorAll('.ledger b')].map((number) => number.textContent)")
        .await;
    assert_eq!(
        ledger,
        json!(["1", "4"]),
        "one fetch; two for Ada, one for Bob's coming, one for Bob"
    );
    ada.has_no_errors().await;
    ada.close().await;
    server.stop().await;
}
