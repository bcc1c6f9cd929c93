//! The command line: what a person may choose, and what the harness tells its children.

use std::net::SocketAddr;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::{floor::Variant, load::dialect::Dialect};

/// What one broadcast costs, beside the least it could cost.
#[derive(Debug, Parser)]
pub(crate) struct Arguments {
    /// What a person may choose.
    #[command(flatten)]
    pub(crate) harness: Harness,
    /// The part this process plays; none for the harness.
    #[command(subcommand)]
    pub(crate) part: Option<Part>,
    /// Cargo says this to every benchmark; it changes nothing here.
    #[arg(long, hide = true, global = true)]
    bench: bool,
}

/// What a person may choose.
#[derive(Debug, Args)]
pub(crate) struct Harness {
    /// How often everything is measured; the table shows medians
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) rounds: u32,
    /// Only this workload (may be repeated): W1, W1/16, W2, W3, W4, W4x, W5
    #[arg(long, value_name = "NAME")]
    pub(crate) only: Vec<String>,
    /// Only this server (may be repeated); the batching floor always runs, as the yardstick
    #[arg(long, value_name = "SERVER")]
    pub(crate) server: Vec<Server>,
    /// One second a run: shows that everything works, not how fast it is
    #[arg(long)]
    pub(crate) quick: bool,
}

/// Who is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Server {
    /// The floor that writes once per connection and turn: the yardstick
    Batching,
    /// The floor that writes once per connection and message
    Plain,
    /// The real server, in its rich dialect
    Real,
}

impl Server {
    /// Every server, in the order of the table.
    pub(crate) const ALL: [Self; 3] = [Self::Batching, Self::Plain, Self::Real];

    /// Its name in the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Batching => "floor, batching",
            Self::Plain => "floor, plain",
            Self::Real => "real server",
        }
    }

    /// What it speaks.
    pub(crate) fn dialect(self) -> Dialect {
        match self {
            Self::Batching | Self::Plain => Dialect::Plain,
            Self::Real => Dialect::Rich,
        }
    }

    /// How this program is started to play it.
    pub(crate) fn part(self) -> &'static [&'static str] {
        match self {
            Self::Batching => &["floor", "batching"],
            Self::Plain => &["floor", "plain"],
            Self::Real => &["server"],
        }
    }
}

/// The parts that the harness starts. Not for people, hence hidden.
#[derive(Debug, Subcommand)]
pub(crate) enum Part {
    /// The real server
    #[command(hide = true)]
    Server,
    /// The bare loop
    #[command(hide = true)]
    Floor(Floor),
    /// The people
    #[command(hide = true)]
    Load(Load),
}

/// Which bare loop.
#[derive(Debug, Args)]
pub(crate) struct Floor {
    /// How it writes.
    pub(crate) variant: Variant,
}

/// What the people do, to whom.
#[derive(Debug, Args)]
pub(crate) struct Load {
    /// The name of the workload.
    #[arg(long)]
    pub(crate) workload: String,
    /// Where the server listens.
    #[arg(long)]
    pub(crate) server: SocketAddr,
    /// The server's process, whose time and memory are read.
    #[arg(long)]
    pub(crate) pid: u32,
    /// What the server speaks.
    #[arg(long)]
    pub(crate) dialect: Dialect,
    /// One second instead of the usual time.
    #[arg(long)]
    pub(crate) quick: bool,
}
