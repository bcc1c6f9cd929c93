//! A demo as the lecturer runs it: a process of its own, which can be killed.

use std::ffi::OsStr;
use std::net::SocketAddr;
use std::process::Stdio;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

use crate::client::PATIENCE;
use crate::http::Http;

/// A running program. Dropped, it is killed.
#[derive(Debug)]
pub struct Program {
    child: Child,
    address: SocketAddr,
    /// Kept open, or it would be told that nobody reads what it prints.
    _output: Lines<BufReader<ChildStdout>>,
}

impl Program {
    /// The command that starts a program on this port and no other; on any that is free if it is 0.
    pub fn command(executable: impl AsRef<OsStr>, port: u16) -> Command {
        let mut command = Command::new(executable);
        command
            .args(["--strict-port", "--port"])
            .arg(port.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }

    /// Starts it, and waits until it says where it is.
    ///
    /// # Panics
    ///
    /// If it does not.
    pub async fn start(command: &mut Command) -> Self {
        let mut child = command.spawn().expect("the program can be started");
        let output = child.stdout.take().expect("its output is piped");
        let mut output = BufReader::new(output).lines();
        let reading = async {
            while let Some(line) = output.next_line().await.expect("it prints text") {
                if let Some((_, port)) = line.split_once("http://localhost:") {
                    return port.trim_end_matches('/').parse().expect("a port");
                }
            }
            panic!("the program ended without saying where it is")
        };
        let port: u16 = timeout(PATIENCE, reading).await.expect("it starts in time");
        Self {
            child,
            address: ([127, 0, 0, 1], port).into(),
            _output: output,
        }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends it as `kill -9` does: it cannot say or write a last word.
    ///
    /// # Panics
    ///
    /// If it has ended already and was waited for.
    pub async fn kill(mut self) {
        self.child.kill().await.expect("it can be killed");
    }

    /// The state of the default room, as somebody sees it who only looks.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub async fn state(&self) -> Value {
        let answer = Http::new(self.address).get("/rooms/class/poll").await;
        let lines = answer.expect("an answer").body;
        let mut frames = lines.lines().map(|line| {
            let frame: Value = serde_json::from_str(line).expect("a frame a line");
            frame
        });
        let snapshot = frames.find(|frame| frame["type"] == "snapshot");
        snapshot.expect("a snapshot")["state"].clone()
    }
}
