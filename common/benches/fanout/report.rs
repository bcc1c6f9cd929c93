//! The tables: ratios first, since only they mean something, absolute figures beside them.

use crate::{
    machine,
    options::{Harness, Server},
    outcome::Outcome,
    workload::{Pace, TEXT_BYTES, Workload},
};

/// One run and what came of it.
#[derive(Debug)]
pub(crate) struct Run<'a> {
    /// Which round, from 0.
    pub(crate) round: u32,
    /// What was done.
    pub(crate) workload: &'a Workload,
    /// Who was measured.
    pub(crate) server: Server,
    /// What came of it.
    pub(crate) outcome: Outcome,
}

/// Says what is measured, on what.
pub(crate) fn print_head(options: &Harness) {
    let command: Vec<_> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    println!("# Fan-out\n");
    println!(
        "Command: `{}`",
        ["cargo bench -p common --", &command.join(" ")]
            .join(" ")
            .trim_end()
    );
    for line in machine::describe() {
        println!("{line}");
    }
    println!(
        "Messages of {TEXT_BYTES} bytes over loopback; medians of {} rounds, ratios (×) to the \
         batching floor of the same round.",
        options.rounds
    );
    println!(
        "A delivery is a message that reached somebody else. The real server also sends each line \
         back to its sender, with an ack;\nthat is not counted as delivery, and its cost is in the \
         figures. Its frames are longer than the floor's, too: it says who, when and which.\n"
    );
}

/// Prints one table for the traffic and one for the memory, whichever has rows.
pub(crate) fn print_tables(workloads: &[&Workload], runs: &[Run<'_>]) {
    let (idle, traffic): (Vec<_>, Vec<_>) = workloads
        .iter()
        .partition(|workload| workload.pace == Pace::Idle);
    if !traffic.is_empty() {
        print_traffic(&traffic, runs);
    }
    for workload in idle {
        print_memory(workload, runs);
    }
}

fn print_traffic(workloads: &[&Workload], runs: &[Run<'_>]) {
    println!(
        "| workload | server | throughput × | CPU × | p99 × | deliveries/s | CPU µs/delivery \
         | p50 / p99 / max ms | delivered | bytes/frame | busy: server, generator | notes |"
    );
    println!("| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --- |");
    for workload in workloads {
        for server in Server::ALL {
            let row = Row::new(workload, server, runs);
            if row.is_empty() {
                continue;
            }
            println!(
                "| {} | {} | {} | {} | {} | {} | {} | {} / {} / {} | {} | {} | {}, {} | {} |",
                workload.name,
                server.name(),
                row.ratio(|run| Some(run.rate)),
                row.ratio(|run| run.delivery_ns),
                row.ratio(|run| Some(run.latency.p99)),
                thousands(row.median(|run| Some(run.rate))),
                digits(row.median(|run| run.delivery_ns.map(|ns| ns / 1e3)), 2),
                digits(row.median(|run| Some(run.latency.p50)), 2),
                digits(row.median(|run| Some(run.latency.p99)), 2),
                digits(row.median(|run| Some(run.latency.max)), 1),
                percent(row.median(|run| Some(share(run.delivered, run.expected)))),
                digits(row.median(|run| Some(run.frame_bytes)), 0),
                percent(row.median(|run| run.server_busy)),
                percent(row.median(|run| run.load_busy)),
                row.notes(),
            );
        }
    }
    println!();
    for workload in workloads {
        println!("- {}: {}", workload.name, workload.about);
    }
    println!();
}

fn print_memory(workload: &Workload, runs: &[Run<'_>]) {
    println!(
        "| {}: {} | connections held | KiB per connection |",
        workload.name, workload.about
    );
    println!("| --- | --: | --: |");
    for server in Server::ALL {
        let row = Row::new(workload, server, runs);
        if !row.is_empty() {
            println!(
                "| {} | {} | {} |",
                server.name(),
                thousands(row.median(|run| Some(run.connections as f64 - run.cut as f64))),
                digits(row.median(|run| run.connection_kib), 2),
            );
        }
    }
    println!();
}

/// All rounds of one server under one workload, each with the yardstick of the same round.
struct Row<'a> {
    pairs: Vec<(&'a Outcome, Option<&'a Outcome>)>,
}

impl<'a> Row<'a> {
    fn new(workload: &Workload, server: Server, runs: &'a [Run<'_>]) -> Self {
        let find = move |round, server| {
            let is_it = |run: &&Run<'_>| {
                (run.round, run.workload.name, run.server) == (round, workload.name, server)
            };
            runs.iter().find(is_it).map(|run| &run.outcome)
        };
        let rounds = runs
            .iter()
            .map(|run| run.round)
            .max()
            .map_or(0, |last| last + 1);
        let pairs = (0..rounds)
            .filter_map(|round| Some((find(round, server)?, find(round, Server::Batching))))
            .collect();
        Self { pairs }
    }

    fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    fn median(&self, figure: impl Fn(&Outcome) -> Option<f64>) -> Option<f64> {
        median(self.pairs.iter().filter_map(|(run, _)| figure(run)))
    }

    fn ratio(&self, figure: impl Fn(&Outcome) -> Option<f64>) -> String {
        let ratios = self
            .pairs
            .iter()
            .filter_map(|(run, floor)| Some(figure(run)? / figure((*floor)?)?));
        digits(median(ratios.filter(|ratio| ratio.is_finite())), 2)
    }

    /// What must be known before a row is believed.
    fn notes(&self) -> String {
        let mut notes = Vec::new();
        let rounds =
            |is_so: fn(&Outcome) -> bool| self.pairs.iter().filter(|(run, _)| is_so(run)).count();
        let mut note = |count: usize, what: &str| {
            if count > 0 {
                notes.push(format!("{what} in {count} of {}", self.pairs.len()));
            }
        };
        note(rounds(Outcome::is_generator_bound), "generator-bound");
        note(rounds(Outcome::is_disturbed), "disturbed by other programs");
        note(
            rounds(|run| run.missing() > 0 && run.settled),
            "**lost messages**",
        );
        note(
            rounds(|run| run.missing() > 0 && !run.settled),
            "overloaded, rest came late",
        );
        note(
            rounds(|run| run.delivered > run.expected),
            "**doubled messages**",
        );
        note(rounds(|run| run.cut > 0), "**connections cut**");
        if let Some((run, _)) = self.pairs.first().filter(|(run, _)| !run.others.is_empty()) {
            let others: Vec<_> = run
                .others
                .iter()
                .map(|(name, count)| format!("{count} {name}"))
                .collect();
            notes.push(format!("also {}", others.join(", ")));
        }
        notes.join("; ")
    }
}

fn share(part: u64, whole: u64) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        count if count.is_multiple_of(2) => Some(f64::midpoint(values[middle - 1], values[middle])),
        _ => Some(values[middle]),
    }
}

fn digits(value: Option<f64>, places: usize) -> String {
    value.map_or("–".to_owned(), |value| format!("{value:.places$}"))
}

fn percent(share: Option<f64>) -> String {
    share.map_or("–".to_owned(), |share| format!("{:.0} %", share * 100.0))
}

/// 1234567 as 1,234,567.
fn thousands(value: Option<f64>) -> String {
    let whole = digits(value, 0);
    let mut out = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
