//! `cargo run -p music`: the sequencer on one port, until Ctrl-C.

use std::process::ExitCode;

use clap::Parser;
use common::Options;
use music::{Music, presets};

/// One step sequencer that the whole room plays, in time.
#[derive(Debug, Parser)]
#[command(version)]
struct Cli {
    #[command(flatten)]
    server: Options,
}

fn main() -> ExitCode {
    let Cli { server } = Cli::parse();
    let song = presets::first();
    let make = move || Music::new(&song);
    common::on_one_thread(common::run(server, make, None))
}
