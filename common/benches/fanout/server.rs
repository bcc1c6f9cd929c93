//! Who is measured: how it is called, what it speaks, how it is started. It knows nothing of what is
//! measured.

use clap::ValueEnum;

use crate::{load::dialect::Dialect, peer::Peer};

/// Who is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Server {
    /// The floor that writes once per connection and turn: the yardstick
    Batching,
    /// The same with frames as long as the real server's; where throughput is measured
    Long,
    /// The floor that writes once per connection and message
    Plain,
    /// The real server, in its rich dialect
    Real,
    /// The real server, in the lecture's plain dialect
    RealPlain,
    /// The lecture's original server on Node.js and npm's `ws`
    Ws,
    /// Bun's native publish and subscribe
    Bun,
    /// A hub as axum's chat example does it
    Axum,
    /// Short frames as fast as sockets take them: what the generator can read
    #[value(skip)]
    BlastPlain,
    /// The same with frames as the real server sends them
    #[value(skip)]
    BlastRich,
}

impl Server {
    /// Every server that is measured, in the order of the table.
    pub(crate) const ALL: [Self; 8] = [
        Self::Batching,
        Self::Long,
        Self::Plain,
        Self::Real,
        Self::RealPlain,
        Self::Ws,
        Self::Bun,
        Self::Axum,
    ];

    /// Those that measure the load generator.
    pub(crate) const CEILINGS: [Self; 2] = [Self::BlastPlain, Self::BlastRich];

    /// Those that somebody else wrote.
    pub(crate) const PEERS: [Self; 3] = [Self::Ws, Self::Bun, Self::Axum];

    /// Its name in the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Batching => "floor, batching",
            Self::Long => "floor, long frames",
            Self::Plain => "floor, plain",
            Self::Real => "real server",
            Self::RealPlain => "real server, plain",
            Self::Ws => "ws on Node.js",
            Self::Bun => "Bun publish",
            Self::Axum => "axum hub",
            Self::BlastPlain => "blast, plain",
            Self::BlastRich => "blast, rich",
        }
    }

    /// Its name on the command line and in files.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Batching => "batching",
            Self::Long => "long",
            Self::Plain => "plain",
            Self::Real => "real",
            Self::RealPlain => "real-plain",
            Self::Ws => "ws",
            Self::Bun => "bun",
            Self::Axum => "axum",
            Self::BlastPlain => "blast-plain",
            Self::BlastRich => "blast-rich",
        }
    }

    /// The server of that key.
    pub(crate) fn of_key(key: &str) -> Option<Self> {
        let all = Self::ALL.into_iter().chain(Self::CEILINGS);
        all.into_iter().find(|server| server.key() == key)
    }

    /// Which program of somebody else it is, if it is one.
    pub(crate) fn peer(self) -> Option<Peer> {
        match self {
            Self::Ws => Some(Peer::Ws),
            Self::Bun => Some(Peer::Bun),
            Self::Axum => Some(Peer::Axum),
            _ => None,
        }
    }

    /// What it speaks.
    pub(crate) fn dialect(self) -> Dialect {
        match self {
            Self::Real | Self::BlastRich => Dialect::Rich,
            _ => Dialect::Plain,
        }
    }

    /// How this program is started to play it.
    pub(crate) fn part(self) -> &'static [&'static str] {
        match self {
            Self::Batching => &["floor", "batching"],
            Self::Long => &["floor", "long"],
            Self::Plain => &["floor", "plain"],
            Self::Real | Self::RealPlain => &["server"],
            Self::Ws => &["peer", "ws"],
            Self::Bun => &["peer", "bun"],
            Self::Axum => &["peer", "axum"],
            Self::BlastPlain => &["blast", "plain"],
            Self::BlastRich => &["blast", "rich"],
        }
    }
}
