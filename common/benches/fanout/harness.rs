//! Rounds and alternation: every figure beside that of the floor a few seconds earlier or later,
//! each from fresh processes.

use std::io::Write;

use anyhow::{Context, Result, ensure};

use crate::{
    about::About,
    child::Child,
    distributions::Distributions,
    figures::Figures,
    options::Harness,
    out,
    outcome::Outcome,
    peer::Peer,
    results::{Results, Run},
    server::Server,
    workload::{self, Pace, Workload},
};

/// Measures what was asked for; `about` says under what. Runs that failed are told on standard error, and left out.
pub(crate) fn measure(options: &Harness, about: About) -> Result<(Results, Distributions)> {
    let only = &options.only;
    for name in only {
        ensure!(
            workload::ALL
                .iter()
                .any(|workload| workload.is_meant_by(name)),
            "no workload is called {name}; there are {}",
            workload::names().join(", ")
        );
    }
    let is_meant = |workload: &&Workload| {
        only.is_empty() || only.iter().any(|name| workload.is_meant_by(name))
    };
    let workloads: Vec<_> = workload::ALL.iter().filter(is_meant).collect();
    let plan: Vec<_> = (0..options.rounds)
        .flat_map(|round| plan(options, round, &workloads))
        .collect();

    let mut results = Results {
        about,
        ..Results::default()
    };
    let mut distributions = Distributions::default();
    let mut progress = out::stderr();
    for (done, (round, workload, server)) in plan.iter().enumerate() {
        writeln!(
            progress,
            "{} of {}: round {}, {}, {}",
            done + 1,
            plan.len(),
            round + 1,
            workload.name,
            server.name()
        )?;
        match run(workload, *server, options) {
            Ok(outcome) => {
                distributions.add(workload, *server, &outcome);
                results.runs.push(Run {
                    round: Some(*round),
                    workload,
                    server: *server,
                    figures: Figures::of(&outcome),
                });
            }
            Err(error) => writeln!(progress, "    failed: {error:#}")?,
        }
    }
    results.failed = plan.len() - results.runs.len();
    results.runs.extend(distributions.runs());
    Ok((results, distributions))
}

/// The programs of others that are measured.
pub(crate) fn peers(options: &Harness) -> Vec<Peer> {
    let servers = servers(options, 0).into_iter();
    servers.filter_map(Server::peer).collect()
}

/// What is measured in a round, in order: workload by workload, each with all servers, and first how
/// much the generator can read.
fn plan(
    options: &Harness,
    round: u32,
    workloads: &[&'static Workload],
) -> Vec<(u32, &'static Workload, Server)> {
    let needs = |ceiling: &Workload| {
        let mut needed = workloads.iter().filter_map(|workload| workload.ceiling());
        needed.any(|needed| needed.name == ceiling.name)
    };
    let ceilings = workload::CEILINGS
        .iter()
        .filter(|ceiling| needs(ceiling))
        .flat_map(|ceiling| Server::CEILINGS.map(|server| (round, ceiling, server)));
    let servers = servers(options, round);
    let rows = workloads.iter().flat_map(|workload| {
        let is_closed = matches!(workload.pace, Pace::Closed { .. });
        servers
            .iter()
            .filter(move |server| is_closed || **server != Server::Long)
            .map(move |server| (round, *workload, *server))
    });
    ceilings.chain(rows).collect()
}

/// Who is measured in a round, and in what order. The order turns around from round to round:
/// a machine that gets slower by the minute must not favour who comes first. The plain floor only
/// reminds of what a write per message costs, and once is enough for that.
fn servers(options: &Harness, round: u32) -> Vec<Server> {
    let usual = if options.quick { 0 } else { options.rounds };
    let peer_rounds = options.peer_rounds.unwrap_or(usual);
    let is_asked_for = |server: &Server| {
        *server == Server::Batching || options.server.is_empty() || options.server.contains(server)
    };
    let is_due = |server: &Server| match server.peer() {
        Some(peer) => round < peer_rounds && peer.is_there(),
        None => *server != Server::Plain || round == 0,
    };
    let mut servers: Vec<_> = Server::ALL
        .into_iter()
        .filter(is_asked_for)
        .filter(is_due)
        .collect();
    if !round.is_multiple_of(2) {
        servers.reverse();
    }
    // The yardstick stands on both sides of what it measures; how far its two runs lie apart is
    // how far a ratio can be trusted.
    servers.retain(|server| *server != Server::Batching);
    servers.insert(0, Server::Batching);
    if !options.quick {
        servers.push(Server::Batching);
    }
    servers
}

/// One run: a fresh server, a fresh generator. Both end with this function.
fn run(workload: &Workload, server: Server, options: &Harness) -> Result<Outcome> {
    let mut serving = Child::start(server.part())?;
    let address = serving.line()?;
    let pid = serving.pid().to_string();
    let dialect = server.dialect().to_string();
    let mut order = vec![
        "load",
        "--is-part",
        "--workload",
        workload.name,
        "--server",
        &address,
        "--pid",
        &pid,
        "--dialect",
        &dialect,
    ];
    if options.quick {
        order.push("--quick");
    }
    let seconds = options.seconds.map(|seconds| seconds.to_string());
    if let Some(seconds) = &seconds {
        order.extend(["--seconds", seconds]);
    }
    let mut load = Child::start(&order)?;
    let line = load.line()?;
    serde_json::from_str(&line).with_context(|| format!("what the generator found out: {line:?}"))
}
