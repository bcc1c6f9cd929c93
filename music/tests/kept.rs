//! The sequencer with `--data`: the song is there after a crash, goes on playing in time, and what I
//! did is still mine to take back.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::path::Path;

use serde_json::json;
use testkit::{Client, Program};

async fn start(folder: &Path) -> Program {
    let mut command = Program::command(env!("CARGO_BIN_EXE_music"), 0);
    Program::start(command.arg("--data").arg(folder)).await
}

#[tokio::test]
async fn a_killed_server_comes_back_with_the_song_and_the_undo() {
    let folder = tempfile::tempdir().unwrap();
    let server = start(folder.path()).await;
    let mut ada = Client::join(server.address(), "Ada").await;
    let first = server.state().await;
    let value = (first["cells"][0][5].as_u64().unwrap() + 1) % 4;
    let set = json!({"type": "set", "n": 1, "group": 1, "cells": [[0, 0, 5, value]]});
    ada.send(&set).await;
    ada.send(&json!({"type": "tempo", "n": 2, "bpm": 97})).await;
    ada.send(&json!({"type": "play", "n": 3})).await;
    ada.until("all answers", |ada| ada.acks.len() == 3).await;
    let before = server.state().await;
    assert_eq!(before["cells"][0][5], value);
    server.kill().await;

    let server = start(folder.path()).await;
    assert_eq!(
        server.state().await,
        before,
        "cells, hands, tempo, and where it plays"
    );
    ada.come_back_to(server.address()).await;
    assert_eq!(ada.welcome["mode"], "resumed");
    let now = ada.welcome["now"].as_f64().unwrap();
    assert!(now >= before["transport"]["at"].as_f64().unwrap() - 2_000.0);
    ada.send(&json!({"type": "undo", "n": 4})).await;
    ada.until("the undo", |ada| ada.acks.contains_key(&4)).await;
    let after = server.state().await;
    assert_eq!(after["cells"], first["cells"]);
    assert_eq!(after["transport"], before["transport"]);
    server.kill().await;
}
