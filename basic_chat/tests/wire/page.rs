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

/// Types into the field that finds rows.
pub(crate) async fn find(tab: &Tab<'_>, words: &str) {
    let script = "const field = document.querySelector('.wire-search');
        field.value = arguments[0];
        field.dispatchEvent(new Event('input'));";
    tab.run_with(script, json!(words)).await;
}

/// Finds the newest row that fits and says so much, and opens it, as a press on it does.
pub(crate) async fn open_row(tab: &Tab<'_>, selector: &str, words: &str) {
    find(tab, words).await;
    let row = format!(
        "[...document.querySelectorAll({})].findLast((row) => row.textContent.includes({}))",
        json!(selector),
        json!(words)
    );
    tab.until(words, &row).await;
    tab.run(&format!("{row}.click()")).await;
    tab.until("the row opened", "document.querySelector('.wire-detail')")
        .await;
}

/// From the open row back to all of them.
pub(crate) async fn back(tab: &Tab<'_>) {
    tab.click(".wire-back").await;
    find(tab, "").await;
}
