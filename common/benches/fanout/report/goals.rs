//! The goals for the real server in its rich dialect, and whether they are met.

use super::words::digits;
use crate::{
    figures::Figure,
    results::Results,
    server::Server,
    workload::{self, Workload},
};

/// Which side of a bound is good.
#[derive(Debug, Clone, Copy)]
enum Bound {
    AtLeast(f64),
    AtMost(f64),
}

/// A bound on a ratio to the floor.
struct Goal {
    workloads: &'static [&'static str],
    what: &'static str,
    figure: Figure,
    bound: Bound,
}

/// How much of the floor's throughput is to be reached.
const THROUGHPUT: Bound = Bound::AtLeast(0.95);
/// The ratios that are to be reached.
const GOALS: &[Goal] = &[
    Goal {
        workloads: &["W1/1", "W1/16", "W1/64", "W2", "W4x"],
        what: "throughput, × floor",
        figure: Figure::Rate,
        bound: THROUGHPUT,
    },
    Goal {
        workloads: &["W3", "W4"],
        what: "CPU per delivery, × floor",
        figure: Figure::DeliveryNs,
        bound: Bound::AtMost(1.1),
    },
    Goal {
        workloads: &["W3", "W4"],
        what: "p99 latency, × floor",
        figure: Figure::P99,
        bound: Bound::AtMost(1.5),
    },
    Goal {
        workloads: &["W6"],
        what: "last of 5,000 receivers, × floor",
        figure: Figure::LastP50,
        bound: Bound::AtMost(1.1),
    },
];
/// Memory for an idle connection, in KiB.
const MEMORY: Bound = Bound::AtMost(3.0);
/// From and to which row the cost of a delivery must stay as it is, …
const GROWTH: [(&str, &str); 4] = [
    ("N/100", "N/1000"),
    ("N/100", "N/10000"),
    ("R/1", "R/8"),
    ("R/1", "R/64"),
];
/// … but for this share.
const FLAT: f64 = 0.15;

/// Prints each goal that something was measured for.
pub(super) fn print(results: &Results) {
    let lines = [ratios(results), memory(results), growth(results)].concat();
    if lines.is_empty() {
        return;
    }
    println!("| goal, real server | | measured | met |");
    println!("| --- | --- | --: | --- |");
    for line in lines {
        println!("{line}");
    }
    println!();
}

fn ratios(results: &Results) -> Vec<String> {
    let long = |name: &str| {
        let workload = Workload::named(name)?;
        let ratio = |server| results.row(workload, server)?.ratio(Figure::Rate);
        let ratio = ratio(Server::Real)? / ratio(Server::Long)?;
        let (words, met) = (THROUGHPUT.words(), THROUGHPUT.met(ratio));
        Some(format!(
            "| {name} throughput, × floor with frames as long | {words} | {ratio:.3} | {met} |"
        ))
    };
    let line = |goal: &Goal, name: &str| {
        let row = results.row(Workload::named(name)?, Server::Real)?;
        let ratio = row.ratio(goal.figure)?;
        let words = goal.bound.words();
        let met = match row.is_void() {
            true => "**void**",
            false => goal.bound.met(ratio),
        };
        Some(format!(
            "| {name} {} | {words} | {ratio:.3} | {met} |",
            goal.what
        ))
    };
    let goals = GOALS.iter();
    goals
        .flat_map(|goal| {
            goal.workloads
                .iter()
                .filter_map(move |name| line(goal, name))
        })
        .chain(
            workload::ALL
                .iter()
                .filter_map(|workload| long(workload.name)),
        )
        .collect()
}

fn memory(results: &Results) -> Vec<String> {
    let idle = workload::ALL
        .iter()
        .filter(|workload| workload.senders == 0);
    let line = |workload: &Workload| {
        let row = results.row(workload, Server::Real)?;
        let kib = row.figure(Figure::ConnectionKib)?;
        let (name, words, met) = (workload.name, MEMORY.words(), MEMORY.met(kib));
        Some(format!(
            "| {name} KiB per idle connection | {words} | {kib:.2} | {met} |"
        ))
    };
    idle.filter_map(line).collect()
}

/// Flat by itself; and flat beside the floor, whose own cost is the kernel's and grows for everybody.
fn growth(results: &Results) -> Vec<String> {
    let lines = |(from, to): (&str, &str)| {
        let (first, last) = (Workload::named(from)?, Workload::named(to)?);
        let growth = results.growth(first, last, Server::Real)?;
        let line = |what: &str, factor: f64| {
            // To grow less than that is no fault.
            let is_met = factor <= 1.0 + FLAT;
            format!(
                "| {from} → {to} CPU per delivery{what} | ≤ {} | {} | {} |",
                1.0 + FLAT,
                digits(Some(factor), 2),
                yes_or_no(is_met),
            )
        };
        let beside = format!(
            ", beside the floor's growth of {}",
            digits(Some(growth.floor), 2)
        );
        Some([line("", growth.own), line(&beside, growth.beside_floor)])
    };
    GROWTH.into_iter().filter_map(lines).flatten().collect()
}

impl Bound {
    fn words(self) -> String {
        match self {
            Self::AtLeast(bound) => format!("≥ {bound}"),
            Self::AtMost(bound) => format!("≤ {bound}"),
        }
    }

    fn met(self, value: f64) -> &'static str {
        yes_or_no(match self {
            Self::AtLeast(bound) => value >= bound,
            Self::AtMost(bound) => value <= bound,
        })
    }
}

/// As it stands in the tables.
pub(super) fn yes_or_no(is_met: bool) -> &'static str {
    if is_met { "yes" } else { "**no**" }
}
