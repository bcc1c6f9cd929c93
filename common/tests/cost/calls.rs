//! Every call of the system that a line costs, from a trace of a server process.
//!
//! The process is this test's own program, which is started again under `strace`.

use std::env;
use std::io;
use std::process::Stdio;
use std::thread;

use basic_chat::BasicChat;
use common::Options;
use testkit::{TestServer, tools};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::oneshot;

use crate::crowd::{self, all_until, line, say};
use crate::trace::{Calls, Trace};

/// Before the address in what the server process prints.
const LISTENING: &str = "listening on ";
const LINES: usize = 21;

#[tokio::test]
async fn a_line_costs_a_write_for_each_receiver_and_a_few_calls_for_all_of_them() {
    let Some(strace) = tools::find(&["strace"]) else {
        return;
    };
    let mut attempt = Command::new(&strace);
    let attempt = attempt.args(["-o", "/dev/null", "true"]).output().await;
    if !attempt.is_ok_and(|output| output.status.success()) {
        return tools::print("SKIPPED: this system does not let one process trace another");
    }
    let mut others = Vec::new();
    for receivers in [10, 100] {
        let calls = calls_of_a_line(receivers, &strace).await;
        tools::print(&format!("a line to {receivers} receivers: {calls}"));
        assert_eq!(
            calls.sends(),
            receivers + 1,
            "the sender's own is one of them"
        );
        others.push(calls.others());
    }
    assert_eq!(others[0], others[1], "they grow with the receivers");
}

/// The calls between the first write of a line and the first write of the next, as they usually are.
async fn calls_of_a_line(receivers: usize, strace: &std::path::Path) -> Calls {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("trace");
    let mut command = Command::new(strace);
    command
        .args(["-f", "-qq", "-s", "300", "-o"])
        .arg(&file)
        .arg(env::current_exe().unwrap())
        .args(["--ignored", "--exact", "calls::a_server_to_trace"])
        .args(["--nocapture", "--test-threads", "1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true);
    let mut process = command.spawn().unwrap();
    let address = address(&mut process).await;
    let mut crowd = crowd::rich(address, receivers).await;
    for number in 0..LINES {
        let (n, text) = (number + 1, line(number));
        let command = format!(r#"{{"type":"say","n":{n},"text":"{text}"}}"#);
        say(crowd.last_mut().unwrap(), &command).await;
        all_until(&mut crowd, &text).await;
    }
    drop(crowd);
    // It ends with its input.
    drop(process.stdin.take());
    assert!(process.wait().await.unwrap().success());
    let written = std::fs::read_to_string(file).unwrap();
    Trace::read(&written).usual_between((0..LINES).map(line))
}

async fn address(process: &mut Child) -> std::net::SocketAddr {
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
