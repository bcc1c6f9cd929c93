//! The page's modules that need no page, checked one by one where they run: in a real browser.
//!
//! Each file in `tests/js` holds the checks of one module. They run in one tab, one file after the other.

#![allow(clippy::unwrap_used, reason = "a test may")]

use basic_chat::BasicChat;
use testkit::{Browser, TestServer};

const HARNESS: &str = include_str!("js/harness.js");

macro_rules! checks {
    ($($file:literal),*) => { [$(($file, include_str!(concat!("js/", $file, ".js")))),*] };
}

const CHECKS: [(&str, &str); 17] = checks![
    "outbox",
    "session",
    "delivery",
    "pending",
    "backoff",
    "watchdog",
    "clock",
    "people",
    "rich_text",
    "commands",
    "speech",
    "tab",
    "typing",
    "lines",
    "chat",
    "status_line",
    "views"
];
/// The page without its views against a model of the server, over networks made up from seeds.
const ANY_NETWORK: (&str, &str) = (
    "any_network",
    concat!(
        include_str!("js/model_server.js"),
        include_str!("js/any_network.js")
    ),
);

#[tokio::test]
async fn the_modules_of_the_page_hold_what_they_promise() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(0.0)).await;
    let tab = browser.open(&format!("http://{}/", server.address())).await;
    let mut problems = Vec::new();
    for (module, checks) in CHECKS.into_iter().chain([ANY_NETWORK]) {
        let script = format!("{HARNESS}\n{checks}\nreturn outcomes;");
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
