//! Some stop reading while everybody talks: the others do not notice, and it costs little memory.

use std::time::Duration;

use testkit::tools;
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use crate::ears::{self, Ear, Order};
use crate::number;
use crate::program::Program;

const PEOPLE: usize = 200;
const STALLED: usize = 20;
/// Those of them who talk, beside the ears, and how many lines a second each says.
const TALKERS: usize = 10;
const PER_SECOND: f64 = 5.0;
/// How long all is well before.
const BEFORE: Duration = Duration::from_secs(10);
/// Most memory for each who stalls, in KiB.
const MOST_MEMORY: u64 = 300;
/// How much later the others may hear a line in one of a hundred cases, in milliseconds.
const MOST_LATER: f64 = 20.0;

#[tokio::test]
#[ignore = "takes more than a minute; STALL_S says how long"]
async fn stalled_readers_are_noticed_by_nobody() {
    let time = Duration::from_secs(number("STALL_S", 60));
    let program = Program::start(&["--line-rate", "0"]).await;
    let origin = Instant::now();
    let mut all = Vec::new();
    for number in 0..PEOPLE - TALKERS {
        all.push(Ear::join(program.address, &format!("E{number}"), origin).await);
    }
    let (end, ended) = watch::channel(false);
    for number in 0..TALKERS {
        let name = format!("T{number}");
        let talk = ears::talk(program.address, name, PER_SECOND, origin, ended.clone());
        tokio::spawn(talk);
    }
    sleep(BEFORE).await;
    let stalled = all.split_off(all.len() - STALLED);
    let before = program.memory();
    let began = ears::ms(origin.elapsed());
    stalled.iter().for_each(|ear| ear.order(Order::Stall));
    let mut most = before;
    for _ in 0..time.as_secs() {
        sleep(Duration::from_secs(1)).await;
        most = most.max(program.memory());
    }
    let stopped = ears::ms(origin.elapsed());
    let stuck = program.metric(r#"lost_total{why="stuck"}"#).await;
    let silent = program.metric(r#"lost_total{why="silent"}"#).await;
    stalled.iter().for_each(|ear| ear.order(Order::Listen));
    sleep(Duration::from_secs(1)).await;
    let mut heard = Vec::new();
    for ear in all {
        heard.push(ear.end().await);
    }
    end.send_replace(true);

    let [early, late] =
        [(2_000.0, began), (began, stopped)].map(|(from, to)| ears::p99(heard.iter(), from, to));
    let each = (most - before) / STALLED as u64;
    let lost = heard.iter().filter(|heard| heard.lost.is_some()).count();
    tools::print(&format!(
        "{STALLED} of {PEOPLE} stop reading for {time:?}: p99 of the others {early:.1} ms before, {late:.1} ms \
         meanwhile; {lost} others lost; at most {each} KiB for each; of them {stuck} were given up as stuck, {silent} as silent"
    ));
    assert_eq!(lost, 0, "nobody else is dropped");
    assert!(each <= MOST_MEMORY, "memory");
    assert!(late <= early + MOST_LATER, "the others do not notice");
}
