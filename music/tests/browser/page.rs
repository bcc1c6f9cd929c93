//! The page as a test uses it.

use music::{Music, presets};
use testkit::{Browser, Look, Tab, TestServer};

pub(crate) const PLAYING: &str = "document.querySelector('#play').dataset.state === 'playing'";

pub(crate) async fn server() -> TestServer {
    let song = presets::first();
    TestServer::start(move || Music::new(&song)).await
}

pub(crate) fn page(server: &TestServer) -> String {
    format!("http://localhost:{}/?probe", server.address().port())
}

/// Opens the page and joins under a name, by a tap that lets the device sound.
pub(crate) async fn join<'a>(browser: &'a Browser, url: &str, name: &str, look: Look) -> Tab<'a> {
    let tab = browser.open(url).await;
    tab.look(look).await;
    tab.join(name).await;
    tab
}

/// One cell, as a selector.
pub(crate) fn cell(track: u32, step: u32) -> String {
    format!(".cell[data-track='{track}'][data-step='{step}']")
}
