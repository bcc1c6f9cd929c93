//! The engine of the page, checked where it runs: in a real browser, with the vectors that the server is checked with.
//!
//! Each file in `tests/js` holds the checks of one module. They run in one tab, one file after the other.

#![allow(clippy::unwrap_used, reason = "a test may")]

use music::{Music, presets};
use testkit::{Browser, TestServer};

const HARNESS: &str = concat!(
    include_str!("../../basic_chat/tests/js/harness.js"),
    include_str!("js/near.js")
);

macro_rules! checks {
    ($($file:literal),*) => { [$(($file, include_str!(concat!("js/", $file, ".js")))),*] };
}

const CHECKS: [(&str, &str); 18] = checks![
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
    "page_rtt"
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
    let vectors = vectors.join("\n");
    let mut problems = Vec::new();
    for (module, checks) in CHECKS {
        let script = format!("{HARNESS}\n{vectors}\n{checks}\nreturn outcomes;");
        let outcomes = tab.run_module(&script).await;
        let outcomes = outcomes.as_array().unwrap();
        assert!(!outcomes.is_empty(), "{module} checks nothing");
        for outcome in outcomes {
            let name = outcome["name"].as_str().unwrap();
            let problem = outcome["problem"].as_str();
            println!(
                "{} {module}: {name}",
                if problem.is_some() { "FAILED" } else { "ok" }
            );
            problems.extend(problem.map(|problem| format!("{module}: {name}\n{problem}")));
        }
    }
    tab.close().await;
    server.stop().await;
    assert!(problems.is_empty(), "{}", problems.join("\n\n"));
}
