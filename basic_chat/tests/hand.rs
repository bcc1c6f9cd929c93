//! The lecturer's hand as people meet it: the lecturer presses, a student sees it, and nobody else can.

use basic_chat::BasicChat;
use common::Options;
use common::server::addresses::network_addresses;
use serde_json::json;
use testkit::{Browser, Look, ONLINE, Tab, TestServer};

fn page(server: &TestServer, host: &str, query: &str) -> String {
    let port = server.address().port();
    format!("http://{host}:{port}/{query}")
}

async fn join<'a>(browser: &'a Browser, url: &str, name: &str) -> Tab<'a> {
    let tab = browser.open(url).await;
    tab.join(name).await;
    tab
}

/// Waits until the list of people is shown with a menu for that person, and opens both.
async fn open_menu(tab: &Tab<'_>, name: &str) {
    let row = format!(
        "[...document.querySelectorAll('.person')].find((row) => row.textContent.includes({}))",
        json!(name)
    );
    tab.until("the row", &format!("{row}?.querySelector('.person-more')"))
        .await;
    let open = format!("
        const people = document.querySelector('.people');
        if (getComputedStyle(people).visibility === 'hidden') document.querySelector('[aria-controls=people]').click();
        const more = {row}.querySelector('.person-more');
        if (more.getAttribute('aria-expanded') !== 'true') more.click();");
    tab.run(&open).await;
}

async fn told(tab: &Tab<'_>, words: &str) {
    let band = format!(
        "document.querySelector('.hand-band').textContent === {}",
        json!(words)
    );
    tab.until(words, &band).await;
}

/// How many lines of these words are shown as taken by the room.
fn sent(words: &str, count: usize) -> String {
    format!(
        "[...document.querySelectorAll('.line[data-status=sent]')]
            .filter((line) => line.textContent.includes({})).length === {count}",
        json!(words)
    )
}

#[tokio::test]
async fn the_lecturer_mutes_a_student_who_sees_it_and_keeps_the_text() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(5.0)).await;
    let ada = join(browser, &page(&server, "127.0.0.1", ""), "Ada").await;
    let bob = join(
        browser,
        &page(&server, "localhost", "?transport=long_poll"),
        "Bob",
    )
    .await;
    open_menu(&ada, "Bob").await;
    ada.click(".person-mute").await;
    told(
        &bob,
        "You are muted by the lecturer: what you do stays here.",
    )
    .await;
    bob.type_into("#text", "let me speak\n").await;
    let kept = "document.querySelector('#text').value.includes('let me speak')
        && document.querySelector('.send').disabled && document.querySelectorAll('.line').length === 0";
    bob.until("the text in the field", kept).await;
    for (look, name) in [
        (Look::PHONE, "phone"),
        (Look::LAPTOP, "laptop"),
        (Look::PHONE.dark(), "phone-dark"),
        (Look::LAPTOP.dark(), "laptop-dark"),
    ] {
        bob.look(look).await;
        bob.screenshot(&format!("hand-{name}-muted")).await;
        ada.look(look).await;
        open_menu(&ada, "Bob").await;
        ada.screenshot(&format!("hand-{name}-lecturer")).await;
    }
    let marked = "document.querySelector('.person[data-muted] .people-muted').offsetParent";
    bob.until("the mark in the list", marked).await;
    ada.click(".person-mute").await;
    told(&bob, "").await;
    bob.click(".send").await;
    ada.until("the line", &sent("let me speak", 1)).await;
    for tab in [&ada, &bob] {
        tab.has_no_errors().await;
    }
    server.stop().await;
}

#[tokio::test]
async fn a_removed_student_is_told_so_and_does_not_come_back() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(5.0)).await;
    let ada = join(browser, &page(&server, "127.0.0.1", ""), "Ada").await;
    let eve = join(browser, &page(&server, "localhost", ""), "Eve").await;
    open_menu(&ada, "Eve").await;
    ada.click(".person-remove").await;
    ada.click(".person-menu .ask-yes").await;
    let away = "document.querySelector('.status[data-tone=stopped]')?.textContent.includes('sent you away')";
    eve.until("that she is sent away", away).await;
    let alone = "document.querySelectorAll('.person').length === 1";
    ada.until("that she is gone", alone).await;
    eve.type_into("#text", "does anybody hear me").await;
    eve.until(
        "that nothing more can be sent",
        "document.querySelector('.send').disabled && document.querySelector('#notice').textContent.includes('sent away')",
    )
    .await;
    eve.screenshot("hand-removed").await;
    // Nothing of the old seat is left: the page asks for a name again, and the same one is not let in.
    eve.reload().await;
    eve.until(
        "the name dialog",
        "document.querySelector('#name')?.offsetParent",
    )
    .await;
    eve.click("#join").await;
    eve.until("that she is still away", away).await;
    ada.has_no_errors().await;
    server.stop().await;
}

