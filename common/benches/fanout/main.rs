//! What one broadcast costs, beside the least it could cost: `cargo bench -p common`.
//!
//! The limit of a chat server is the socket. So each figure of the real server stands beside that
//! of a *floor*: a bare loop that reads a message, encodes it once and writes it to everybody
//! else, and can do nothing more. Machines drift by tens of percent within minutes; only ratios of
//! runs that lie next to each other mean something, and they are what this program prints first.
//!
//! One program plays every part, by starting itself again:
//!
//! | part | what it is | where |
//! | --- | --- | --- |
//! | (none) | the harness: rounds, alternation, then tables, files, a chart | [`harness`], [`about`], [`report`], [`csv`], [`chart`] |
//! | `server` | the real server with the chat in it | [`real`] |
//! | `floor` | the bare loop it is measured against | [`floor`] |
//! | `peer` | what others wrote: `ws` on Node.js, Bun, a hub on axum | [`peer`], `../peers` |
//! | `load` | the people: one thread that sends, reads and counts | [`load`] |
//! | `blast` | writes without end: how much can `load` read? | [`floor::blast`] |
//!
//! ```text
//! common/benches/peers/fetch                    what others wrote, into a scratch folder (once)
//! cargo bench -p common                         everything, three rounds: the better part of an hour
//! cargo bench -p common -- --quick --rounds 1   only to see that it works, without verdicts: under a minute
//! cargo bench -p common -- --only W3 --only N --server real --server bun
//! cargo bench -p common -- --csv run.csv        keeps the figures, and what must be known to judge them
//! cargo bench -p common -- --from run.csv --svg run.svg   shows them again, as a chart too
//! ```
//!
//! Paths are from the folder of the workspace.
//!
//! Why its figures can be believed: the floor runs first and last in each round; percentiles are of
//! all deliveries of all rounds; each receiver keeps its own account of what it must have got
//! ([`load`]); and the generator tells how busy it was, beside how much it can read at most. Where
//! messages go out by the clock, latency begins when a message was *due*: a generator that is held up
//! makes latencies longer and not shorter (leaving that out is known as coordinated omission). It makes
//! both sides of a ratio longer, though, and so brings it nearer to 1: how late it was is told too, and
//! where that is a good part of the latency, no goal for a ratio of latencies counts as met or missed.
//! Rows in which something of that went wrong say so.
//!
//! What is calculated from them is tested: `arithmetic.rs`, with `cargo test -p common --test fanout`.
//!
//! What was tried to come nearer to the floor, and what came of it, is written down in `tried.md` beside
//! this file.
//!
//! Nobody but [`real`] may know how the server is built, and nobody but [`load::dialect`] what
//! its frames look like: the figures are about what goes over the wire.

mod about;
mod chart;
mod child;
mod csv;
mod distributions;
mod figures;
mod floor;
mod frame;
mod handshake;
mod harness;
mod histogram;
mod load;
mod machine;
mod options;
mod outcome;
mod peer;
mod real;
mod report;
mod results;
mod server;
mod socket;
mod stdin;
mod workload;

use std::{
    fs::OpenOptions,
    path::{Path, PathBuf},
};

use about::About;
use anyhow::{Context, ensure};
use clap::Parser;
use options::{Arguments, Harness, Part};

fn main() -> anyhow::Result<()> {
    // `cargo test --all-targets` starts benchmarks too, with nothing on the command line. A
    // benchmark is not a test: it takes minutes and has no opinion.
    if std::env::args_os().len() == 1 {
        println!("The benchmark is started by `cargo bench -p common`.");
        return Ok(());
    }
    let arguments = Arguments::parse();
    match arguments.part {
        None => show(&arguments.harness),
        Some(Part::Server) => real::serve(),
        Some(Part::Floor(which)) => floor::serve(which.variant),
        Some(Part::Blast(which)) => floor::blast::serve(which.dialect),
        Some(Part::Peer(which)) => peer::serve(which.which),
        Some(Part::Load(order)) => load::run(&order),
    }
}

/// Fails before anything is measured, not after, if a file cannot be written.
fn may_be_written(path: &Path) -> anyhow::Result<()> {
    let path = Harness::file(path);
    let mut options = OpenOptions::new();
    options
        .append(true)
        .create(true)
        .open(&path)
        .with_context(|| format!("writing {}", path.display()))?;
    Ok(())
}

/// Measures, or reads what was measured before, and shows it in every way that was asked for.
fn show(options: &Harness) -> anyhow::Result<()> {
    let results = match &options.from {
        Some(path) => {
            let results = csv::read(&Harness::file(path))?;
            println!("Figures of an earlier run, from {}.\n", path.display());
            report::print_head(&results.about, results.rounds());
            results
        }
        None => {
            let files = [&options.csv, &options.svg, &options.histograms];
            let files = files.into_iter().flatten();
            files.map(PathBuf::as_path).try_for_each(may_be_written)?;
            let about = About::of(options);
            report::print_head(&about, options.rounds);
            report::print_place();
            let (results, distributions) = harness::measure(options, about)?;
            if let Some(path) = &options.histograms {
                distributions.write(&Harness::file(path))?;
            }
            results
        }
    };
    if let Some(path) = &options.csv {
        csv::write(&results, &Harness::file(path))?;
    }
    if let Some(path) = &options.svg {
        let path = Harness::file(path);
        std::fs::write(&path, chart::draw(&results))
            .with_context(|| format!("writing {}", path.display()))?;
    }
    report::print(&results);
    ensure!(results.failed == 0, "{} runs failed", results.failed);
    Ok(())
}
