//! The drawer on a phone and on a laptop, light and dark, empty and busy.

use serde_json::json;
use testkit::{Browser, Client, Look, Tab};

use crate::page::{ESCAPE, back, connect_by, join, open_drawer, open_row, page, say, sees, server};

const LOOKS: [(Look, &str); 2] = [(Look::PHONE, "phone"), (Look::LAPTOP, "laptop")];

/// Pictures in all looks, and what must be true in each of them.
async fn pictures(tab: &Tab<'_>, name: &str) {
    for (look, screen) in LOOKS {
        for (look, shade) in [(look, ""), (look.dark(), "-dark")] {
            let touch = json!({"enabled": look.width < 600, "maxTouchPoints": 1});
            tab.tell("Emulation.setTouchEmulationEnabled", touch).await;
            tab.look(look).await;
            // The strip asks for the colours of the theme twice a second.
            tab.run_module("await new Promise((done) => setTimeout(done, 600))")
                .await;
            tab.screenshot(&format!("wire-{screen}-{name}{shade}"))
                .await;
        }
        let sideways =
            "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
        assert_eq!(tab.run(sideways).await, false, "{screen}, {name}");
        let newest = "return document.querySelector('.wire-to-end').hidden";
        assert_eq!(
            tab.run(newest).await,
            true,
            "the newest row in sight: {name}"
        );
        if screen == "phone" {
            let small = "return [...document.querySelectorAll('.wire button, .wire select, .wire input')]
                .filter((made) => made.checkVisibility() && made.getBoundingClientRect().height < 43.5)
                .map((made) => made.className + ' ' + made.textContent.slice(0, 20))";
            assert_eq!(
                tab.run(small).await,
                json!([]),
                "large enough for a finger: {name}"
            );
        }
    }
}

#[tokio::test]
async fn it_looks_as_it_should() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let mut bob = Client::join(server.address(), "Bob").await;
    let ada = join(browser, &page(&server, "&every=500"), "Ada").await;
    open_drawer(&ada).await;
    let clear = "[...document.querySelectorAll('.wire-tools button')].find(({ textContent }) => textContent === 'Clear').click()";
    ada.click(".wire-pause").await;
    ada.run(clear).await;
    pictures(&ada, "empty").await;
    ada.click(".wire-pause").await;
    for kind in ["websocket", "sse", "long_poll", "poll"] {
        connect_by(&ada, kind).await;
        for number in 0..4 {
            bob.say(&format!("Bob's number {number}, by {kind}")).await;
            ada.run("document.querySelector('#text').focus()").await;
            say(&ada, &format!("mine, by {kind} {number}")).await;
            sees(&ada, &format!("mine, by {kind} {number}")).await;
        }
        pictures(&ada, kind).await;
        if kind == "websocket" {
            open_row(&ada, ".wire-row[data-kind=frame][data-way=up]", "mine, by").await;
            pictures(&ada, "frame").await;
            source(&ada).await;
            pictures(&ada, "source").await;
            back(&ada).await;
        }
        if kind == "sse" {
            open_row(&ada, ".wire-row[data-way=down]", "mine, by sse").await;
            pictures(&ada, "chunk").await;
            back(&ada).await;
        }
        if kind == "poll" {
            open_row(&ada, ".wire-row[data-kind=request]", "POST").await;
            pictures(&ada, "request").await;
            back(&ada).await;
        }
    }
    ada.look(Look::PHONE).await;
    ada.press(ESCAPE).await;
    ada.until("the strip", "document.body.dataset.wire === 'peek'")
        .await;
    ada.screenshot("wire-phone-strip").await;
    ada.close().await;
    server.stop().await;
}

async fn source(tab: &Tab<'_>) {
    tab.click(".wire-source-tabs button:last-child").await;
    tab.until("the lines", "document.querySelector('.wire-code')")
        .await;
    tab.run("document.querySelector('.wire-source').scrollIntoView()")
        .await;
}

#[tokio::test]
async fn the_keyboard_goes_into_the_drawer_and_comes_back_to_the_button() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let ada = join(browser, &page(&server, ""), "Ada").await;
    let inside = "document.querySelector('#wire').contains(document.activeElement)";
    let on_button = "document.activeElement.matches('[aria-controls=wire]')";
    for look in [Look::LAPTOP, Look::PHONE] {
        ada.look(look).await;
        open_drawer(&ada).await;
        ada.until("the focus in the drawer", inside).await;
        ada.press("\u{e004}").await; // Tab.
        ada.until("and going on in it", inside).await;
        ada.press(ESCAPE).await;
        let gone = format!("document.body.dataset.wire !== 'open' && {on_button}");
        ada.until("the focus on the button", &gone).await;
        ada.press("w").await;
        ada.until("the focus in the drawer", inside).await;
        ada.press("w").await;
        ada.until("the focus on the button", &gone).await;
        ada.press("w").await;
        ada.until("the focus in the drawer", inside).await;
        let at_rest = "document.querySelector('#wire').getAnimations().length === 0";
        ada.until("the sheet at rest", at_rest).await;
        ada.click(".wire-close").await;
        ada.until("the focus on the button", &gone).await;
        ada.run("document.activeElement.blur()").await;
    }
    ada.has_no_errors().await;
    ada.close().await;
    server.stop().await;
}
