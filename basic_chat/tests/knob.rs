//! The lecturer's knob as people meet it: who may turn it, who is told, and what the page makes of it.

use basic_chat::BasicChat;
use serde_json::json;
use testkit::{Browser, Look, ONLINE, Tab, TestServer};

const PANEL: &str =
    "document.querySelector('.conditions:not([hidden]) .conditions-knob')?.offsetParent";

fn page(server: &TestServer, host: &str, transport: &str) -> String {
    let port = server.address().port();
    format!("http://{host}:{port}/?transport={transport}")
}

async fn join<'a>(browser: &'a Browser, url: &str, name: &str) -> Tab<'a> {
    let tab = browser.open(url).await;
    tab.join(name).await;
    tab
}

/// Opens the drawer and the panel in it.
async fn open_panel(tab: &Tab<'_>) {
    tab.click("[aria-controls=wire]").await;
    tab.until(
        "the tool",
        "document.querySelector('.conditions-tool:not([hidden])')",
    )
    .await;
    tab.click(".conditions-tool").await;
    tab.until("the panel", PANEL).await;
}

/// Turns the knob in the panel, as a hand does.
async fn turn(tab: &Tab<'_>, transport: &str, name: &str, value: serde_json::Value) {
    let script = "
        const [transport, name, value] = arguments[0];
        const knob = document.querySelector(`.conditions-knob[data-transport=${transport}]`);
        const input = knob.querySelector(`[name=${name}]`);
        if (input.type === 'checkbox') return input.click();
        input.value = value;
        input.dispatchEvent(new Event('input', { bubbles: true }));";
    tab.run_with(script, json!([transport, name, value])).await;
}

async fn told(tab: &Tab<'_>, words: &str) {
    let band = format!(
        "document.querySelector('.conditions-band').textContent === {}",
        json!(words)
    );
    tab.until(words, &band).await;
}

async fn kind(tab: &Tab<'_>, kind: &str) {
    let shown =
        format!("{ONLINE} && document.querySelector('#transport').dataset.kind === '{kind}'");
    tab.until(kind, &shown).await;
}

#[tokio::test]
async fn the_panel_slows_a_transport_and_everybody_is_told() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(5.0)).await;
    let ada = join(browser, &page(&server, "127.0.0.1", "websocket"), "Ada").await;
    let bob = join(
        browser,
        &page(&server, "localhost", "poll&every=500"),
        "Bob",
    )
    .await;
    open_panel(&ada).await;
    turn(&ada, "poll", "delay", json!(700)).await;
    turn(&ada, "poll", "jitter", json!(100)).await;
    for tab in [&ada, &bob] {
        told(tab, "The lecturer slows poll by 700 ± 100 ms").await;
    }
    for (look, name) in [
        (Look::PHONE, "phone"),
        (Look::LAPTOP, "laptop"),
        (Look::PHONE.dark(), "phone-dark"),
        (Look::LAPTOP.dark(), "laptop-dark"),
    ] {
        bob.look(look).await;
        bob.screenshot(&format!("knob-{name}-band")).await;
        ada.look(look).await;
        ada.screenshot(&format!("knob-{name}-panel")).await;
    }
    ada.click(".conditions-off").await;
    for tab in [&ada, &bob] {
        told(tab, "").await;
    }
    ada.has_no_errors().await;
    server.stop().await;
}

#[tokio::test]
async fn a_websocket_that_is_kept_out_is_replaced_and_returns() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(5.0)).await;
    let ada = join(
        browser,
        &page(&server, "127.0.0.1", "poll&every=200"),
        "Ada",
    )
    .await;
    let bob = join(browser, &page(&server, "localhost", "auto"), "Bob").await;
    kind(&bob, "websocket").await;
    open_panel(&ada).await;
    turn(&ada, "websocket", "refused", json!(true)).await;
    told(&bob, "The lecturer keeps new WebSocket connections out").await;
    ada.click("[data-transport=websocket] .conditions-cut")
        .await;
    kind(&bob, "sse").await;
    let fallen = "document.querySelector('.status').textContent.includes('Fallen back to SSE while new WebSockets are kept out.')";
    bob.until("words about it", fallen).await;
    let counts =
        "/WebSocket again in \\d+ s/.test(document.querySelector('.status-detail').textContent)";
    bob.until("when the next try is", counts).await;
    bob.click("#transport").await;
    let in_menu =
        "/WebSocket again in \\d+ s/.test(document.querySelector('.transport-again').innerText)";
    bob.until("the same in the menu", in_menu).await;
    for (look, name) in [
        (Look::PHONE, "phone"),
        (Look::LAPTOP, "laptop"),
        (Look::PHONE.dark(), "phone-dark"),
    ] {
        bob.look(look).await;
        bob.screenshot(&format!("fallback-{name}-menu")).await;
    }
    bob.press("\u{e00c}").await; // Escape.
    bob.look(Look::PHONE).await;
    bob.screenshot("fallback-phone").await;
    bob.look(Look::LAPTOP).await;
    bob.screenshot("fallback-laptop").await;
    bob.click(".status-offer .pill").await;
    bob.until("a try in vain, and the next", counts).await;
    kind(&bob, "sse").await;
    bob.type_into("#text", "said meanwhile\n").await;
    let heard = "[...document.querySelectorAll('.line[data-status=sent]')].filter((line) => line.textContent.includes('said meanwhile')).length === 1";
    ada.until("nothing lost", heard).await;
    turn(&ada, "websocket", "refused", json!(false)).await;
    told(&bob, "").await;
    kind(&bob, "websocket").await;
    bob.until("the line once", heard).await;
    server.stop().await;
}

