//! A busy stage: sixty heads in motion, and pictures of eight.

use std::time::Duration;

use serde_json::json;
use testkit::{Browser, Client, Look};
use tokio::time::{MissedTickBehavior, interval};

use crate::page::{SPOTS, join, page, server};

/// As long as a quote may be.
const LONG: &str = "I looked at the log and the log looked back at me, and every number in it was in \
    order, and I said: this is what greatness reads like when nobody is allowed to skip a line, when \
    the slowest phone in the last row gets the same words as the first, and not one of them twice.";
/// As long as most are.
const FINE: &str = "My crown is a sequence number, and nobody has a higher one.";

/// Moves about until it is told to stop.
async fn dance(mut client: Client, who: u32) {
    let mut ticks = interval(Duration::from_millis(33));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    for step in 0_u32.. {
        ticks.tick().await;
        let angle = f64::from(step).mul_add(0.05, f64::from(who));
        let place = |part: f64| (part.mul_add(0.4, 0.5) * 65_535.0) as u32;
        let (x, y) = (place(angle.cos()), place((angle * 1.3).sin()));
        client.send(&json!({"type": "move", "x": x, "y": y})).await;
    }
}

#[tokio::test]
async fn sixty_heads_in_motion() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server(
        Duration::from_secs(60),
        &["Sixty of me, and still nobody like me."],
    )
    .await;
    let ada = join(browser, &page(&server), "Ada", Look::LAPTOP).await;
    let mut dancers = Vec::new();
    for who in 0..60 {
        let client = Client::join(server.address(), &format!("Dancer {who}")).await;
        dancers.push(tokio::spawn(dance(client, who)));
    }
    ada.until(
        "all heads",
        "document.querySelectorAll('.head[data-id]').length === 61",
    )
    .await;
    let frames = ada
        .run_module(
            "return await new Promise((resolve) => {
                const times = [];
                requestAnimationFrame(function frame(now) {
                  times.push(now);
                  if (now - times[0] < 3_000) requestAnimationFrame(frame);
                  else resolve((times.length - 1) / (now - times[0]) * 1_000);
                });
             })",
        )
        .await;
    println!(
        "61 heads, 60 of them in motion: {:.1} frames a second",
        frames.as_f64().unwrap()
    );
    ada.screenshot("kanye-laptop-sixty").await;
    // One who is not drawn on is in the same spot for ever, so all sixty must have left theirs.
    ada.run(&format!("window.before = {SPOTS}")).await;
    let all_have_moved = format!(
        "(() => {{ const now = {SPOTS};
            return Object.keys(now).filter((id) => String(now[id]) !== String(before[id])).length >= 60; }})()"
    );
    ada.until("motion", &all_have_moved).await;
    dancers.iter().for_each(tokio::task::JoinHandle::abort);
    ada.has_no_errors().await;
    ada.close().await;
    server.stop().await;
}

#[tokio::test]
async fn pictures_of_a_busy_stage() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server(Duration::from_secs(60), &[LONG, FINE]).await;
    let ada = join(browser, &page(&server), "Ada", Look::LAPTOP).await;
    ada.screenshot("kanye-laptop-alone").await;
    let mut others = Vec::new();
    for (n, name) in [
        "Bob",
        "Curie",
        "Dijkstra",
        "Erdős",
        "Fatima",
        "Grace Hopper",
        "Hedy",
    ]
    .iter()
    .enumerate()
    {
        let mut client = Client::join(server.address(), name).await;
        let x = 8_000 + 8_000 * n as u32;
        let y = [14_000, 50_000][n % 2];
        client.send(&json!({"type": "move", "x": x, "y": y})).await;
        others.push(client);
    }
    let is_long = "document.querySelector('.quote').textContent.length > 200";
    if ada.run(&format!("return Boolean({is_long})")).await == json!(false) {
        others[0].send(&json!({"type": "now", "n": 1})).await;
    }
    ada.until("the long quote", is_long).await;
    ada.until(
        "eight heads",
        "document.querySelectorAll('.head[data-id]').length === 8",
    )
    .await;
    for (look, name) in [(Look::LAPTOP, "laptop"), (Look::PHONE, "phone")] {
        ada.look(look).await;
        ada.screenshot(&format!("kanye-{name}-busy")).await;
        ada.look(look.dark()).await;
        ada.screenshot(&format!("kanye-{name}-dark")).await;
        let fits = ada
            .run("const [quote, stage] = ['.quote', '.stage'].map((part) => document.querySelector(part).getBoundingClientRect());
                  return quote.top >= stage.top && quote.bottom <= stage.bottom
                    && document.documentElement.scrollWidth <= innerWidth")
            .await;
        assert_eq!(
            fits,
            json!(true),
            "a long quote stays on the stage of a {name}"
        );
    }
    ada.look(Look::LAPTOP).await;
    let before = ada
        .run("return document.querySelector('.quote').textContent")
        .await;
    let may_ask = "!document.querySelector('#now[aria-disabled=true]')";
    ada.until("the next wish being free", may_ask).await;
    others[1].send(&json!({"type": "now", "n": 1})).await;
    ada.until(
        "another quote",
        &format!("document.querySelector('.quote').textContent !== {before}"),
    )
    .await;
    ada.screenshot("kanye-laptop-asked").await;
    ada.has_no_errors().await;
    ada.close().await;
    server.stop().await;
}
