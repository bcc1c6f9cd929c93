//! The switch of the transport: the song is the same on every screen, and goes on sounding.

use testkit::{Browser, Look};

use crate::page::{PLAYING, cell, join, page, server};

const CLAP: u32 = 4;

#[tokio::test]
async fn steps_arrive_once_over_every_transport_while_the_song_plays() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let ada = join(browser, &page(&server), "Ada", Look::LAPTOP).await;
    let bob = join(browser, &page(&server), "Bob", Look::LAPTOP).await;
    ada.click("#clear").await;
    let empty = "document.querySelectorAll('.cell:not([data-level=\"0\"])').length === 0";
    bob.until("an empty grid", empty).await;
    ada.click("#play").await;
    let round = ["sse", "long_poll", "poll", "websocket"];
    for (step, kind) in (0..).zip(round) {
        // Both are under way when the transport is changed; a doubled press would be another level.
        ada.click(&cell(CLAP, 2 * step)).await;
        ada.connect_by(kind).await;
        bob.click(&cell(CLAP, 2 * step + 1)).await;
        let badge = format!(
            "[...document.querySelectorAll('.person')].some((person) =>
                person.textContent.includes('Ada') && person.querySelector('.badge').dataset.transport === '{kind}')"
        );
        bob.until(kind, &badge).await;
        for tab in [&ada, &bob] {
            let levels = format!(
                "[0, 1].every((hand) => document.querySelector(`.cell[data-track='{CLAP}'][data-step='${{2 * {step} + hand}}']`).dataset.level === '2')"
            );
            tab.until("both steps", &levels).await;
            tab.until("the song playing on", PLAYING).await;
        }
    }
    let set = "document.querySelectorAll('.cell:not([data-level=\"0\"])').length === 8";
    ada.until("eight steps, none lost", set).await;
    bob.until("and as many here", set).await;
    ada.look(Look::PHONE).await;
    ada.click("#transport").await;
    ada.screenshot("music-phone-switch").await;
    ada.has_no_errors().await;
    bob.has_no_errors().await;
    ada.close().await;
    bob.close().await;
    server.stop().await;
}