#[tokio::test]
async fn slow_mode_counts_down_and_a_locked_room_lets_a_reload_in() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(5.0)).await;
    let ada = join(browser, &page(&server, "127.0.0.1", ""), "Ada").await;
    let bob = join(browser, &page(&server, "localhost", ""), "Bob").await;
    ada.until(
        "the controls",
        "document.querySelector('.hand:not([hidden])')",
    )
    .await;
    ada.run(
        "
        const slow = document.querySelector('#hand-slow');
        slow.value = '30000';
        slow.dispatchEvent(new Event('change'));
        document.querySelector('.hand-lock').click();",
    )
    .await;
    told(
        &bob,
        "Slow mode: everybody once in 30 s.The room is locked: nobody new comes in.",
    )
    .await;
    bob.type_into("#text", "one\n").await;
    bob.until("the line", &sent("one", 1)).await;
    let waits = "!document.querySelector('.send-wait').hidden";
    bob.until("the wait", waits).await;
    bob.type_into("#text", "two\n").await;
    let kept = "document.querySelector('#text').value.includes('two') && document.querySelectorAll('.line').length === 1";
    bob.until("the text in the field", kept).await;
    bob.screenshot("hand-slow").await;
    bob.reload().await;
    bob.until("that he is back", ONLINE).await;
    // The reload has kept the text, and made the page forget how long it was to wait: the room has not.
    bob.click(".send").await;
    bob.until("the wait", waits).await;
    ada.run(
        "
        const slow = document.querySelector('#hand-slow');
        slow.value = '0';
        slow.dispatchEvent(new Event('change'));",
    )
    .await;
    ada.until("the other line", &sent("two", 1)).await;
    bob.has_no_errors().await;
    server.stop().await;
}

#[tokio::test]
async fn a_page_with_the_key_is_the_lecturers_and_gets_into_a_locked_room_and_one_without_does_not()
{
    let Some(browser) = &Browser::start().await else {
        return;
    };
    // An address by which other machines come, so that nobody here counts as being at the server's own.
    let Some(host) = network_addresses().unwrap().into_iter().next() else {
        return;
    };
    let options = Options {
        port: 0,
        host: Some(host),
        ..Options::default()
    };
    let server = TestServer::start_with(options, || BasicChat::new(5.0)).await;
    let address = format!("http://{}/", server.address());
    let bob = join(browser, &address, "Bob").await;
    let ada = join(browser, &format!("{address}#key={}", server.key()), "Ada").await;
    ada.until(
        "the controls",
        "document.querySelector('.hand:not([hidden])')",
    )
    .await;
    let address_is_clean = "!location.href.includes('#') && !location.href.includes('key')";
    ada.until("an address without the key", address_is_clean)
        .await;
    ada.reload().await;
    ada.until(
        "the controls again",
        "document.querySelector('.hand:not([hidden])')",
    )
    .await;
    ada.run("document.querySelector('.hand-lock').click()")
        .await;
    told(&bob, "The room is locked: nobody new comes in.").await;
    let none = "document.querySelector('.hand[hidden]') && !document.querySelector('.person-more')";
    bob.until("no controls", none).await;
    let stranger = browser.open(&address).await;
    stranger.type_into("#name", "Eve").await;
    stranger.click("#join").await;
    let locked = "document.querySelector('.status')?.textContent.includes('locked the room')";
    stranger.until("the reason", locked).await;
    stranger.screenshot("hand-locked").await;
    // Another device of the lecturer's is as new as the stranger's.
    let tablet = format!("{address}#key={}", server.key());
    let tablet = join(browser, &tablet, "Ada on a tablet").await;
    told(&tablet, "The room is locked: nobody new comes in.").await;
    stranger.until("that she is still outside", locked).await;
    server.stop().await;
}

#[tokio::test]
async fn what_the_lecturer_clears_leaves_every_page_and_is_not_there_for_newcomers() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(5.0)).await;
    let ada = join(browser, &page(&server, "127.0.0.1", ""), "Ada").await;
    let bob = join(
        browser,
        &page(&server, "localhost", "?transport=poll&every=200"),
        "Bob",
    )
    .await;
    bob.type_into("#text", "a line that should not stay\n")
        .await;
    let line = "a line that should not stay";
    for tab in [&ada, &bob] {
        tab.until("the line", &sent(line, 1)).await;
    }
    ada.until(
        "the controls",
        "document.querySelector('.hand:not([hidden])')",
    )
    .await;
    ada.run("document.querySelector('.hand-clear').click()")
        .await;
    ada.run("document.querySelector('.hand .ask-yes').click()")
        .await;
    let cleared =
        "document.querySelector('.mark-cleared') && !document.querySelector('.line[data-seq]')";
    for tab in [&ada, &bob] {
        tab.until("an empty log", cleared).await;
    }
    ada.type_into("#text", "a fresh start\n").await;
    bob.until("the next line", &sent("a fresh start", 1)).await;
    bob.screenshot("hand-cleared").await;
    let eve = join(browser, &page(&server, "localhost", ""), "Eve").await;
    eve.until("the next line", &sent("a fresh start", 1)).await;
    eve.until("nothing else", &sent(line, 0)).await;
    for tab in [&ada, &bob] {
        tab.has_no_errors().await;
    }
    server.stop().await;
}
