//! The engine of the page, checked where it runs: in a real browser, with the vectors that the server is checked with.
//!
//! Each file in `tests/js` holds the checks of one module. They run in one tab, one file after the other.

use music::{Music, presets};
use testkit::{Browser, TestServer, checks};

/// How to say that two numbers are as good as the same.
const NEAR: &str = include_str!("js/near.js");

macro_rules! checks {
    ($($file:literal),*) => { [$(($file, include_str!(concat!("js/", $file, ".js")))),*] };
}

const CHECKS: [(&str, &str); 21] = checks![
    "vectors",
    "notation",
    "transport",
    "song",
    "scheduler",
    "together",
    "arrival",
    "audio_clock",
    "wav",
    "sounds",
    "player",
    "room",
    "page_brush",
    "page_tempo",
    "page_steps",
    "page_keyboard",
    "page_random",
    "page_rtt",
    "page_wishes",
    "page_home",
    "page_show"
];

/// The same files that the server's own tests read, as constants in front of each file of checks.
const VECTORS: [(&str, &str); 4] = [
    ("EVENTS", include_str!("../vectors/events.json")),
    ("LINKS", include_str!("../vectors/links.json")),
    ("CLOCK", include_str!("../vectors/clock.json")),
    ("PRESETS", include_str!("../../web/music/presets.json")),
];

#[tokio::test]
async fn the_engine_holds_what_it_promises() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let song = presets::first();
    let server = TestServer::start(move || Music::new(&song)).await;
    let tab = browser.open(&format!("http://{}/", server.address())).await;
    tab.press("a").await; // A page may make sound once somebody has touched it.
    let vectors = VECTORS.map(|(name, json)| format!("const {name} = {json};"));
    let own = format!("{NEAR}\n{}", vectors.join("\n"));
    checks::run_with(&tab, &own, CHECKS).await;
    tab.close().await;
    server.stop().await;
}
