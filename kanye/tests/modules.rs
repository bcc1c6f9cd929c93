//! The page's modules that need no page, checked one by one where they run: in a real browser.
//!
//! Each file in `tests/js` holds the checks of one module. They run in one tab, one file after the other.

use kanye::fetcher::{self, Settings};
use kanye::{Kanye, QuoteOptions, offline};
use testkit::{Browser, TestServer, checks};

macro_rules! checks {
    ($($file:literal),*) => { [$(($file, include_str!(concat!("js/", $file, ".js")))),*] };
}

const CHECKS: [(&str, &str); 10] = checks![
    "stage",
    "hand",
    "pace",
    "track",
    "heads",
    "move_teller",
    "countdown",
    "quotes",
    "kanye",
    "views"
];

#[tokio::test]
async fn the_modules_of_the_page_hold_what_they_promise() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let options = QuoteOptions {
        offline: true,
        ..QuoteOptions::default()
    };
    let unasked = fetcher::unasked(&Settings::from(&options));
    let make = move || Kanye::new(options.every, &unasked, &offline::LINES);
    let server = TestServer::start(make).await;
    let tab = browser.open(&format!("http://{}/", server.address())).await;
    checks::run(&tab, CHECKS).await;
    tab.close().await;
    server.stop().await;
}
