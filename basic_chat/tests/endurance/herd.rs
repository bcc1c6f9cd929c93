//! Everybody comes back at once: after the server was killed, and after it was told to stop.

use std::time::Duration;

use futures_util::future::join_all;
use testkit::{Client, PATIENCE, Steady, tools};
use tokio::time::{Instant, sleep};

use crate::number;
use crate::program::Program;

/// What a page waits at most before a try.
const LONGEST_WAIT: Duration = Duration::from_secs(10);
/// In this time everybody is back.
const BACK: Duration = Duration::from_secs(10);
/// Most tries, on average.
const MOST_TRIES: f64 = 3.0;
/// How many connect at the same time in the beginning.
const AT_ONCE: usize = 100;
/// Lines of the page.
const LINES: usize = 1_000;

#[tokio::test]
#[ignore = "two thousand clients; HERD says how many, DOWN_MS for how long there is no server"]
async fn a_herd_comes_back_to_a_server_that_was_killed() {
    come_back(true).await;
}

#[tokio::test]
#[ignore = "two thousand clients; HERD says how many, DOWN_MS for how long there is no server"]
async fn a_herd_comes_back_to_a_server_that_was_stopped() {
    come_back(false).await;
}

async fn come_back(is_killed: bool) {
    let herd = number("HERD", 2_000) as usize;
    let down = Duration::from_millis(number("DOWN_MS", 1_000));
    rlimit::increase_nofile_limit(u64::MAX).unwrap();
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().to_str().unwrap();
    let arguments = [
        "--max-connections",
        "5000",
        "--line-rate",
        "0",
        "--data",
        folder,
    ];
    let mut program = Program::start(&arguments).await;
    let mut people = vec![Client::join(program.address, "first").await];
    // A page full, so that what everybody gets again is as much as it can be.
    for k in 0..LINES {
        let text = format!("line {k} of a page that everybody gets again, as long as most are");
        people[0].say(&text).await;
    }
    let is_full = |first: &Client| first.acks.len() == LINES;
    people[0].until("all acks", is_full).await;
    while people.len() < herd {
        let names = (0..AT_ONCE).map(|number| format!("H{}", people.len() + number));
        let address = program.address;
        let joining = names.map(|name| async move { Client::join(address, &name).await });
        people.extend(join_all(joining).await);
        people.truncate(herd);
    }
    let steady = people.into_iter().enumerate();
    let steady = steady.map(|(seed, client)| Steady::new(client, LONGEST_WAIT, seed as u64));
    // Each in a task of its own, so that a slow one holds up nobody.
    let tasks = steady.map(|mut person| {
        tokio::spawn(async move {
            let is_back = |person: &Steady| person.returns > 0;
            assert!(person.until(PATIENCE * 2, is_back).await, "it comes back");
            (Instant::now(), person)
        })
    });
    let tasks: Vec<_> = tasks.collect();

    let port = program.address.port();
    if is_killed {
        program.kill().await;
    } else {
        program.terminate().await;
        program.ended(PATIENCE).await;
    }
    sleep(down).await;
    let program = Program::start_on(port, &arguments).await;
    let up = Instant::now();
    let back: Vec<_> = join_all(tasks).await;
    let back: Vec<_> = back.into_iter().map(Result::unwrap).collect();
    let last = back.iter().map(|(at, _)| *at).max().unwrap() - up;
    let tries: u64 = back.iter().map(|(_, person)| person.tries).sum();
    let is_resumed = |(_, person): &&(Instant, Steady)| person.client.welcome["mode"] == "resumed";
    let resumed = back.iter().filter(is_resumed).count();
    let average = tries as f64 / herd as f64;
    let how = if is_killed { "killed" } else { "stopped" };
    let processor = program.processor_time() * 10;
    tools::print(&format!(
        "herd of {herd}, server {how} and {down:?} away: all back {last:.1?} after it is up, {resumed} resumed, {average:.2} tries each, \
         {processor} ms of its processor"
    ));
    assert_eq!(resumed, herd, "nobody needs a snapshot");
    assert!(last <= BACK, "all are back in time");
    assert!(average <= MOST_TRIES, "nobody hammers");
}
