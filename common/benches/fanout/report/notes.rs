//! What must be known before a row is believed.

use std::io::{self, Write};

use super::words::{digits, millions, percent};
use crate::{
    figures::{Figure, Figures},
    results::{Results, Row},
    server::Server,
    workload::Workload,
};

/// A row within this share of what the generator can read says little about the server.
const NEAR_CEILING: f64 = 0.9;
/// Share of its core from which on the generator has no time to spare.
const SATURATED: f64 = 0.95;

/// The notes on a row, in words.
pub(super) fn notes(
    results: &Results,
    workload: &Workload,
    server: Server,
    row: &Row<'_>,
) -> String {
    let mut notes = Vec::new();
    let mut note = |what: &str, is_so: fn(&Figures) -> bool| match row.rounds_in_which(is_so) {
        0 => {}
        count => notes.push(format!("{what} in {count} of {}", row.rounds())),
    };
    note("generator-bound", Figures::is_generator_bound);
    // The threads of one program wait for each other too, and ours has but one that works.
    let disturbance = match server.peer() {
        Some(_) => "disturbed by other programs or its own threads",
        None => "disturbed by other programs",
    };
    note(disturbance, Figures::is_disturbed);
    let late = digits(row.largest(Figure::SentLateP99), 0);
    let late = format!("the generator was late, by up to {late} ms at its p99,");
    note(&late, Figures::is_sent_late);
    note("**lost messages**", Figures::has_lost);
    note("overloaded, rest came late", Figures::is_late);
    note("**doubled messages**", |run| {
        run.count(Figure::Surplus) > 0.0
    });
    note("**connections cut**", |run| run.count(Figure::Cut) > 0.0);
    let ceiling = ceiling(results, workload, server);
    if let Some((rate, ceiling)) = row.figure(Figure::Rate).zip(ceiling)
        && rate > NEAR_CEILING * ceiling
    {
        notes.push("within 10 % of what the generator was seen to read".to_owned());
    }
    let spread = row.floor_spread(workload.headline.figure());
    if let (Server::Batching, Some(_)) = (server, spread) {
        let spread = percent(spread);
        notes.push(format!("its two runs of a round differ by {spread}"));
    }
    if !row.others().is_empty() {
        notes.push(format!("also came {}", row.others()));
    }
    notes.join("; ")
}

/// Says how much the generator can read, where that may matter.
pub(super) fn print_ceilings(
    workloads: &[&Workload],
    results: &Results,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut shown = "";
    for ceiling in workloads.iter().filter_map(|workload| workload.ceiling()) {
        if ceiling.name == shown {
            continue;
        }
        shown = ceiling.name;
        let of = |server| {
            let row = results.row(ceiling, server)?;
            let busy = row.figure(Figure::LoadBusy);
            // With time to spare it could have read more than the other side could write.
            let bound = match busy {
                Some(busy) if busy < SATURATED => "at least ",
                _ => "",
            };
            let rate = millions(row.figure(Figure::Rate));
            let (about, busy) = (server.dialect(), percent(busy));
            Some(format!(
                "{bound}{rate} {about} deliveries/s ({busy} of its core)"
            ))
        };
        let ceilings: Vec<_> = Server::CEILINGS.into_iter().filter_map(of).collect();
        if !ceilings.is_empty() {
            let words = ceilings.join(", ");
            writeln!(out, "- {} ({}): {words}", ceiling.name, ceiling.about)?;
        }
    }
    Ok(())
}

/// Deliveries a second that the generator can read under a workload, of a server's frames.
fn ceiling(results: &Results, workload: &Workload, server: Server) -> Option<f64> {
    let is_the_same = |blast: &Server| blast.dialect() == server.dialect();
    let blast = Server::CEILINGS.into_iter().find(is_the_same)?;
    results
        .row(workload.ceiling()?, blast)?
        .figure(Figure::Rate)
}
