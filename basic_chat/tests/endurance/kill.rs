//! Killed again and again while everybody talks, with a journal: nothing that was acknowledged is lost,
//! nothing is there twice, and all have one order.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::Value;
use testkit::{Client, PATIENCE, Route, Steady, Transport, tools};
use tokio::time::{Instant, sleep};

use crate::number;
use crate::program::Program;

/// People who talk.
const PEOPLE: usize = 50;
/// The pause between two lines of one person.
const PAUSE: Duration = Duration::from_millis(500);
/// No wait before a try is longer.
const LONGEST_WAIT: Duration = Duration::from_secs(1);
/// In this time everybody is back.
const BACK: Duration = Duration::from_secs(5);
/// How long a server lives, at least and at most, in milliseconds.
const LIFE_MS: (u64, u64) = (300, 1_500);

#[tokio::test]
async fn a_server_that_is_killed_loses_nothing_that_was_acknowledged() {
    let cycles = number("CYCLES", 3);
    let seed = number("KILL_SEED", u64::from(std::process::id()));
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().to_str().unwrap();
    let arguments = ["--line-rate", "0", "--data", folder];
    let mut program = Program::start(&arguments).await;
    let address = program.address;
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        let route = Route::new(address).by(Transport::ALL[number % Transport::ALL.len()]);
        let mut client = Client::join_by(route, &format!("P{number}")).await;
        client.until("the snapshot", |one| one.snapshots == 1).await;
        people.push(Steady::new(client, LONGEST_WAIT, number as u64));
    }
    let start = people.last().map_or(0, |last| last.client.last);

    let mut slowest = Duration::ZERO;
    for cycle in 0..cycles {
        let life = life(seed, cycle);
        let epoch = people[0].client.welcome["epoch"].clone();
        let (min, max) = (cycle * 1_000, (cycle + 1) * 1_000);
        let talking = people.iter_mut().enumerate();
        let talking = talking.map(|(number, person)| talk(number, person, min..max, life));
        let killing = async {
            // In the middle of what they say, at no moment in particular.
            sleep(life).await;
            program.kill().await;
        };
        tokio::join!(join_all(talking), killing);
        program = Program::start_on(address.port(), &arguments).await;
        let up = Instant::now();
        let back = people.iter_mut().map(|person| {
            // Each start of the server has an epoch of its own.
            let before = epoch.clone();
            let is_back =
                move |person: &Steady| person.is_in() && person.client.welcome["epoch"] != before;
            person.until(PATIENCE, is_back)
        });
        let back = join_all(back).await;
        slowest = slowest.max(up.elapsed());
        assert!(
            back.iter().all(|back| *back),
            "KILL_SEED={seed}: all are back"
        );
    }
    settle(&mut people).await;
    let acked = check(&people, start);
    tools::print(&format!(
        "killed {cycles} times under {PEOPLE} people: {acked} lines acknowledged, none lost, none doubled, one order; \
         all back within {slowest:.1?}"
    ));
    assert!(slowest <= BACK, "all are back in time");
}

/// How long the server lives this time.
fn life(seed: u64, cycle: u64) -> Duration {
    let (least, most) = LIFE_MS;
    let drawn = (seed ^ cycle).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    Duration::from_millis(least + drawn % (most - least))
}

/// Says one line after the other for a while, and a little longer than the server lives.
async fn talk(number: usize, person: &mut Steady, ks: std::ops::Range<u64>, life: Duration) {
    // Not all at the same moment.
    person.hear_for(PAUSE * number as u32 / PEOPLE as u32).await;
    let end = Instant::now() + life + PAUSE / 2;
    for k in ks {
        if Instant::now() >= end {
            return;
        }
        person.say(&format!("{number} {k}")).await;
        person.hear_for(PAUSE).await;
    }
}

/// Waits until everything is answered, and everybody is equally far.
async fn settle(people: &mut [Steady]) {
    let began = Instant::now();
    let pause = Duration::from_millis(50);
    loop {
        let head = people.iter().map(|person| person.client.last).max();
        let is_done = |person: &Steady| person.is_answered() && Some(person.client.last) == head;
        if people.iter().all(is_done) {
            return;
        }
        assert!(began.elapsed() < PATIENCE, "everything is answered");
        join_all(people.iter_mut().map(|person| person.hear_for(pause))).await;
    }
}

/// Looks at what everybody knows, and returns how many lines were acknowledged.
fn check(people: &[Steady], start: u64) -> usize {
    let truth = events(&people[0].client, start);
    let mut acked = 0;
    for person in people {
        let who = &person.client.people[&person.client.id()];
        assert_eq!(person.client.snapshots, 1, "{who} resumed each time");
        assert!(person.refused.is_empty(), "{who}: {:?}", person.refused);
        assert_eq!(
            events(&person.client, start),
            truth,
            "{who} has the same order"
        );
        for (text, seq) in &person.acked {
            let line = seq.and_then(|seq| person.client.events.get(&seq));
            let line = line.unwrap_or_else(|| panic!("{who} misses {text}"));
            assert_eq!(
                line["text"], **text,
                "under the number of the acknowledgement"
            );
        }
        acked += person.acked.len();
    }
    let lines = people[0].client.lines();
    let different: BTreeSet<_> = lines.iter().collect();
    assert_eq!(different.len(), lines.len(), "nothing is there twice");
    acked
}

fn events(client: &Client, start: u64) -> Vec<(&u64, &Value)> {
    client.events.range(start + 1..).collect()
}
