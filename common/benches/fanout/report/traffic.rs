//! Messages: how many, how dear, how late.

use std::io::{self, Write};

use super::{
    notes,
    words::{all_but, digits, micros, percent, thousands},
};
use crate::{
    figures::Figure,
    results::{Results, Row},
    server::Server,
    workload::Workload,
};

/// Prints a row for each workload and server, with everything that is known.
pub(super) fn print(
    workloads: &[&Workload],
    results: &Results,
    out: &mut dyn Write,
) -> io::Result<()> {
    if workloads.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "| workload | server | deliveries/s × floor | CPU × floor | p99 × floor | deliveries/s \
         | CPU µs/delivery | latency: p50 / p90 / p99 / p99.9 / max ms | delivered | bytes/frame \
         | of its core: server, generator | notes |"
    )?;
    writeln!(
        out,
        "| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --- |"
    )?;
    for (workload, server, row) in rows(workloads, results) {
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {}, {} | {} |",
            workload.name,
            server.name(),
            digits(row.ratio(Figure::Rate), 2),
            digits(row.ratio(Figure::DeliveryNs), 2),
            digits(row.ratio(Figure::P99), 2),
            thousands(row.figure(Figure::Rate)),
            micros(row.figure(Figure::DeliveryNs)),
            latency(&row),
            all_but(row.delivered()),
            digits(row.figure(Figure::FrameBytes), 0),
            percent(row.figure(Figure::ServerBusy)),
            percent(row.figure(Figure::LoadBusy)),
            notes::notes(results, workload, server, &row),
        )?;
    }
    writeln!(out)?;
    for workload in workloads {
        writeln!(out, "- {}: {}", workload.name, workload.about)?;
    }
    notes::print_ceilings(workloads, results, out)?;
    writeln!(out)?;
    Ok(())
}

/// Prints when the last receiver has a message.
pub(super) fn print_last(
    workloads: &[&Workload],
    results: &Results,
    out: &mut dyn Write,
) -> io::Result<()> {
    for workload in workloads {
        writeln!(
            out,
            "| {}: {} | until the last receiver has it × floor | median ms | worst ms | until half \
             of them have it ms | CPU × floor | delivered | notes |",
            workload.name, workload.about
        )?;
        writeln!(out, "| --- | --: | --: | --: | --: | --: | --: | --- |")?;
        for (workload, server, row) in rows(&[workload], results) {
            writeln!(
                out,
                "| {} | {} | {} | {} | {} | {} | {} | {} |",
                server.name(),
                digits(row.ratio(Figure::LastP50), 2),
                digits(row.figure(Figure::LastP50), 1),
                digits(row.figure(Figure::LastMax), 1),
                digits(row.figure(Figure::P50), 1),
                digits(row.ratio(Figure::DeliveryNs), 2),
                all_but(row.delivered()),
                notes::notes(results, workload, server, &row),
            )?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Everything that was measured of these workloads, in the order of the tables.
pub(super) fn rows<'a>(
    workloads: &[&'a Workload],
    results: &'a Results,
) -> impl Iterator<Item = (&'a Workload, Server, Row<'a>)> {
    workloads.iter().flat_map(move |workload| {
        let row = |server| Some((*workload, server, results.row(workload, server)?));
        Server::ALL.into_iter().filter_map(row)
    })
}

fn latency(row: &Row<'_>) -> String {
    use Figure::{Max, P50, P90, P99, P999};
    let points = [P50, P90, P99, P999, Max].map(|point| digits(row.figure(point), 2));
    points.join(" / ")
}
