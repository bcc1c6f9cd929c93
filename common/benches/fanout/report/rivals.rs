//! The real server beside what others wrote: where it is ahead, where it is not, and where nobody can
//! be, since both are at the floor.

use std::io::{self, Write};

use super::{goals::yes_or_no, words::percent};
use crate::{
    results::Results,
    server::Server,
    workload::{Headline, Workload},
};

/// So near to the floor, who is ahead is chance.
const AT_THE_FLOOR: f64 = 0.05;

/// How two servers stand to each other in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Ahead,
    Level,
    Behind,
}

/// Prints a line for each peer and dialect.
pub(super) fn print(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    let is_measured = |server: &Server| {
        let mut runs = results.runs.iter();
        runs.any(|run| run.server == *server)
    };
    let peers: Vec<_> = Server::PEERS.into_iter().filter(is_measured).collect();
    let ours: Vec<_> = [Server::Real, Server::RealPlain]
        .into_iter()
        .filter(is_measured)
        .collect();
    if peers.is_empty() || ours.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "| goal: ahead of each peer | rows | ahead | level | behind | met |"
    )?;
    writeln!(out, "| --- | --: | --: | --: | --- | --- |")?;
    for own in ours {
        for peer in &peers {
            print_line(results, own, *peer, out)?;
        }
    }
    writeln!(
        out,
        "\nEach row by its first figure: throughput in W1, W2 and W4x, memory in W5, the last \
         receiver in W6, else CPU per delivery. Level: both within {} of the floor, or nearer to \
         each other than the floor's two runs of a round.\n",
        percent(Some(AT_THE_FLOOR))
    )?;
    Ok(())
}

fn print_line(results: &Results, own: Server, peer: Server, out: &mut dyn Write) -> io::Result<()> {
    let standings: Vec<_> = results
        .workloads()
        .into_iter()
        .filter_map(|workload| Some((workload.name, standing(results, workload, own, peer)?)))
        .collect();
    let count = |wanted| {
        standings
            .iter()
            .filter(|(_, standing)| *standing == wanted)
            .count()
    };
    let behind: Vec<_> = standings
        .iter()
        .filter(|(_, standing)| *standing == Standing::Behind)
        .map(|(name, _)| *name)
        .collect();
    writeln!(
        out,
        "| {} and {} | {} | {} | {} | {} | {} |",
        own.name(),
        peer.name(),
        standings.len(),
        count(Standing::Ahead),
        count(Standing::Level),
        behind.join(", "),
        yes_or_no(behind.is_empty()),
    )
}

fn standing(results: &Results, workload: &Workload, own: Server, peer: Server) -> Option<Standing> {
    let figure = workload.headline.figure();
    let is_void = |server| {
        results
            .row(workload, server)
            .is_some_and(|row| row.is_void())
    };
    let value = |server| {
        let row = results.row(workload, server)?;
        match workload.headline {
            // What a floor's connection weighs is next to nothing, and no measure.
            Headline::Memory => row.figure(figure),
            Headline::Throughput => row.ratio(figure).map(f64::recip),
            Headline::Processor | Headline::Last => row.ratio(figure),
        }
    };
    let is_own_void = is_void(own);
    let is_peer_void = is_void(peer);
    let (own, peer) = (value(own)?, value(peer)?);
    // Less than what two runs of one program differ by.
    let chance = results
        .row(workload, Server::Batching)
        .and_then(|floor| floor.floor_spread(figure))
        .filter(|_| workload.headline != Headline::Memory)
        .unwrap_or_default();
    let is_at_floor =
        |cost: f64| workload.headline != Headline::Memory && cost <= 1.0 + AT_THE_FLOOR;
    Some(match () {
        // Whoever loses messages is ahead of nobody.
        () if is_own_void => Standing::Behind,
        () if is_peer_void => Standing::Ahead,
        () if is_at_floor(own) && is_at_floor(peer) => Standing::Level,
        () if (own - peer).abs() <= chance * own.min(peer) => Standing::Level,
        () if own < peer => Standing::Ahead,
        () => Standing::Behind,
    })
}
