//! Rounds and alternation: every figure beside that of the floor a few seconds earlier or later,
//! each from fresh processes.

use anyhow::{Context, Result, ensure};

use crate::{
    child::Child,
    options::{Harness, Server},
    outcome::Outcome,
    report::{self, Run},
    workload::{self, Workload},
};

/// Measures what was asked for and prints the tables.
pub(crate) fn run(options: &Harness) -> Result<()> {
    let is_meant = |workload: &&Workload| {
        options.only.is_empty() || options.only.iter().any(|name| workload.is_meant_by(name))
    };
    let workloads: Vec<_> = workload::ALL.iter().filter(is_meant).collect();
    ensure!(
        !workloads.is_empty(),
        "no workload of this name; there are W1 to W5 and W4x"
    );
    report::print_head(options);

    let mut runs = Vec::new();
    let mut failed = 0;
    for round in 0..options.rounds {
        for workload in &workloads {
            for server in servers(options, round) {
                eprintln!("round {}: {}, {}", round + 1, workload.name, server.name());
                match measure(workload, server, options.quick) {
                    Ok(outcome) => runs.push(Run {
                        round,
                        workload,
                        server,
                        outcome,
                    }),
                    Err(error) => {
                        failed += 1;
                        eprintln!("    failed: {error:#}");
                    }
                }
            }
        }
    }
    report::print_tables(&workloads, &runs);
    ensure!(failed == 0, "{failed} runs failed");
    Ok(())
}

/// Who is measured in a round, and in what order. The order turns around from round to round:
/// a machine that gets slower by the minute must not favour who comes first. The plain floor only
/// reminds of what a write per message costs, and once is enough for that.
fn servers(options: &Harness, round: u32) -> Vec<Server> {
    let is_asked_for = |server: &Server| {
        *server == Server::Batching || options.server.is_empty() || options.server.contains(server)
    };
    let is_due = |server: &Server| *server != Server::Plain || round == 0;
    let mut servers: Vec<_> = Server::ALL
        .into_iter()
        .filter(is_asked_for)
        .filter(is_due)
        .collect();
    if !round.is_multiple_of(2) {
        servers.reverse();
    }
    servers
}

/// One run: a fresh server, a fresh generator. Both end with this function.
fn measure(workload: &Workload, server: Server, quick: bool) -> Result<Outcome> {
    let mut serving = Child::start(server.part())?;
    let address = serving.line()?;
    let pid = serving.pid().to_string();
    let dialect = server.dialect().to_string();
    let mut order = vec![
        "load",
        "--workload",
        workload.name,
        "--server",
        &address,
        "--pid",
        &pid,
        "--dialect",
        &dialect,
    ];
    if quick {
        order.push("--quick");
    }
    let mut load = Child::start(&order)?;
    let line = load.line()?;
    serde_json::from_str(&line).with_context(|| format!("what the generator found out: {line:?}"))
}
