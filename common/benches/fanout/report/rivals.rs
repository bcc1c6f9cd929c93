//! The real server beside what others wrote: where it is ahead, where it is not, where nobody can be, since
//! both are at the floor, and where the figures do not say.

use std::io::{self, Write};

use super::{
    basis::{Basis, basis},
    goals::yes_or_no,
    words::percent,
};
use crate::{
    results::Results,
    server::Server,
    workload::{Headline, Workload},
};

/// So near to the floor, who is ahead is chance.
const AT_THE_FLOOR: f64 = 0.05;

/// The real server and a program of somebody else, in every row in which both were measured.
#[derive(Debug)]
pub(crate) struct Rivalry {
    own: Server,
    peer: Server,
    standings: Vec<(&'static str, Standing)>,
}

/// How two servers stand to each other in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// The real server is better.
    Ahead,
    /// It is chance who is better.
    Level,
    /// The real server is not as good.
    Behind,
    /// The figures do not say.
    Void,
}

/// Prints a line for each peer and dialect.
pub(super) fn print(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    let rivalries = rivalries(results);
    if rivalries.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "| goal: ahead of each peer | rows | ahead | level | behind | void | met |"
    )?;
    writeln!(out, "| --- | --: | --: | --: | --- | --- | --- |")?;
    for rivalry in rivalries {
        writeln!(
            out,
            "| {} and {} | {} | {} | {} | {} | {} | {} |",
            rivalry.own.name(),
            rivalry.peer.name(),
            rivalry.standings.len(),
            rivalry.rows(Standing::Ahead).len(),
            rivalry.rows(Standing::Level).len(),
            rivalry.rows(Standing::Behind).join(", "),
            rivalry.rows(Standing::Void).join(", "),
            rivalry.words(),
        )?;
    }
    writeln!(
        out,
        "\nEach row by its first figure: throughput in W1, W2 and W4x, memory in W5, the last \
         receiver in W6, else CPU per delivery. Level: both within {} of the floor, or nearer to \
         each other than the floor's two runs of a round. Void: the floor or both were overloaded, the floor \
         lost something, or the generator was late where time is compared.\n",
        percent(Some(AT_THE_FLOOR))
    )
}

/// One for each dialect and each peer, of those that were measured.
pub(crate) fn rivalries(results: &Results) -> Vec<Rivalry> {
    let is_measured = |server: &Server| {
        let mut runs = results.runs.iter();
        runs.any(|run| run.server == *server)
    };
    let ours = [Server::Real, Server::RealPlain].into_iter();
    ours.filter(is_measured)
        .flat_map(|own| {
            let peers = Server::PEERS.into_iter().filter(is_measured);
            peers.map(move |peer| rivalry(results, own, peer))
        })
        .collect()
}

fn rivalry(results: &Results, own: Server, peer: Server) -> Rivalry {
    let workloads = results.workloads().into_iter();
    let standing = |workload| Some((workload, standing(results, workload, own, peer)?));
    Rivalry {
        own,
        peer,
        standings: workloads
            .filter_map(standing)
            .map(|(workload, standing)| (workload.name, standing))
            .collect(),
    }
}

impl Rivalry {
    /// The rows in which they stand so to each other.
    pub(crate) fn rows(&self, wanted: Standing) -> Vec<&'static str> {
        let wanted = self.standings.iter().filter(|(_, is)| *is == wanted);
        wanted.map(|(name, _)| *name).collect()
    }

    /// Whether the real server is behind nowhere, as it stands in the table.
    pub(crate) fn words(&self) -> &'static str {
        let is_behind = !self.rows(Standing::Behind).is_empty();
        match self.rows(Standing::Void)[..] {
            _ if self.standings.is_empty() => "–",
            [_, ..] if !is_behind => "**void**",
            _ => yes_or_no(!is_behind),
        }
    }
}

fn standing(results: &Results, workload: &Workload, own: Server, peer: Server) -> Option<Standing> {
    // What a floor's connection weighs is next to nothing, and no measure.
    let is_beside_floor = workload.headline != Headline::Memory;
    let (own_cost, peer_cost) = (
        cost(results, workload, own)?,
        cost(results, workload, peer)?,
    );
    let yardsticks: &[Server] = match is_beside_floor {
        true => &[Server::Batching],
        false => &[],
    };
    let figure = workload.headline.figure();
    let basis = |server| basis(results, workload, figure, server, yardsticks);
    let is_void = |server| {
        let row = results.row(workload, server);
        row.is_some_and(|row| row.is_void())
    };
    Some(match (basis(own), basis(peer)) {
        // Whoever loses messages is ahead of nobody, …
        _ if is_void(own) => Standing::Behind,
        // who runs beside a floor that can be trusted is ahead of such a one, …
        (Basis::Sound, _) if is_void(peer) => Standing::Ahead,
        (Basis::Void, _) | (_, Basis::Void) | (Basis::Late, Basis::Late) => Standing::Void,
        // … and neither is who could not bring them in time.
        (Basis::Late, Basis::Sound) => Standing::Behind,
        (Basis::Sound, Basis::Late) => Standing::Ahead,
        (Basis::Sound, Basis::Sound) => {
            let is_at_floor = |cost: f64| is_beside_floor && cost <= 1.0 + AT_THE_FLOOR;
            let chance = chance(results, workload);
            match () {
                () if is_at_floor(own_cost) && is_at_floor(peer_cost) => Standing::Level,
                () if (own_cost - peer_cost).abs() <= chance * own_cost.min(peer_cost) => {
                    Standing::Level
                }
                () if own_cost < peer_cost => Standing::Ahead,
                () => Standing::Behind,
            }
        }
    })
}

/// What is compared in a row: the less, the better.
fn cost(results: &Results, workload: &Workload, server: Server) -> Option<f64> {
    let figure = workload.headline.figure();
    let row = results.row(workload, server)?;
    match workload.headline {
        Headline::Memory => row.figure(figure),
        Headline::Throughput => row.ratio(figure).map(f64::recip),
        Headline::Processor | Headline::Last => row.ratio(figure),
    }
}

/// The share of its cost by which two runs of one program differ.
fn chance(results: &Results, workload: &Workload) -> f64 {
    let floor = results.row(workload, Server::Batching);
    floor
        .filter(|_| workload.headline != Headline::Memory)
        .and_then(|floor| floor.floor_spread(workload.headline.figure()))
        .unwrap_or_default()
}
