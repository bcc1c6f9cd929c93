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
//! | (none) | the harness: rounds, alternation, then tables, files, a chart | [`show`], [`harness`], [`about`], [`report`], [`csv`], [`chart`] |
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

#![warn(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "they panic where nobody reads any more; `out` does not"
)]

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
mod out;
mod outcome;
mod peer;
mod real;
mod report;
mod results;
mod server;
mod show;
mod socket;
mod stdin;
mod workload;

use std::io::Write;

use clap::Parser;
use options::{Arguments, Part};

fn main() -> anyhow::Result<()> {
    // `cargo test --all-targets` starts benchmarks too, with nothing on the command line. A
    // benchmark is not a test: it takes minutes and has no opinion.
    if std::env::args_os().len() == 1 {
        let how = "The benchmark is started by `cargo bench -p common`.";
        return Ok(writeln!(out::stdout(), "{how}")?);
    }
    let arguments = Arguments::parse();
    match arguments.part {
        None => show::show(&arguments.harness, &mut out::stdout()),
        Some(Part::Server) => real::serve(),
        Some(Part::Floor(which)) => floor::serve(which.variant),
        Some(Part::Blast(which)) => floor::blast::serve(which.dialect),
        Some(Part::Peer(which)) => peer::serve(which.which),
        Some(Part::Load(order)) => load::run(&order),
    }
}
