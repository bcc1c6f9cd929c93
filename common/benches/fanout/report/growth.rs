//! What becomes of the cost of a delivery while something grows and the deliveries a second stay.

use std::io::{self, Write};

use super::{
    notes, traffic,
    words::{all_but, digits, micros},
};
use crate::{figures::Figure, results::Results, workload::Workload};

/// Prints a row for each workload and server, beside the smallest of its family.
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
        "| workload | | server | CPU × floor | CPU × its own in the family's first row | the floor's \
         CPU × its own there | the former by the latter | CPU µs/delivery | p99 × floor | delivered \
         | notes |"
    )?;
    writeln!(
        out,
        "| --- | --- | --- | --: | --: | --: | --: | --: | --: | --: | --- |"
    )?;
    for (workload, server, row) in traffic::rows(workloads, results) {
        let first = workloads.iter().find(|it| it.family() == workload.family());
        let growth = first.and_then(|first| results.growth(first, workload, server));
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            workload.name,
            workload.about,
            server.name(),
            digits(row.ratio(Figure::DeliveryNs), 2),
            digits(growth.map(|growth| growth.own), 2),
            digits(growth.map(|growth| growth.floor), 2),
            digits(growth.map(|growth| growth.beside_floor), 2),
            micros(row.figure(Figure::DeliveryNs)),
            digits(row.ratio(Figure::P99), 2),
            all_but(row.delivered()),
            notes::notes(results, workload, server, &row),
        )?;
    }
    writeln!(
        out,
        "\n50,000 deliveries a second in every row. The floor's own growth is the kernel's: more \
         sockets, colder caches.\n"
    )?;
    Ok(())
}
