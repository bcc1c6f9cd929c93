//! Quotes with `--data`: the last one is there after a crash, and a heart is given once.

use std::path::Path;

use serde_json::json;
use testkit::{Client, Program};

async fn start(folder: &Path) -> Program {
    let mut command = Program::command(env!("CARGO_BIN_EXE_kanye"), 0);
    command.args(["--offline", "--every", "1h", "--data"]);
    Program::start(command.arg(folder)).await
}

#[tokio::test]
async fn a_killed_server_comes_back_with_its_last_quote_and_who_liked_it() {
    let folder = tempfile::tempdir().unwrap();
    let server = start(folder.path()).await;
    let mut ada = Client::join(server.address(), "Ada").await;
    ada.send(&json!({"type": "now", "n": 1})).await;
    ada.until("a quote", |ada| ada.acks.contains_key(&1)).await;
    let quote = ada.acks[&1]["seq"].clone();
    let heart = json!({"type": "heart", "n": 2, "quote": quote, "on": true});
    ada.send(&heart).await;
    ada.until("the heart", |ada| ada.acks.contains_key(&2))
        .await;
    let before = server.state().await;
    server.kill().await;

    let server = start(folder.path()).await;
    let after = server.state().await;
    assert_eq!(after["quotes"], before["quotes"]);
    assert_eq!(after["quotes"][1]["hearts"], 1);
    assert_eq!(after["next_at"], before["next_at"]);
    ada.come_back_to(server.address()).await;
    assert_eq!(ada.welcome["mode"], "resumed");
    let (first, decided) = (ada.acks[&2].clone(), ada.welcome["last_n"].clone());
    assert_eq!(decided, 2);
    ada.acks.remove(&2);
    ada.send(&heart).await;
    ada.until("the same answer", |ada| ada.acks.contains_key(&2))
        .await;
    assert_eq!(ada.acks[&2], first);
    assert_eq!(server.state().await["quotes"][1]["hearts"], 1);
    server.kill().await;
}
