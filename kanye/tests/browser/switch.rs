//! The switch of the transport: heads and quotes go on, and everybody sees how everybody is connected.

use std::time::Duration;

use serde_json::json;
use testkit::{Browser, Client, Look};

use crate::page::{join, page, point, server, shows};

#[tokio::test]
async fn a_head_walks_and_hearts_count_over_every_transport() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server(Duration::from_secs(60), &["One.", "Two."]).await;
    let ada = join(browser, &page(&server), "Ada", Look::LAPTOP).await;
    let mut bob = Client::join(server.address(), "Bob").await;
    let mut spot = 0.2;
    let round = ["sse", "long_poll", "poll", "websocket"];
    for (given, kind) in round.into_iter().enumerate() {
        // It is under way when the transport is changed.
        ada.click(".controls .heart").await;
        ada.connect_by(kind).await;
        let count = (given + 1) % 2;
        bob.until("the heart", |bob| {
            let hearts = bob
                .events
                .values()
                .filter(|event| event["type"] == "hearts");
            let counts: Vec<_> = hearts.map(|event| event["count"].clone()).collect();
            counts.len() == given + 1 && counts[given] == json!(count)
        })
        .await;
        point(&ada, spot, 0.5).await;
        let at = spot * 65_535.0;
        let ada_id = bob.id() - 1;
        bob.until("the head where it walked", |bob| {
            bob.latest
                .get(&ada_id)
                .and_then(|value| value["x"].as_f64())
                .is_some_and(|x| (x - at).abs() < 700.0)
        })
        .await;
        spot += 0.15;
    }
    assert_eq!(
        ada.run("return document.querySelectorAll('.history li').length")
            .await,
        1
    );
    ada.has_no_errors().await;
    ada.close().await;
    server.stop().await;
}

#[tokio::test]
async fn heads_agree_between_transports_and_the_badge_of_the_other_changes() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server(Duration::from_secs(60), &[]).await;
    let url = page(&server);
    let ada = join(browser, &url, "Ada", Look::LAPTOP).await;
    let slow = format!("{url}?transport=poll&every=200");
    let bob = join(browser, &slow, "Bob", Look::LAPTOP).await;
    for (kind, x) in [("long_poll", 0.3), ("poll", 0.5), ("sse", 0.7)] {
        ada.connect_by(kind).await;
        point(&ada, x, 0.4).await;
        let head = "document.querySelectorAll('.head[data-id]').length === 2";
        bob.until("two heads, not three", head).await;
        let badge = format!(
            "[...document.querySelectorAll('.person')].some((person) =>
                person.textContent.includes('Ada') && person.querySelector('.badge').dataset.transport === '{kind}')"
        );
        bob.until(kind, &badge).await;
        point(&bob, 0.9 - x / 2.0, 0.8).await;
        shows(&bob, &[(1, x, 0.4), (2, 0.9 - x / 2.0, 0.8)]).await;
    }
    ada.look(Look::PHONE).await;
    ada.click("#transport").await;
    ada.screenshot("kanye-phone-switch").await;
    ada.has_no_errors().await;
    bob.has_no_errors().await;
    ada.close().await;
    bob.close().await;
    server.stop().await;
}
