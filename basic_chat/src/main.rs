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
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Cli { server } = Cli::parse();
    let line_rate = server.line_rate;
    common::run(server, move || BasicChat::new(line_rate), None).await
}
