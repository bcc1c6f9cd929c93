//! The goals for the real server in its rich dialect, and whether they are met.

use std::io::{self, Write};

use super::{
    basis::{Basis, basis},
    words::digits,
};
use crate::{
    figures::Figure,
    results::Results,
    server::Server,
    workload::{self, Workload},
};

/// Which side of a bound is good.
#[derive(Debug, Clone, Copy, PartialEq)]
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

/// What came of a goal.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Verdict {
    /// What was to be reached.
    pub(crate) goal: String,
    bound: Bound,
    value: f64,
    basis: Basis,
}

/// Prints each goal that something was measured for.
pub(super) fn print(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    let verdicts = verdicts(results);
    if verdicts.is_empty() {
        return Ok(());
    }
    writeln!(out, "| goal, real server | | measured | met |")?;
    writeln!(out, "| --- | --- | --: | --- |")?;
    for verdict in verdicts {
        writeln!(
            out,
            "| {} | {} | {:.3} | {} |",
            verdict.goal,
            verdict.bound.words(),
            verdict.value,
            verdict.words()
        )?;
    }
    writeln!(out)?;
    Ok(())
}

/// A verdict for each goal that something was measured for; none of what was too quick to tell.
pub(crate) fn verdicts(results: &Results) -> Vec<Verdict> {
    if results.about.is_quick() {
        return Vec::new();
    }
    [ratios(results), memory(results), growth(results)].concat()
}

fn ratios(results: &Results) -> Vec<Verdict> {
    let beside_long = |workload: &Workload| {
        let ratio = |server| results.row(workload, server)?.ratio(Figure::Rate);
        Some(Verdict {
            goal: format!("{} throughput, × floor with frames as long", workload.name),
            bound: THROUGHPUT,
            value: ratio(Server::Real)? / ratio(Server::Long)?,
            // Both were divided by the floor of their rounds before.
            basis: basis(
                results,
                workload,
                Figure::Rate,
                Server::Real,
                &[Server::Long, Server::Batching],
            ),
        })
    };
    let verdict = |goal: &Goal, name: &str| {
        let workload = Workload::named(name)?;
        Some(Verdict {
            goal: format!("{name} {}", goal.what),
            bound: goal.bound,
            value: results.row(workload, Server::Real)?.ratio(goal.figure)?,
            basis: basis(
                results,
                workload,
                goal.figure,
                Server::Real,
                &[Server::Batching],
            ),
        })
    };
    let goals = GOALS.iter();
    goals
        .flat_map(|goal| {
            let names = goal.workloads.iter();
            names.filter_map(move |name| verdict(goal, name))
        })
        .chain(workload::ALL.iter().filter_map(beside_long))
        .collect()
}

fn memory(results: &Results) -> Vec<Verdict> {
    let verdict = |workload: &Workload| {
        let row = results.row(workload, Server::Real)?;
        Some(Verdict {
            goal: format!("{} KiB per idle connection", workload.name),
            bound: MEMORY,
            value: row.figure(Figure::ConnectionKib)?,
            basis: basis(results, workload, Figure::ConnectionKib, Server::Real, &[]),
        })
    };
    let all = workload::ALL.iter();
    all.filter(|workload| workload.senders == 0)
        .filter_map(verdict)
        .collect()
}

/// Flat by itself; and flat beside the floor, whose own cost is the kernel's and grows for everybody.
fn growth(results: &Results) -> Vec<Verdict> {
    let verdicts = |(from, to): (&str, &str)| {
        let (first, last) = (Workload::named(from)?, Workload::named(to)?);
        let growth = results.growth(first, last, Server::Real)?;
        let basis = |yardsticks: &[Server]| {
            let of = |workload| {
                basis(
                    results,
                    workload,
                    Figure::DeliveryNs,
                    Server::Real,
                    yardsticks,
                )
            };
            of(first).max(of(last))
        };
        let what = format!("{from} → {to} growth of CPU per delivery");
        let floor = digits(Some(growth.floor), 2);
        let verdict = |goal, value, yardsticks: &[Server]| Verdict {
            goal,
            // To grow less than that is no fault.
            bound: Bound::AtMost(1.0 + FLAT),
            value,
            basis: basis(yardsticks),
        };
        let beside = format!("{what}, beside the floor's of {floor}");
        Some([
            verdict(what, growth.own, &[]),
            verdict(beside, growth.beside_floor, &[Server::Batching]),
        ])
    };
    GROWTH.into_iter().filter_map(verdicts).flatten().collect()
}

impl Verdict {
    /// As it stands in the table.
    pub(crate) fn words(&self) -> &'static str {
        match self.basis {
            Basis::Void => "**void**",
            Basis::Late => yes_or_no(false),
            Basis::Sound => yes_or_no(self.bound.is_met_by(self.value)),
        }
    }
}

impl Bound {
    fn words(self) -> String {
        match self {
            Self::AtLeast(bound) => format!("≥ {bound}"),
            Self::AtMost(bound) => format!("≤ {bound}"),
        }
    }

    fn is_met_by(self, value: f64) -> bool {
        match self {
            Self::AtLeast(bound) => value >= bound,
            Self::AtMost(bound) => value <= bound,
        }
    }
}

/// As it stands in the tables.
pub(super) fn yes_or_no(is_met: bool) -> &'static str {
    if is_met { "yes" } else { "**no**" }
}
