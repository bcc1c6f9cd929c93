//! The chat with `--data`: killed in the middle of talk, it comes back and nobody has missed a thing.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;
use testkit::{Client, Program};
use tokio::process::Command;

const CLASS: usize = 4;
const CYCLES: usize = 3;

fn command(folder: &Path, port: u16) -> Command {
    let mut command = Program::command(env!("CARGO_BIN_EXE_basic_chat"), port);
    command.args(["--line-rate", "0", "--data"]).arg(folder);
    command
}

async fn start(folder: &Path, port: u16) -> Program {
    Program::start(&mut command(folder, port)).await
}

/// A pupil, and every line that they have meant to say, by its number.
struct Pupil {
    client: Client,
    meant: BTreeMap<u64, String>,
}

impl Pupil {
    async fn say(&mut self, text: String) {
        let n = self.client.say(&text).await;
        self.meant.insert(n, text);
    }

    /// Comes back, and says again what was not answered.
    async fn come_back(&mut self) {
        self.client.come_back().await;
        assert_eq!(self.client.welcome["mode"], "resumed");
        let answered = |n: &u64| self.client.acks.contains_key(n);
        let open: Vec<_> = self.meant.iter().filter(|(n, _)| !answered(n)).collect();
        for (n, text) in open {
            let line = json!({"type": "say", "n": n, "text": text});
            self.client.send(&line).await;
        }
    }

    async fn until_all_is_answered(&mut self) {
        let meant = self.meant.len();
        self.client
            .until("all answers", |client| client.acks.len() == meant)
            .await;
    }
}

#[tokio::test]
async fn a_killed_server_comes_back_with_every_acknowledged_line_once_and_in_one_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = start(folder.path(), 0).await;
    let address = server.address();
    let mut class = Vec::new();
    for number in 0..CLASS {
        let mut client = Client::join(address, &format!("Pupil {number}")).await;
        // A position begins with it.
        client.until("the snapshot", |me| me.snapshots == 1).await;
        class.push(Pupil {
            client,
            meant: BTreeMap::new(),
        });
    }
    for cycle in 0..CYCLES {
        for line in 0..20 + cycle {
            for (number, pupil) in class.iter_mut().enumerate() {
                pupil.say(format!("{number} says {cycle}.{line}")).await;
            }
        }
        // Some have heard some of it, and it dies in the middle of the rest.
        let heard = |client: &Client| client.acks.len() > cycle * 20;
        class[0].client.until("an answer", heard).await;
        server.kill().await;
        class.iter_mut().for_each(|pupil| pupil.client.vanish());
        server = start(folder.path(), address.port()).await;
        for pupil in &mut class {
            pupil.come_back().await;
        }
    }
    for pupil in &mut class {
        pupil.until_all_is_answered().await;
    }
    let all: usize = class.iter().map(|pupil| pupil.meant.len()).sum();
    let newest = class.iter().map(|pupil| pupil.client.acks.values());
    let newest = newest.flatten().filter_map(|ack| ack["seq"].as_u64()).max();
    for pupil in &mut class {
        let has_all = |client: &Client| Some(client.last) >= newest;
        pupil.client.until("the newest line", has_all).await;
        assert_eq!(pupil.client.lines().len(), all, "each line once");
        assert_eq!(pupil.client.snapshots, 1, "nobody had to begin anew");
    }
    for pupil in &class {
        assert_eq!(pupil.client.lines(), class[0].client.lines(), "one order");
        for (n, ack) in &pupil.client.acks {
            let line = &pupil.client.events[&ack["seq"].as_u64().unwrap()];
            assert_eq!(line["text"], pupil.meant[n].as_str());
        }
    }
    server.kill().await;
}

#[tokio::test]
async fn whoever_comes_later_finds_what_was_said_before_the_restart_at_its_time() {
    let folder = tempfile::tempdir().unwrap();
    let server = start(folder.path(), 0).await;
    let mut ada = Client::join(server.address(), "Ada").await;
    let n = ada.say("remember this").await;
    ada.until("the answer", |ada| ada.acks.contains_key(&n))
        .await;
    ada.until("the line", |ada| ada.lines() == ["remember this"])
        .await;
    let line = ada.events.values().next().unwrap().clone();
    server.kill().await;
    let server = start(folder.path(), 0).await;
    let mut bob = Client::join(server.address(), "Bob").await;
    bob.until("the snapshot", |bob| bob.snapshots == 1).await;
    assert_eq!(bob.lines(), ["remember this"]);
    let again = bob.events.values().next().unwrap();
    assert_eq!((&again["at"], &again["seq"]), (&line["at"], &line["seq"]));
    assert_ne!(bob.id(), ada.id());
    let now = bob.welcome["now"].as_f64().unwrap();
    assert!(now >= line["at"].as_f64().unwrap(), "time has gone on");
    server.kill().await;
}

#[tokio::test]
async fn a_folder_that_is_in_use_or_somebody_elses_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let server = start(folder.path(), 0).await;
    let output = command(folder.path(), 0).output().await.unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("Another server keeps its rooms"), "{said}");
    server.kill().await;

    let other = tempfile::tempdir().unwrap();
    std::fs::write(other.path().join("demo.txt"), "music, journal 1\n").unwrap();
    let output = command(other.path(), 0).output().await.unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("music, journal 1"), "{said}");
    assert_ne!(output.status.code(), Some(0));
    let files = std::fs::read_dir(other.path()).unwrap();
    assert_eq!(files.count(), 1, "nothing was added");
}
