//! One row opened: the bits of its frame, the lines of code that sent it, and how to do it by hand.

use basic_chat::BasicChat;
use serde_json::{Value, json};
use testkit::{Browser, Client, Tab, TestServer, tools};
use tokio::process::Command;

use crate::page::{KINDS, back, join, open_drawer, open_row, page, say, sees, server};

/// Notes what the page hands to its socket, to compare it with what the drawer says travelled.
const NOTE_WHAT_IS_SENT: &str = "
    window.handed = [];
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (text) {
        handed.push(text);
        return send.call(this, text);
    };";

async fn field(tab: &Tab<'_>, name: &str) -> Value {
    let code = format!(".wire-fields [data-field={}] code", json!(name));
    tab.run_with(
        "return document.querySelector(arguments[0])?.textContent",
        json!(code),
    )
    .await
}

#[tokio::test]
async fn a_frame_is_told_to_the_bit_and_its_mask_comes_off() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let mut bob = Client::join(server.address(), "Bob").await;
    let ada = browser.open(&page(&server, "")).await;
    ada.run(NOTE_WHAT_IS_SENT).await;
    ada.join("Ada").await;
    open_drawer(&ada).await;
    say(&ada, "hi, Bob").await;
    open_row(&ada, ".wire-row[data-kind=frame][data-way=up]", "hi, Bob").await;
    let handed = "handed.find((text) => text.includes('hi, Bob'))";
    let text = ada.run(&format!("return {handed}")).await;
    let text = text.as_str().unwrap();
    assert!(text.len() < 126, "short enough for seven bits");
    let length = format!("{:07b}", text.len());
    let bits = [
        ("FIN", "1"),
        ("RSV", "000"),
        ("opcode", "0001"),
        ("mask", "1"),
        ("length", &length),
    ];
    for (name, bits) in bits {
        assert_eq!(field(&ada, name).await, bits, "{name}");
    }
    let shown = "return [...document.querySelectorAll('.wire-byte em')].map((em) => em.textContent).join('')";
    let expected: String = text.replace(' ', "␣").chars().take(64).collect();
    assert_eq!(ada.run(shown).await, json!(expected), "the text unmasked");
    let right = "[...document.querySelectorAll('.wire-byte')].every((cell) => {
        const [travelled, key, plain] = ['i', 'u', 'b'].map((part) => parseInt(cell.querySelector(part).textContent, 16));
        return (travelled ^ key) === plain;
    })";
    assert_eq!(ada.run(&format!("return {right}")).await, true);
    let keys =
        "return [...document.querySelectorAll('.wire-byte u')].map((key) => key.textContent)";
    let keys = ada.run(keys).await;
    let keys = keys.as_array().unwrap();
    let repeat = keys.iter().zip(keys.iter().skip(4));
    assert!(repeat.into_iter().all(|(one, next)| one == next));
    // Byte by byte: at the first press only the first has its mask off.
    ada.click(".wire-stepper button:nth-child(2)").await;
    let done = "document.querySelectorAll('.wire-byte[data-done]').length";
    ada.until("the first byte", &format!("{done} === 1")).await;
    let sum = "document.querySelector('.wire-sum').textContent.endsWith('= 01111011 = {')";
    ada.until("its sum", sum).await;
    // What the server sends has none.
    bob.say("hi, Ada").await;
    back(&ada).await;
    open_row(&ada, ".wire-row[data-kind=frame][data-way=down]", "hi, Ada").await;
    assert_eq!(field(&ada, "mask").await, "0");
    let masked = "document.querySelector('.wire-stepper')";
    assert_eq!(ada.run(&format!("return {masked}")).await, Value::Null);
    ada.has_no_errors().await;
    ada.close().await;
    server.stop().await;
}

#[tokio::test]
async fn who_sent_this_is_answered_with_lines_of_the_files_that_run() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let server = server().await;
    let mut bob = Client::join(server.address(), "Bob").await;
    for kind in KINDS {
        let query = format!("&transport={kind}&every=500");
        let ada = join(browser, &page(&server, &query), "Ada").await;
        open_drawer(&ada).await;
        let (mine, his) = (format!("mine by {kind}"), format!("his by {kind}"));
        say(&ada, &mine).await;
        sees(&ada, &mine).await;
        bob.say(&his).await;
        sees(&ada, &his).await;
        for (way, words) in [("up", &mine), ("down", &his)] {
            open_row(&ada, &format!(".wire-row[data-way={way}]"), words).await;
            every_source_is_shown(&ada, &format!("{kind}, {way}")).await;
            back(&ada).await;
        }
        ada.has_no_errors().await;
        ada.close().await;
    }
    server.stop().await;
}

/// Each side is there, and its lines stand in the file at the numbers that are shown.
async fn every_source_is_shown(tab: &Tab<'_>, what: &str) {
    let sides = "return [...new Set([...document.querySelectorAll('.wire-source-tabs button')]
        .map((made) => made.dataset.side))].toSorted()";
    assert_eq!(tab.run(sides).await, json!(["page", "server"]), "{what}");
    let count = "return document.querySelectorAll('.wire-source-tabs button').length";
    for place in 1..=tab.run(count).await.as_u64().unwrap() {
        tab.click(&format!(".wire-source-tabs button:nth-child({place})"))
            .await;
        let shown = format!(
            "document.querySelector('.wire-code') && document.querySelector('.wire-source-tabs button:nth-child({place})')
                .getAttribute('aria-pressed') === 'true'"
        );
        tab.until(what, &shown).await;
        let is_true = tab
            .run_module(
                "const side = document.querySelector('.wire-source-tabs [aria-pressed=true]').dataset.side;
                 const name = document.querySelector('.wire-source figcaption code').textContent;
                 const file = await fetch(side === 'page' ? name.replace(/^web/, '') : '/source/' + name);
                 const lines = (await file.text()).split('\\n').map((line) => line.trim());
                 const shown = [...document.querySelectorAll('.wire-code [data-line]')];
                 return shown.length > 2 && shown.length < lines.length
                     && shown.every((line) => lines[line.dataset.line - 1] === line.textContent.trim());",
            )
            .await;
        assert_eq!(is_true, true, "{what}, place {place}");
    }
}

#[tokio::test]
async fn a_line_copied_as_curl_is_said_by_curl() {
    let (Some(browser), Some(_)) = (&Browser::start().await, tools::find(&["curl"])) else {
        return;
    };
    let server = TestServer::start(|| BasicChat::new(0.0)).await;
    for kind in KINDS {
        let query = format!("&transport={kind}");
        let ada = join(browser, &page(&server, &query), "Ada").await;
        open_drawer(&ada).await;
        let text = format!("it's Ada, by {kind}");
        say(&ada, &text).await;
        open_row(&ada, ".wire-row[data-way=up]", &text).await;
        ada.click(".wire-copy").await;
        let copied = "document.querySelector('.wire-copied').textContent";
        ada.until("the text", &format!("{copied}.startsWith('curl ')"))
            .await;
        let command = ada.run(&format!("return {copied}")).await;
        let command = command.as_str().unwrap();
        let ended = Command::new("sh").args(["-c", command]).output().await;
        assert!(ended.unwrap().status.success(), "{command}");
        let twice = format!(
            "[...document.querySelectorAll('.line-bubble')].filter(({{ textContent }}) => textContent === {}).length === 2",
            json!(text)
        );
        ada.until("the same said by a guest", &twice).await;
        ada.has_no_errors().await;
        ada.close().await;
    }
    server.stop().await;
}
