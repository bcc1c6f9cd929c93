//! The program as the lecturer runs it: a process with a terminal that is none, and signals.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::process::Stdio;

use testkit::{Client, PATIENCE};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

/// A running program and what it prints.
struct Program {
    child: Child,
    output: Lines<BufReader<ChildStdout>>,
}

fn start(arguments: &[&str]) -> Program {
    let mut child = Command::new(env!("CARGO_BIN_EXE_basic_chat"))
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let output = BufReader::new(child.stdout.take().unwrap()).lines();
    Program { child, output }
}

/// Reads on until a line contains this.
async fn until(program: &mut Program, part: &str) -> String {
    let reading = async {
        while let Some(line) = program.output.next_line().await.unwrap() {
            assert!(
                !line.contains('\x1b'),
                "no colour where there is no terminal: {line}"
            );
            if line.contains(part) {
                return line;
            }
        }
        panic!("the program ended without saying {part}")
    };
    timeout(PATIENCE, reading).await.expect(part)
}

fn port_in(line: &str) -> u16 {
    line.trim_end_matches('/')
        .rsplit(':')
        .next()
        .unwrap()
        .parse()
        .unwrap()
}

#[tokio::test]
async fn it_says_where_it_is_and_how_the_class_gets_in() {
    let mut program = start(&["--port", "0"]);
    until(&mut program, "basic_chat 0.").await;
    let port = port_in(&until(&mut program, "http://localhost:").await);
    until(&mut program, "Start with --lan").await;
    Client::join(([127, 0, 0, 1], port).into(), "Ada").await;
    program.child.kill().await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn both_signals_end_it_cleanly_and_everybody_is_told() {
    for signal in ["INT", "TERM"] {
        let mut program = start(&["--port", "0"]);
        let port = port_in(&until(&mut program, "http://localhost:").await);
        let mut ada = Client::join(([127, 0, 0, 1], port).into(), "Ada").await;
        let id = program.child.id().unwrap().to_string();
        let sent = Command::new("kill")
            .args(["-s", signal, &id])
            .status()
            .await
            .unwrap();
        assert!(sent.success());
        assert_eq!(ada.until_closed().await.map(|(code, _)| code), Some(1001));
        assert!(ada.bye.is_some());
        drop(ada);
        let status = timeout(PATIENCE, program.child.wait())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(status.code(), Some(0), "SIG{signal}");
    }
}

#[tokio::test]
async fn a_taken_port_and_a_wrong_option_are_said_in_words() {
    let mut first = start(&["--port", "0"]);
    let port = port_in(&until(&mut first, "http://localhost:").await).to_string();
    let second = start(&["--port", &port, "--strict-port"]);
    let output = timeout(PATIENCE, second.child.wait_with_output())
        .await
        .unwrap()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains(&format!("Port {port} is taken by another program.")),
        "{said}"
    );
    assert_ne!(output.status.code(), Some(0));
    let third = start(&["--allow-origin", "slides.example/"]);
    let output = timeout(PATIENCE, third.child.wait_with_output())
        .await
        .unwrap()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("an origin is wanted"), "{said}");
    first.child.kill().await.unwrap();
}

#[tokio::test]
async fn a_taken_port_leads_to_the_next_and_is_mentioned() {
    let mut first = start(&["--port", "0"]);
    let port = port_in(&until(&mut first, "http://localhost:").await);
    let mut second = start(&["--port", &port.to_string()]);
    let next = port_in(&until(&mut second, "http://localhost:").await);
    assert!(next > port && next <= port + 10);
    until(
        &mut second,
        &format!("Port {port} is taken, so this is {next}."),
    )
    .await;
    first.child.kill().await.unwrap();
    second.child.kill().await.unwrap();
}

#[tokio::test]
async fn a_rate_that_makes_no_sense_is_refused_in_words() {
    for wrong in ["-1", "NaN", "fast"] {
        let output = Command::new(env!("CARGO_BIN_EXE_basic_chat"))
            .arg(format!("--line-rate={wrong}"))
            .output()
            .await
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{wrong}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("a number from 0 to 10000"), "{said}");
    }
}
