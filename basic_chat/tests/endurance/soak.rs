//! A long lesson in a short time: fifty times what a class says, while people come and go. Nothing may grow.

use std::time::Duration;

use testkit::{Client, PATIENCE, tools};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::ears::{self, Ear};
use crate::number;
use crate::program::Program;

/// A class of thirty says a line in ten seconds each, so together three a second.
const CLASS: usize = 30;
const FASTER: f64 = 50.0;
/// Somebody comes and goes this often.
const VISIT: Duration = Duration::from_secs(2);
/// How many looks at the process there are.
const LOOKS: u32 = 30;
/// More descriptors and tasks than in the beginning once all have left.
const LEFT_OVER: f64 = 5.0;

#[tokio::test]
#[ignore = "half an hour; SOAK_S says how long"]
async fn soak() {
    let time = Duration::from_secs(number("SOAK_S", 1_800));
    let program = Program::start(&["--line-rate", "0"]).await;
    let start = Look::at(&program).await;
    let origin = Instant::now();
    let (end, ended) = watch::channel(false);
    let mut talking = JoinSet::new();
    for number in 0..CLASS {
        let name = format!("T{number}");
        talking.spawn(ears::talk(
            program.address,
            name,
            FASTER / 10.0,
            origin,
            ended.clone(),
        ));
    }
    let ear = Ear::join(program.address, "ear", origin).await;
    talking.spawn(visit(program.address, ended));
    let mut looks = Vec::new();
    for _ in 0..LOOKS {
        sleep(time / LOOKS).await;
        let look = Look::at(&program).await;
        looks.push((origin.elapsed().as_secs_f64(), look));
        tools::print(&format!(
            "{:>6.0} s: {look:?}",
            origin.elapsed().as_secs_f64()
        ));
    }
    let now = ears::ms(origin.elapsed());
    let heard = [ear.end().await];
    end.send_replace(true);
    talking.join_all().await;
    let [first, second] =
        [(0.0, now / 2.0), (now / 2.0, now)].map(|(from, to)| ears::p99(heard.iter(), from, to));
    let lines = heard[0].lines.len();

    let left = settled(&program, start).await;
    // What is warm after a sixth of the time is compared with the end.
    let warm = &looks[LOOKS as usize / 6..];
    let slope = slope(warm.iter().map(|(at, look)| (*at, look.memory as f64)));
    tools::print(&format!(
        "soak for {time:?}: {lines} lines, {:+.2} % of memory an hour, p99 {first:.1} ms in the first half and \
         {second:.1} ms in the second; at the start {start:?}, after all have left {left:?}",
        slope * 3_600.0 / warm[0].1.memory as f64 * 100.0
    ));
    assert!(heard[0].lost.is_none());
}

/// Comes, says something, and goes: now with a word, now without.
async fn visit(address: std::net::SocketAddr, ended: watch::Receiver<bool>) {
    for k in 0.. {
        if *ended.borrow() {
            return;
        }
        let mut visitor = Client::join(address, &format!("V{k}")).await;
        visitor.say("hello and goodbye").await;
        if k % 2 == 0 {
            visitor.send(&serde_json::json!({"type": "leave"})).await;
            visitor.until_closed().await;
        }
        sleep(VISIT).await;
    }
}

/// What the process has at one moment.
#[derive(Debug, Clone, Copy)]
#[expect(dead_code, reason = "most of it is printed, and not compared")]
struct Look {
    /// In KiB.
    memory: u64,
    descriptors: usize,
    tasks: f64,
    /// In hundredths of a second.
    processor: u64,
}

impl Look {
    async fn at(program: &Program) -> Self {
        Self {
            memory: program.memory(),
            tasks: program.metric("tasks").await,
            descriptors: program.descriptors(),
            processor: program.processor_time(),
        }
    }
}

/// Waits until descriptors and tasks are as they were.
async fn settled(program: &Program, start: Look) -> Look {
    let since = Instant::now();
    loop {
        let now = Look::at(program).await;
        let is_settled = now.tasks <= start.tasks + LEFT_OVER
            && now.descriptors as f64 <= start.descriptors as f64 + LEFT_OVER;
        if is_settled {
            return now;
        }
        assert!(since.elapsed() < PATIENCE, "{now:?} is left of {start:?}");
        sleep(Duration::from_millis(100)).await;
    }
}

/// The slope of the straight line through some points, by least squares.
fn slope(points: impl Iterator<Item = (f64, f64)> + Clone) -> f64 {
    let count = points.clone().count() as f64;
    let mean_x = points.clone().map(|(x, _)| x).sum::<f64>() / count;
    let mean_y = points.clone().map(|(_, y)| y).sum::<f64>() / count;
    let upper: f64 = points
        .clone()
        .map(|(x, y)| (x - mean_x) * (y - mean_y))
        .sum();
    let lower: f64 = points.map(|(x, _)| (x - mean_x).powi(2)).sum();
    upper / lower
}
