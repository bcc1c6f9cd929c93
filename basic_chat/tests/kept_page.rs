//! What people see of `--data`: of a killed server nothing but a pause, of a full disk a sentence.

#![allow(clippy::unwrap_used, reason = "a test may")]

#[cfg(target_os = "linux")]
use std::process::Stdio;

use serde_json::{Value, json};
use testkit::{Browser, ONLINE, Program, Tab};
#[cfg(target_os = "linux")]
use testkit::{Client, Look};
#[cfg(target_os = "linux")]
use tokio::process::Command;

async fn join<'a>(browser: &'a Browser, server: &Program, name: &str) -> Tab<'a> {
    let url = format!("http://localhost:{}/", server.address().port());
    let tab = browser.open(&url).await;
    tab.join(name).await;
    tab
}

async fn say(tab: &Tab<'_>, text: &str) {
    tab.type_into("#text", &format!("{text}\n")).await;
}

async fn sees(tab: &Tab<'_>, text: &str) {
    let lines = "[...document.querySelectorAll('.line[data-status=sent] .line-bubble')]";
    let expression = format!("{lines}.some((it) => it.textContent === {})", json!(text));
    tab.until(text, &expression).await;
}

/// The texts of all lines, in order, and whatever else is said between them.
async fn log(tab: &Tab<'_>) -> Value {
    tab.run(
        "return [...document.querySelectorAll('.line, .mark-divider')]
             .map((it) => it.querySelector('.line-bubble')?.textContent ?? 'a divider')",
    )
    .await
}

#[tokio::test]
async fn a_page_goes_on_after_a_crash_as_if_nothing_had_been() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let start = async |port| {
        let mut command = Program::command(env!("CARGO_BIN_EXE_basic_chat"), port);
        Program::start(command.arg("--data").arg(folder.path())).await
    };
    let server = start(0).await;
    let port = server.address().port();
    let ada = join(browser, &server, "Ada").await;
    let bob = join(browser, &server, "Bob").await;
    say(&ada, "before").await;
    sees(&bob, "before").await;
    server.kill().await;
    let offline = "document.body.dataset.state === 'offline'";
    ada.until("the end noticed", offline).await;
    say(&ada, "in between").await;
    let server = start(port).await;
    sees(&bob, "in between").await;
    sees(&ada, "in between").await;
    say(&bob, "after").await;
    sees(&ada, "after").await;
    ada.reload().await;
    ada.until("the page again", ONLINE).await;
    sees(&ada, "after").await;
    for tab in [&ada, &bob] {
        assert_eq!(log(tab).await, json!(["before", "in between", "after"]));
    }
    ada.close().await;
    bob.close().await;
    server.kill().await;
}

/// A process may be forbidden to write more than so much, which is as good as a full disk.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_is_said_in_a_band_and_the_line_that_was_not_taken_is_marked() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new("bash");
    let script = "trap '' XFSZ; ulimit -f 24; exec \"$0\" \"$@\"";
    command.args(["-c", script, env!("CARGO_BIN_EXE_basic_chat")]);
    command.args(["--port", "0", "--line-rate", "0", "--data"]);
    command.arg(folder.path());
    command.stdout(Stdio::piped()).kill_on_drop(true);
    let server = Program::start(&mut command).await;
    let ada = join(browser, &server, "Ada").await;
    let mut talker = Client::join(server.address(), "Bob").await;
    // Long enough that no checkpoint fits either.
    for line in 0..200 {
        let text = format!("line {line} {}", "and on and on ".repeat(20));
        talker.say(&text).await;
    }
    talker
        .until("a refusal", |talker| !talker.nacks.is_empty())
        .await;
    assert_eq!(talker.nacks[0]["code"], "storage");
    let band = "document.querySelector('.storage-band')?.textContent.includes('disk is full')";
    ada.until("the band", band).await;
    say(&ada, "one more").await;
    let failed = "document.querySelector('.line[data-status=failed]')";
    ada.until("the line refused", failed).await;
    for (look, name) in [(Look::PHONE, "phone"), (Look::LAPTOP, "laptop")] {
        ada.look(look).await;
        ada.screenshot(&format!("chat-{name}-disk-full")).await;
    }
    ada.close().await;
    server.kill().await;
}
