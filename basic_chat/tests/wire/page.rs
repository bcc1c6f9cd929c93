//! What a person does with the drawer, and what they see of it.

use basic_chat::BasicChat;
use serde_json::json;
use testkit::{Browser, ONLINE, Tab, TestServer};

pub(crate) const KINDS: [&str; 4] = ["websocket", "sse", "long_poll", "poll"];
pub(crate) const ESCAPE: &str = "\u{e00c}";

pub(crate) async fn server() -> TestServer {
    TestServer::start(|| BasicChat::new(0.0)).await
}

pub(crate) fn page(server: &TestServer, query: &str) -> String {
    format!("http://localhost:{}/?probe{query}", server.address().port())
}

pub(crate) async fn join<'a>(browser: &'a Browser, url: &str, name: &str) -> Tab<'a> {
    let tab = browser.open(url).await;
    tab.join(name).await;
    tab
}

/// By the key, wherever the focus is not in a field.
pub(crate) async fn open_drawer(tab: &Tab<'_>) {
    tab.press(ESCAPE).await;
    tab.press("w").await;
    tab.until("the drawer", "document.body.dataset.wire === 'open'")
        .await;
    tab.until("its first row", "document.querySelector('.wire-row')")
        .await;
}

pub(crate) async fn say(tab: &Tab<'_>, text: &str) {
    tab.type_into("#text", &format!("{text}\n")).await;
}

pub(crate) async fn sees(tab: &Tab<'_>, text: &str) {
    let expression = format!(
        "[...document.querySelectorAll('.line[data-status=sent] .line-bubble')]
             .some((bubble) => bubble.textContent === {})",
        json!(text)
    );
    tab.until(text, &expression).await;
}

pub(crate) async fn connect_by(tab: &Tab<'_>, kind: &str) {
    tab.click("#transport").await;
    tab.click(&format!(".transport-option[data-kind={kind}]"))
        .await;
    let is_so = format!("document.querySelector('#transport').dataset.kind === '{kind}'");
    tab.until(kind, &format!("{is_so} && {ONLINE}")).await;
    tab.press(ESCAPE).await;
}

/// The newest row in sight that says so much, of those that fit.
pub(crate) fn row(selector: &str, words: &str) -> String {
    format!(
        "[...document.querySelectorAll({})].findLast((row) => row.textContent.includes({}))",
        json!(selector),
        json!(words)
    )
}

/// Opens a row, as a press on it does.
pub(crate) async fn open_row(tab: &Tab<'_>, row: &str) {
    tab.until("the row", row).await;
    tab.run(&format!("{row}.click()")).await;
    tab.until("the row opened", "document.querySelector('.wire-detail')")
        .await;
}
