//! The command line: what a person may choose, and what the harness tells its children.

use std::{
    env,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use clap::{Args, Parser, Subcommand};

use crate::{floor::Variant, load::dialect::Dialect, peer::Peer, server::Server};

/// What one broadcast costs, beside the least it could cost. Everything, three times, takes about half an hour.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo bench -p common --")]
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
    /// In how many of the rounds the programs of others are measured too, if not in all
    #[arg(long, value_name = "ROUNDS")]
    pub(crate) peer_rounds: Option<u32>,
    /// Only this workload (may be repeated): W1 to W6, W4x, N (growing rooms), R (more and more
    /// rooms), or a single row such as W1/16
    #[arg(long, value_name = "NAME")]
    pub(crate) only: Vec<String>,
    /// Only this server (may be repeated); the batching floor always runs, as the yardstick
    #[arg(long, value_name = "SERVER")]
    pub(crate) server: Vec<Server>,
    /// Little time and small rooms, and no programs of others unless --peer-rounds says so: shows
    /// that everything works, not how fast it is
    #[arg(long)]
    pub(crate) quick: bool,
    /// Seconds that are measured in each run, instead of each workload's own 3 or 10
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) seconds: Option<u64>,
    /// Write all figures to this file, a line for each round, workload and server. Paths of files begin
    /// at the project's top folder
    #[arg(long, value_name = "FILE")]
    pub(crate) csv: Option<PathBuf>,
    /// Write how long deliveries took to this file, a line for each bucket
    #[arg(long, value_name = "FILE", conflicts_with = "from")]
    pub(crate) histograms: Option<PathBuf>,
    /// Draw a chart of the ratios into this file
    #[arg(long, value_name = "FILE")]
    pub(crate) svg: Option<PathBuf>,
    /// Measure nothing; take the figures from a file that --csv wrote
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["rounds", "peer_rounds", "only", "server", "quick", "seconds"]
    )]
    pub(crate) from: Option<PathBuf>,
}

impl Harness {
    /// The file that is meant by a path. Cargo starts this program in the folder of its package, but who
    /// types a path stands in that of the workspace.
    pub(crate) fn file(path: &Path) -> PathBuf {
        let folder = match env::var_os("CARGO") {
            Some(_) => concat!(env!("CARGO_MANIFEST_DIR"), "/.."),
            None => "",
        };
        Path::new(folder).join(path)
    }

    /// What was chosen of all that bears on the figures: so no names of files.
    pub(crate) fn words(&self) -> String {
        let mut words = vec![format!("--rounds {}", self.rounds)];
        let peer_rounds = self.peer_rounds.iter();
        words.extend(peer_rounds.map(|rounds| format!("--peer-rounds {rounds}")));
        words.extend(self.only.iter().map(|name| format!("--only {name}")));
        let servers = self.server.iter();
        words.extend(servers.map(|server| format!("--server {}", server.key())));
        words.extend(self.quick.then(|| "--quick".to_owned()));
        let seconds = self.seconds.iter();
        words.extend(seconds.map(|seconds| format!("--seconds {seconds}")));
        words.join(" ")
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
    /// What shows how much the generator can read
    #[command(hide = true)]
    Blast(Blast),
    /// A program that somebody else wrote
    #[command(hide = true)]
    Peer(WhichPeer),
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

/// What frames are written without end.
#[derive(Debug, Args)]
pub(crate) struct Blast {
    /// Whose they look like.
    pub(crate) dialect: Dialect,
}

/// Which program of others.
#[derive(Debug, Args)]
pub(crate) struct WhichPeer {
    /// Its name.
    pub(crate) which: Peer,
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
    /// Little time and small rooms.
    #[arg(long)]
    pub(crate) quick: bool,
    /// Another time to measure than the workload's own.
    #[arg(long)]
    pub(crate) seconds: Option<u64>,
    /// Whether it ends when its standard input does, as the other parts do. By hand it may have none.
    #[arg(long, hide = true)]
    pub(crate) is_part: bool,
}
