//! `cargo run -p basic_chat`: the chat on one port, until Ctrl-C.

use std::process::ExitCode;

use basic_chat::BasicChat;
use clap::Parser;
use common::Options;

/// A group chat whose page reads the lines aloud.
#[derive(Debug, Parser)]
#[command(version)]
struct Cli {
    #[command(flatten)]
    server: Options,
    /// Lines a second for each person; 0 lifts the limit, for benchmarks
    #[arg(long, default_value_t = BasicChat::LINE_RATE, value_name = "RATE", value_parser = rate)]
    line_rate: f64,
}

fn main() -> ExitCode {
    let Cli { server, line_rate } = Cli::parse();
    let make = move || BasicChat::new(line_rate);
    common::on_one_thread(common::run(server, make, None))
}

fn rate(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(rate) if (0.0..=10_000.0).contains(&rate) => Ok(rate),
        _ => Err("a number from 0 to 10000 is wanted".to_owned()),
    }
}
