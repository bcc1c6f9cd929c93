//! The command line that every demo shares.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::journal::disk::parse_keep;
use crate::limits;
use crate::server::origin;

/// How to run the server.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Server")]
pub struct Options {
    /// Port to listen on; if it is taken, the next ten are tried
    #[arg(long, default_value_t = Options::PORT, value_name = "PORT")]
    pub port: u16,
    /// Stop if the port is taken, instead of trying others
    #[arg(long)]
    pub strict_port: bool,
    /// Let the class in: listen on every network interface and print the address as a QR code
    #[arg(long)]
    pub lan: bool,
    /// Listen on this address only
    #[arg(long, value_name = "ADDR", conflicts_with = "lan")]
    pub host: Option<IpAddr>,
    /// Open the page in this computer's browser
    #[arg(long)]
    pub open: bool,
    /// Print no QR code
    #[arg(long)]
    pub no_qr: bool,
    /// Another name that this server answers to, beside IP addresses, localhost and *.local
    #[arg(long, value_name = "NAME", value_parser = origin::host_entry)]
    pub allow_host: Vec<String>,
    /// Another origin whose pages may connect, such as `http://slides.example:3000`
    #[arg(long, value_name = "ORIGIN", value_parser = origin::origin_entry)]
    pub allow_origin: Vec<String>,
    /// Connections at the same time
    #[arg(long, default_value_t = Options::MAX_CONNECTIONS, value_name = "N",
          value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub max_connections: u32,
    /// Connections from one address, and with them how fast they may come; this computer is excepted. Raise it
    /// if a whole school is behind one router
    #[arg(long, default_value_t = limits::PER_ADDRESS, value_name = "N",
          value_parser = clap::value_parser!(u32).range(16..=10_000))]
    pub per_address: u32,
    /// Threads that rooms are spread over, for many that are busy at once; 0 for all on the server's own
    #[arg(long, default_value_t = 0, value_name = "N",
          value_parser = clap::value_parser!(u8).range(0..=64))]
    pub room_threads: u8,
    /// Do not slow anybody down who connects, joins, asks or sends too fast: for benchmarks
    #[arg(long)]
    pub unpaced: bool,
    /// Connections from this computer count like any other's: for tests of the limits.
    #[arg(skip)]
    pub loopback_counts: bool,
    /// For how long nobody may acknowledge what was sent, where the system looks after that: for tests.
    #[arg(skip = limits::UNACKNOWLEDGED)]
    pub unacknowledged: Duration,
    /// Keep what is said and made in this folder, so that it outlives the server
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// How long it is kept, such as 90m, 24h or 7d
    #[arg(long, value_name = "TIME", default_value = "24h", requires = "data",
          value_parser = parse_keep)]
    pub keep: Duration,
    /// Say what happens: -v each open, receive, send and close, -vv more
    #[arg(short, long, action = clap::ArgAction::Count)]
    pub verbose: u8,
}

impl Options {
    /// Port of the lecture's original servers.
    pub const PORT: u16 = 8080;
    /// Enough for a class and its spare tabs.
    pub const MAX_CONNECTIONS: u32 = 2048;
    /// A day: the class comes back tomorrow and has forgotten, too.
    pub const KEEP: Duration = Duration::from_secs(24 * 3600);

    /// How long things are kept, for people.
    pub(crate) fn keep_in_words(&self) -> String {
        let units = [
            (24 * 3600, "days"),
            (3600, "hours"),
            (60, "minutes"),
            (1, "seconds"),
        ];
        let seconds = self.keep.as_secs();
        // More than one of the largest unit that it is a whole number of.
        let mut fitting = units.into_iter();
        let fitting = fitting.find(|(unit, _)| seconds.is_multiple_of(*unit) && seconds > *unit);
        let (unit, name) = fitting.unwrap_or((1, "seconds"));
        format!("{} {name}", seconds / unit)
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: Self::PORT,
            strict_port: false,
            lan: false,
            host: None,
            open: false,
            no_qr: false,
            allow_host: Vec::new(),
            allow_origin: Vec::new(),
            max_connections: Self::MAX_CONNECTIONS,
            per_address: limits::PER_ADDRESS,
            room_threads: 0,
            unpaced: false,
            loopback_counts: false,
            unacknowledged: limits::UNACKNOWLEDGED,
            data: None,
            keep: Self::KEEP,
            verbose: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::*;

    #[derive(Debug, Parser)]
    struct Program {
        #[command(flatten)]
        options: Options,
    }

    #[test]
    fn the_defaults_in_code_are_those_of_the_command_line() {
        Program::command().debug_assert();
        let parsed = Program::parse_from(["program"]).options;
        assert_eq!(format!("{parsed:?}"), format!("{:?}", Options::default()));
    }

    #[test]
    fn how_long_things_are_kept_is_said_in_the_largest_unit_that_fits() {
        for (seconds, words) in [
            (24 * 3600, "24 hours"),
            (7 * 24 * 3600, "7 days"),
            (90 * 60, "90 minutes"),
            (1, "1 seconds"),
            (3600, "60 minutes"),
        ] {
            let keep = Duration::from_secs(seconds);
            let options = Options {
                keep,
                ..Options::default()
            };
            assert_eq!(options.keep_in_words(), words);
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for wrong in [
            "--port=99999",
            "--per-address=3",
            "--keep=soon",
            "--keep=1h",
            "--port=99999",
            "--host=here",
            "--allow-origin=a/",
        ] {
            assert!(
                Program::try_parse_from(["program", wrong]).is_err(),
                "{wrong}"
            );
        }
    }
}