#[tokio::test]
async fn a_newcomer_on_a_websocket_that_is_slow_on_purpose_is_one_person_and_falls_back_to_nothing()
{
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(5.0)).await;
    let ada = join(
        browser,
        &page(&server, "127.0.0.1", "poll&every=200"),
        "Ada",
    )
    .await;
    open_panel(&ada).await;
    // There and back is longer than a try is usually given.
    turn(&ada, "websocket", "delay", json!(2_600)).await;
    told(&ada, "The lecturer slows WebSocket by 2600 ms").await;
    let bob = browser.open(&page(&server, "localhost", "auto")).await;
    told(&bob, "The lecturer slows WebSocket by 2600 ms").await;
    bob.join("Bob").await;
    kind(&bob, "websocket").await;
    let ids = "return [...document.querySelectorAll('.person[data-id]')].map((person) => person.dataset.id)";
    ada.until(
        "Bob",
        "document.querySelector('.people').textContent.includes('Bob')",
    )
    .await;
    assert_eq!(ada.run(ids).await, json!(["1", "2"]), "nobody came before");
    let hint = "return document.querySelector('.status').dataset.tone === 'hint'";
    assert_eq!(bob.run(hint).await, false, "nothing was fallen back to");
    server.stop().await;
}

#[tokio::test]
async fn a_tab_that_insists_on_a_websocket_comes_back_by_itself_when_a_refusal_ends() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(5.0)).await;
    let ada = join(
        browser,
        &page(&server, "127.0.0.1", "poll&every=200"),
        "Ada",
    )
    .await;
    let bob = join(browser, &page(&server, "localhost", "websocket"), "Bob").await;
    open_panel(&ada).await;
    turn(&ada, "websocket", "refused", json!(true)).await;
    told(&bob, "The lecturer keeps new WebSocket connections out").await;
    ada.click("[data-transport=websocket] .conditions-cut")
        .await;
    let tries = "document.querySelector('.status').textContent.includes('reconnecting, try 3')";
    bob.until("tries in vain", tries).await;
    bob.type_into("#text", "said meanwhile\n").await;
    turn(&ada, "websocket", "refused", json!(false)).await;
    kind(&bob, "websocket").await;
    let heard = "[...document.querySelectorAll('.line[data-status=sent]')].filter((line) => line.textContent.includes('said meanwhile')).length === 1";
    ada.until("what was typed meanwhile", heard).await;
    server.stop().await;
}

#[tokio::test]
async fn on_a_phone_the_rows_stay_in_sight_beside_the_panel() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(5.0)).await;
    let url = page(&server, "127.0.0.1", "poll&every=200");
    let ada = join(browser, &url, "Ada").await;
    ada.look(Look::PHONE).await;
    open_panel(&ada).await;
    let rows = "document.querySelector('.wire-list').getBoundingClientRect().height >= 3 * 32
        && document.querySelectorAll('.wire-row').length >= 3";
    ada.until("three rows and more", rows).await;
    let small = "return [...document.querySelectorAll('.wire button, .wire select, .wire input[type=search]')]
        .filter((made) => made.checkVisibility() && made.getBoundingClientRect().height < 43.5 && !made.matches('.wire-row'))
        .map((made) => made.className)";
    assert_eq!(ada.run(small).await, json!([]), "large enough for a finger");
    for (look, name) in [
        (Look::PHONE, "phone"),
        (Look::PHONE.dark(), "phone-dark"),
        (Look::LAPTOP, "laptop"),
    ] {
        ada.look(look).await;
        ada.screenshot(&format!("drawer-{name}-panel")).await;
    }
    ada.click(".conditions-tool").await;
    ada.look(Look::PHONE).await;
    let head = "return document.querySelector('.wire-main').getBoundingClientRect().top
        - document.querySelector('#wire').getBoundingClientRect().top";
    let head = ada.run(head).await;
    assert!(head.as_f64().is_some_and(|head| head < 180.0), "{head}");
    ada.screenshot("drawer-phone").await;
    server.stop().await;
}

#[tokio::test]
async fn under_another_name_there_is_no_panel() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(5.0)).await;
    let bob = join(browser, &page(&server, "class.localhost", "auto"), "Bob").await;
    bob.click("[aria-controls=wire]").await;
    bob.until(
        "the drawer",
        "document.querySelector('.wire-pause')?.offsetParent",
    )
    .await;
    let nothing = "document.querySelector('.conditions-tool').hidden && document.querySelector('.conditions').hidden";
    assert_eq!(bob.run(&format!("return {nothing}")).await, true);
    server.stop().await;
}
