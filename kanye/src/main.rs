//! `cargo run -p kanye`: quotes and heads on one port, until Ctrl-C.

use std::process::ExitCode;

use clap::Parser;
use common::Options;
use kanye::fetcher::{self, Settings};
use kanye::{Kanye, QuoteOptions, offline};
use tokio::sync::watch;

/// Quotes fetched once and pushed to everybody, and everybody a floating head.
#[derive(Debug, Parser)]
#[command(version)]
struct Cli {
    #[command(flatten)]
    server: Options,
    #[command(flatten)]
    quotes: QuoteOptions,
}

fn main() -> ExitCode {
    let Cli { server, quotes } = Cli::parse();
    let settings = Settings::from(&quotes);
    let unasked = fetcher::unasked(&settings);
    let (sender, upstream) = watch::channel(unasked.clone());
    let make = move || Kanye::new(quotes.every, &unasked, &offline::LINES);
    common::on_one_thread(async {
        tokio::spawn(fetcher::run(settings, sender));
        common::run(server, make, Some(upstream)).await
    })
}
