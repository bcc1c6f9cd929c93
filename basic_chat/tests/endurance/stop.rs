//! Told to stop while everybody talks: all are told, nothing that was acknowledged is missing, and the
//! program ends well and in time.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::future::join_all;
use testkit::{Client, PATIENCE, Route, Steady, Transport, tools};
use tokio::time::{Instant, sleep, timeout};

use crate::number;
use crate::program::Program;

/// People who talk.
const PEOPLE: usize = 20;
/// The pause between two lines of one person.
const PAUSE: Duration = Duration::from_millis(100);
/// In this time the program has ended.
const ENDED: Duration = Duration::from_secs(8);

#[tokio::test]
async fn sigterm_under_load_loses_nothing_and_tells_everybody() {
    let cycles = number("CYCLES", 3);
    let mut longest = Duration::ZERO;
    for cycle in 0..cycles {
        longest = longest.max(stop_once(cycle).await);
    }
    tools::print(&format!(
        "SIGTERM under load, {cycles} times: exit 0 after {longest:.1?} at most"
    ));
}

async fn stop_once(cycle: u64) -> Duration {
    let mut program = Program::start(&["--line-rate", "0"]).await;
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        // Who polls may have no question open at that moment, and then cannot be told anything.
        let transport = [Transport::WebSocket, Transport::Sse][number % 2];
        let route = Route::new(program.address).by(transport);
        let client = Client::join_by(route, &format!("P{number}")).await;
        people.push(Steady::new(client, PATIENCE, number as u64));
    }
    let talking = people.iter_mut().enumerate();
    let talking = talking.map(|(number, person)| talk_to_the_end(number, person));
    let stopping = async {
        // At another moment each time: between two turns, in the middle of a write, at a ping.
        sleep(Duration::from_millis(300 + cycle * 37 % 400)).await;
        program.terminate().await;
        let asked = Instant::now();
        let status = program.ended(ENDED).await;
        assert_eq!(status.code(), Some(0));
        asked.elapsed()
    };
    let (_, time) = tokio::join!(join_all(talking), stopping);

    let acked = people.iter().flat_map(|person| person.acked.keys());
    let acked: BTreeSet<_> = acked.map(String::as_str).collect();
    assert!(acked.len() > PEOPLE, "everybody was heard");
    for person in &people {
        let who = person.client.id();
        assert_eq!(person.farewells, [(Some(1001), true)], "{who} was told");
        let lines: BTreeSet<_> = person.client.lines().into_iter().collect();
        let missing: Vec<_> = acked.difference(&lines).collect();
        assert!(missing.is_empty(), "{who} misses {missing:?}");
    }
    time
}

/// Says one line after the other until the connection is closed.
async fn talk_to_the_end(number: usize, person: &mut Steady) {
    let talking = async {
        for k in 0.. {
            person.say(&format!("{number} {k}")).await;
            if person
                .until(PAUSE, |person| !person.farewells.is_empty())
                .await
            {
                return;
            }
        }
    };
    timeout(PATIENCE, talking)
        .await
        .expect("it is closed in time");
}
