//! The page's modules that need no page, checked one by one where they run: in a real browser.
//!
//! Each file in `tests/js` holds the checks of one module. They run in one tab, one file after the other.

use basic_chat::BasicChat;
use testkit::{Browser, TestServer, checks};

macro_rules! checks {
    ($($file:literal),*) => { [$(($file, include_str!(concat!("js/", $file, ".js")))),*] };
}

const CHECKS: [(&str, &str); 30] = checks![
    "outbox",
    "session",
    "delivery",
    "pending",
    "backoff",
    "watchdog",
    "choice",
    "connection",
    "transports",
    "budget",
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
    "slower",
    "conditions",
    "hand",
    "views",
    "wire_feed",
    "wire_ledger",
    "wire_log",
    "wire_frame",
    "wire_sources",
    "wire_lanes"
];
/// The page without its views against a model of the server, over networks made up from seeds. It takes
/// long, so there are three parts, each of them one script.
const ANY_NETWORK: (&str, &str) = (
    "any_network",
    concat!(
        include_str!("js/model_server.js"),
        include_str!("js/any_page.js"),
        include_str!("js/any_network.js")
    ),
);
const ANY_SEAT: (&str, &str) = (
    "any_seat",
    concat!(
        include_str!("js/model_server.js"),
        include_str!("js/any_page.js"),
        include_str!("js/any_seat.js")
    ),
);
const ANY_SWITCH: (&str, &str) = (
    "any_switch",
    concat!(
        include_str!("js/model_server.js"),
        include_str!("js/any_page.js"),
        include_str!("js/any_switch.js")
    ),
);

#[tokio::test]
async fn the_modules_of_the_page_hold_what_they_promise() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(0.0)).await;
    let tab = browser.open(&format!("http://{}/", server.address())).await;
    let all = CHECKS
        .into_iter()
        .chain([ANY_NETWORK, ANY_SEAT, ANY_SWITCH]);
    checks::run(&tab, all).await;
    tab.close().await;
    server.stop().await;
}
