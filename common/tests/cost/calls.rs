//! Every call of the system that a line costs, from a trace of a server process.
//!
//! The process is this test's own program, which is started again under `strace`.

use std::env;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;

use basic_chat::BasicChat;
use common::Options;
use tempfile::TempDir;
use testkit::{TestServer, tools};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::oneshot;

use crate::crowd::{self, Socket, all_until, line, say};
use crate::trace::Trace;

/// Before the address in what the server process prints.
const LISTENING: &str = "listening on ";
/// The file with the calls.
const TRACE: &str = "trace";
const LINES: usize = 21;
/// Calls that a line may cost beside the writes: to wait, to read it, and to see whether more has come.
const A_LINE: usize = 3;
const SILENT: usize = 100;
/// A ping as it is written down.
const PING: &str = r"\211\0";
/// Calls that a ping may cost beside its write: to wait for the pong, to read it, and a part of those in which the
/// room looks after everybody, once a second.
const A_PING: usize = 3;

#[tokio::test]
async fn a_line_costs_a_write_for_each_receiver_and_a_few_calls_for_all_of_them() {
    let Some(strace) = strace().await else {
        return;
    };
    let mut others = Vec::new();
    for receivers in [10, 100] {
        let traced = Traced::start(&strace).await;
        let mut crowd = crowd::rich(traced.address, receivers).await;
        for number in 0..LINES {
            say_line(&mut crowd, number).await;
        }
        let trace = traced.end().await;
        let calls = Trace::read(&trace).usual_between((0..LINES).map(line));
        tools::print(&format!("a line to {receivers} receivers: {calls}"));
        assert_eq!(
            calls.sends(),
            receivers + 1,
            "the sender's own is one of them"
        );
        others.push(calls.others());
    }
    assert_eq!(others[0], others[1], "they do not grow with the receivers");
    assert!(others[0] <= A_LINE, "{} of them", others[0]);
}

#[tokio::test]
async fn those_who_are_silent_cost_their_pings_and_no_other_write() {
    let Some(strace) = strace().await else {
        return;
    };
    let traced = Traced::start(&strace).await;
    let mut crowd = crowd::rich(traced.address, SILENT).await;
    // Who comes is told a moment later; the last one has heard of all with the welcome.
    all_until(&mut crowd[..SILENT], &format!(r#""name":"P{SILENT}""#)).await;
    say_line(&mut crowd, 0).await;
    for socket in &mut crowd {
        crowd::until_ping(socket).await;
    }
    say_line(&mut crowd, 1).await;
    let trace = traced.end().await;
    let trace = Trace::read(&trace);
    let lines = || (0..2).map(line);
    let calls = trace.usual_between(lines());
    let pings = trace.writes_between(lines(), PING);
    tools::print(&format!(
        "{SILENT} who are silent until each was pinged, after a line: {calls}"
    ));
    assert!(pings > SILENT, "{pings}, of which the speaker has one too");
    assert!(
        calls.sends() <= pings + SILENT + 1,
        "{pings} pings, the line, and what else? {calls}"
    );
    // Both grow with the time that the silence lasts, so it does not matter how long that is.
    assert!(calls.others() <= A_PING * pings, "{calls}");
}

/// The program, if there is one and it may trace.
async fn strace() -> Option<PathBuf> {
    let strace = tools::find(&["strace"])?;
    let attempt = Command::new(&strace)
        .args(["-o", "/dev/null", "true"])
        .output();
    if attempt.await.is_ok_and(|output| output.status.success()) {
        return Some(strace);
    }
    tools::print("SKIPPED: this system does not let one process trace another");
    None
}

async fn say_line(crowd: &mut [Socket], number: usize) {
    let (n, text) = (number + 1, line(number));
    let command = format!(r#"{{"type":"say","n":{n},"text":"{text}"}}"#);
    say(crowd.last_mut().unwrap(), &command).await;
    all_until(crowd, &text).await;
}

/// A server process whose calls are written down.
struct Traced {
    address: SocketAddr,
    process: Child,
    folder: TempDir,
}

impl Traced {
    async fn start(strace: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut process = Command::new(strace)
            .args(["-f", "-qq", "-s", "300", "-o"])
            .arg(folder.path().join(TRACE))
            .arg(env::current_exe().unwrap())
            .args(["--ignored", "--exact", "calls::a_server_to_trace"])
            .args(["--nocapture", "--test-threads", "1"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        Self {
            address: address(&mut process).await,
            process,
            folder,
        }
    }

    /// Ends it, and gives what was written down.
    async fn end(mut self) -> String {
        drop(self.process.stdin.take());
        assert!(self.process.wait().await.unwrap().success());
        std::fs::read_to_string(self.folder.path().join(TRACE)).unwrap()
    }
}

async fn address(process: &mut Child) -> SocketAddr {
    let mut output = BufReader::new(process.stdout.take().unwrap()).lines();
    while let Some(line) = output.next_line().await.unwrap() {
        if let Some((_, address)) = line.split_once(LISTENING) {
            // What it prints later goes nowhere, but somebody must take it.
            tokio::spawn(async move { while let Ok(Some(_)) = output.next_line().await {} });
            return address.parse().unwrap();
        }
    }
    panic!("the process ended without saying where it listens");
}

#[tokio::test]
#[ignore = "it is the server process of the test above, and runs until its input ends"]
async fn a_server_to_trace() {
    let options = Options {
        port: 0,
        unpaced: true,
        ..Options::default()
    };
    let server = TestServer::start_with(options, || BasicChat::new(0.0)).await;
    println!("{LISTENING}{}", server.address());
    let (end, ended) = oneshot::channel();
    thread::spawn(move || {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        end.send(()).unwrap_or_default();
    });
    ended.await.unwrap();
    server.stop().await;
}
