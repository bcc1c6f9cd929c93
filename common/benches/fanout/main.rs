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
//! | (none) | the harness: rounds, alternation, the table | [`harness`], [`report`] |
//! | `server` | the real server with the chat in it | [`real`] |
//! | `floor` | the bare loop it is measured against | [`floor`] |
//! | `load` | the people: one thread that sends, reads and counts | [`load`] |
//!
//! Nobody but [`real`] may know how the server is built, and nobody but [`load::dialect`] what
//! its frames look like: the figures are about what goes over the wire.

mod child;
mod floor;
mod frame;
mod handshake;
mod harness;
mod load;
mod machine;
mod options;
mod outcome;
mod real;
mod report;
mod socket;
mod stdin;
mod workload;

use clap::Parser;
use options::{Arguments, Part};

fn main() -> anyhow::Result<()> {
    // `cargo test --all-targets` starts benchmarks too, with nothing on the command line. A
    // benchmark is not a test: it takes minutes and has no opinion.
    if std::env::args_os().len() == 1 {
        println!("The benchmark is started by `cargo bench -p common`.");
        return Ok(());
    }
    let arguments = Arguments::parse();
    match arguments.part {
        None => harness::run(&arguments.harness),
        Some(Part::Server) => real::serve(),
        Some(Part::Floor(which)) => floor::serve(which.variant),
        Some(Part::Load(order)) => load::run(&order),
    }
}
