//! The real server beside what others wrote: where it is ahead, where it is not, and where nobody can
//! be, since both are at the floor.

use super::goals::yes_or_no;
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
pub(super) fn print(results: &Results) {
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
        return;
    }
    println!("| goal: ahead of each peer | rows | ahead | at the floor, both | behind | met |");
    println!("| --- | --: | --: | --: | --- | --- |");
    for own in ours {
        for peer in &peers {
            print_line(results, own, *peer);
        }
    }
    println!(
        "\nEach row by its first figure: throughput in W1, W2 and W4x, memory in W5, the last \
         receiver in W6, else CPU per delivery.\n"
    );
}

fn print_line(results: &Results, own: Server, peer: Server) {
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
    println!(
        "| {} and {} | {} | {} | {} | {} | {} |",
        own.name(),
        peer.name(),
        standings.len(),
        count(Standing::Ahead),
        count(Standing::Level),
        behind.join(", "),
        yes_or_no(behind.is_empty()),
    );
}

fn standing(results: &Results, workload: &Workload, own: Server, peer: Server) -> Option<Standing> {
    let value = |server| {
        let row = results.row(workload, server)?;
        let figure = workload.headline.figure();
        match workload.headline {
            // What a floor's connection weighs is next to nothing, and no measure.
            Headline::Memory => row.figure(figure),
            Headline::Throughput => row.ratio(figure).map(f64::recip),
            Headline::Processor | Headline::Last => row.ratio(figure),
        }
    };
    let (own, peer) = (value(own)?, value(peer)?);
    let is_at_floor =
        |cost: f64| workload.headline != Headline::Memory && cost <= 1.0 + AT_THE_FLOOR;
    Some(match () {
        () if is_at_floor(own) && is_at_floor(peer) => Standing::Level,
        () if own < peer => Standing::Ahead,
        () => Standing::Behind,
    })
}
