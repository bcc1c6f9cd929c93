//! The page in a real browser, against a real server: heads that agree, bars that agree, old pages.
//!
//! Who must be seen at the same moment by several screens has a browser for each of them, because a
//! browser has one window in front. Pictures are saved below `target/screenshots`.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use kanye::{Kanye, State, Upstream, offline};
use serde_json::{Value, json};
use support::pages;
use testkit::{Browser, Client, Look, Proxy, Tab, TestServer};
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

mod support;

const ONLINE: &str = "document.body.dataset.state === 'online'";
const NARROW: Look = Look {
    width: 900,
    height: 500,
    is_dark: false,
};
/// As long as a quote may be.
const LONG: &str = "I looked at the log and the log looked back at me, and every number in it was in \
    order, and I said: this is what greatness reads like when nobody is allowed to skip a line, when \
    the slowest phone in the last row gets the same words as the first, and not one of them twice.";

/// As long as most are.
const FINE: &str = "My crown is a sequence number, and nobody has a higher one.";

async fn server(every: Duration, quotes: &[&str]) -> TestServer {
    let upstream = Upstream {
        state: State::Live,
        host: "quotes.example".into(),
        fetches: 1,
        error: None,
        quotes: Arc::new(quotes.iter().map(|quote| (*quote).into()).collect()),
    };
    let (sender, outside) = watch::channel(upstream.clone());
    // The server hears of it once; nothing changes later.
    drop(sender);
    let make = move || Kanye::new(every, &upstream, &offline::LINES);
    let options = common::Options {
        port: 0,
        ..common::Options::default()
    };
    TestServer::start_told(options, make, Some(outside)).await
}

fn page(server: &TestServer) -> String {
    format!("http://localhost:{}/", server.address().port())
}

/// Opens the page and joins under a name.
async fn join<'a>(browser: &'a Browser, url: &str, name: &str, look: Look) -> Tab<'a> {
    let tab = browser.open(url).await;
    tab.look(look).await;
    tab.run_with(
        "document.querySelector('#name').value = arguments[0]",
        json!(name),
    )
    .await;
    tab.click("#join").await;
    tab.until("being in the room", ONLINE).await;
    tab.until("a quote", "document.querySelector('.quote').textContent")
        .await;
    tab
}

/// Moves the mouse to a spot of the stage, given in parts of its width and height.
async fn point(tab: &Tab<'_>, x: f64, y: f64) {
    let stage = tab
        .run("const { left, top, width, height } = document.querySelector('.stage').getBoundingClientRect();
              return [left, top, width, height]")
        .await;
    let [left, top, width, height] = [0, 1, 2, 3].map(|n| stage[n].as_f64().unwrap());
    let (x, y) = (x.mul_add(width, left), y.mul_add(height, top));
    tab.tell(
        "Input.dispatchMouseEvent",
        json!({"type": "mouseMoved", "x": x, "y": y}),
    )
    .await;
}

/// Where the heads are, by person, in parts of the stage.
const SPOTS: &str = "(() => {
    const stage = document.querySelector('.stage').getBoundingClientRect();
    return Object.fromEntries([...document.querySelectorAll('.head[data-id]')].map((head) => {
      const { left, top, width, height } = head.getBoundingClientRect();
      return [head.dataset.id, [(left + width / 2 - stage.left) / stage.width, (top + height / 2 - stage.top) / stage.height]];
    }));
  })()";

/// Waits until a screen shows exactly these heads at these spots, within a hundredth of the stage.
async fn shows(tab: &Tab<'_>, heads: &[(u32, f64, f64)]) {
    let expected: serde_json::Map<_, _> = heads
        .iter()
        .map(|(id, x, y)| (id.to_string(), json!([x, y])))
        .collect();
    let expression = format!(
        "(() => {{
            const [spots, expected] = [{SPOTS}, {}];
            const near = (one, other) => one && Math.abs(one[0] - other[0]) < 0.01 && Math.abs(one[1] - other[1]) < 0.01;
            return Object.keys(spots).length === Object.keys(expected).length
              && Object.entries(expected).every(([id, spot]) => near(spots[id], spot));
        }})()",
        Value::Object(expected)
    );
    tab.until("the heads at their spots", &expression).await;
}

async fn no_errors(tab: &Tab<'_>) {
    assert_eq!(tab.console().await, Vec::<String>::new());
}

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
    let mut polite = Client::join(server.address(), "Polite").await;
    ada.until(
        "a fourth head",
        "document.querySelector('.head[data-id=\"4\"]')",
    )
    .await;
    polite.send(&json!({"type": "leave"})).await;
    let left = Instant::now();
    shows(&ada, &heads[..2]).await;
    println!("a head that left was gone after {:?}", left.elapsed());
    no_errors(&ada).await;
    no_errors(&bob).await;
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
    no_errors(&ada).await;
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
    no_errors(&old).await;
    no_errors(&ada).await;
    old.close().await;
    ada.close().await;
    server.stop().await;
}

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
    let full = "return await new Promise((resolve) => setTimeout(() => requestAnimationFrame((now) => {
            const bar = new DOMMatrix(getComputedStyle(document.querySelector('.bar-fill')).transform);
            resolve(performance.timeOrigin + document.timeline.currentTime + (1 - bar.a) * 60_000);
        }), 1_500))";
    let when = |value: Value| value.as_f64().unwrap();
    let (one, other) = (
        when(ada.run_module(full).await),
        when(bob.run_module(full).await),
    );
    println!("the bars differ by {:.1} ms", (one - other).abs());
    assert!((one - other).abs() < 50.0, "{one} and {other}");
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
    no_errors(&ada).await;
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
    no_errors(&ada).await;
    ada.close().await;
    server.stop().await;
}

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
    let spots = ada.run(&format!("return {SPOTS}")).await;
    ada.until(
        "motion",
        &format!("JSON.stringify({SPOTS}) !== {}", json!(spots.to_string())),
    )
    .await;
    dancers.iter().for_each(tokio::task::JoinHandle::abort);
    no_errors(&ada).await;
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
    no_errors(&ada).await;
    ada.close().await;
    server.stop().await;
}
