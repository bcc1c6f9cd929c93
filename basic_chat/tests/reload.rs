//! What a tab remembers over a reload, and what it does where it may remember nothing.

use basic_chat::BasicChat;
use serde_json::json;
use testkit::{Browser, Tab, TestServer};

/// Lines that are typed faster than the server takes them.
const TYPED: usize = 12;
/// All at once, as no person could: what matters is that most of them have to wait.
const TYPE_ALL: &str = "
    const field = document.querySelector('#text');
    for (let line = 1; line <= arguments[0]; line += 1) {
        field.value = `line ${line}`;
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    }";
const SHOWN: &str = "
    return [...document.querySelectorAll('.line')].map((line) =>
        `${line.querySelector('.rich-text').textContent} ${line.dataset.status}`)";

async fn join<'a>(browser: &'a Browser, server: &TestServer) -> Tab<'a> {
    let tab = browser.open(&format!("http://{}/", server.address())).await;
    tab.click("#join").await;
    online(&tab).await;
    tab
}

async fn online(tab: &Tab<'_>) {
    tab.until("a seat", "document.body.dataset.state === 'online'")
        .await;
}

/// Waits until nothing waits any more, and returns what is shown.
async fn all_sent(tab: &Tab<'_>, count: usize) -> Vec<String> {
    let sent = format!(
        "document.querySelectorAll('.lines:not(.lines-waiting) .line[data-seq]').length >= {count}"
    );
    tab.until("every line's number", &sent).await;
    serde_json::from_value(tab.run(SHOWN).await).expect("a list of texts")
}

#[tokio::test]
async fn what_waits_when_the_page_is_loaded_again_is_said_once_and_in_order() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(3.0)).await;
    let bob = join(&browser, &server).await;
    let ada = join(&browser, &server).await;
    ada.run_with(TYPE_ALL, json!(TYPED)).await;
    ada.until(
        "a first line",
        "document.querySelector('.line[data-status=sent]')",
    )
    .await;
    ada.reload().await;
    ada.until(
        "what waits",
        "document.querySelector('.line[data-status=pending]')",
    )
    .await;
    let expected: Vec<_> = (1..=TYPED)
        .map(|line| format!("line {line} sent"))
        .collect();
    assert_eq!(all_sent(&ada, TYPED).await, expected);
    assert_eq!(all_sent(&bob, TYPED).await, expected);
    let kept = "return Object.keys(sessionStorage).filter((key) => key.startsWith('pending'))";
    assert_eq!(
        ada.run(kept).await,
        json!([]),
        "what is decided is forgotten"
    );
    server.stop().await;
}

#[tokio::test]
async fn a_page_whose_storage_is_blocked_still_chats() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(0.0)).await;
    let tab = browser.open("about:blank").await;
    let blocked = "for (const storage of ['sessionStorage', 'localStorage'])
        Object.defineProperty(window, storage, { get() { throw new DOMException('', 'SecurityError'); } });";
    tab.tell(
        "Page.addScriptToEvaluateOnNewDocument",
        json!({"source": blocked}),
    )
    .await;
    tab.go(&format!("http://{}/", server.address())).await;
    tab.click("#join").await;
    online(&tab).await;
    tab.type_into("#text", "hello\n").await;
    assert_eq!(all_sent(&tab, 1).await, ["hello sent"]);
    assert_eq!(tab.console().await, [""; 0], "nothing is complained about");
    server.stop().await;
}
