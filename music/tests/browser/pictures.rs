//! Pictures for people to look at.

use serde_json::json;
use testkit::{Browser, Client, Look};

use crate::page::{PLAYING, join, page, server};

#[tokio::test]
async fn pictures_of_a_song() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let ada = join(browser, &page(&server), "Ada", Look::LAPTOP).await;
    let mut bob = Client::join(server.address(), "Bob").await;
    for (look, name) in [(Look::LAPTOP, "laptop"), (Look::PHONE, "phone")] {
        ada.look(look).await;
        ada.screenshot(&format!("music-{name}-stopped")).await;
        let fits = "return document.documentElement.scrollWidth <= innerWidth";
        assert_eq!(
            ada.run(fits).await,
            json!(true),
            "nothing is cut off on a {name}"
        );
    }
    let steps = ada
        .run("return [...document.querySelectorAll('.cell[data-track=\"0\"]')].filter((cell) => cell.checkVisibility()).length")
        .await;
    assert_eq!(steps, json!(8), "a phone shows half of the steps");
    ada.click("#play").await;
    ada.until("music", PLAYING).await;
    bob.send(&json!({"type": "set", "n": 1, "group": 1, "cells": [[0, 4, 4, 2], [0, 4, 12, 3]]}))
        .await;
    ada.until("Bob's hand", "document.querySelector('.cell[data-ring]')")
        .await;
    for (look, name) in [(Look::LAPTOP, "laptop"), (Look::PHONE, "phone")] {
        ada.look(look).await;
        ada.screenshot(&format!("music-{name}-playing")).await;
        ada.look(look.dark()).await;
        ada.screenshot(&format!("music-{name}-dark")).await;
    }
    ada.look(Look::LAPTOP).await;
    ada.click("#clock").await;
    ada.screenshot("music-laptop-clock").await;
    ada.press("\u{E00C}").await;
    ada.click("#take-home").await;
    ada.screenshot("music-laptop-home").await;
    ada.has_no_errors().await;
    ada.close().await;
    server.stop().await;
}
