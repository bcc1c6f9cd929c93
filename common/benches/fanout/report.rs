//! The tables: ratios first, since only they mean something, absolute figures beside them; at the end
//! the goals, and which are met, unless the run was too quick to tell.

mod basis;
pub(crate) mod goals;
mod growth;
pub(crate) mod medians;
mod notes;
pub(crate) mod rivals;
mod traffic;
pub(crate) mod words;

use std::io::{self, Write};

use self::words::{digits, thousands};
use crate::{
    about::About,
    figures::Figure,
    machine, peer,
    results::Results,
    server::Server,
    workload::{self, Headline, Pace, TEXT_BYTES, Workload},
};

/// Instead of verdicts.
const WHY_NO_VERDICT: &str = "Whether goals are met, a quick run does not say: with small rooms and little time its figures show that \
     everything works, and not how fast it is. Without --quick there are verdicts.";

/// Says what the tables show, and under what it was measured.
pub(crate) fn print_head(about: &About, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# Fan-out\n")?;
    for (name, value) in about.facts() {
        writeln!(out, "- {name}: {value}")?;
    }
    if about.is_empty() {
        writeln!(
            out,
            "- The file does not say when, where and with what this was measured: it is older than \
             that."
        )?;
    }
    let floor = match about.is_quick() {
        true => "which runs first in it",
        false => "which runs first and last in it",
    };
    writeln!(
        out,
        "\nMessages of {TEXT_BYTES} bytes over loopback; medians of the rounds, ratios (×) to the \
         batching floor of the same round,\n{floor}; percentiles of all rounds together."
    )?;
    if about.is_quick() {
        writeln!(
            out,
            "**Quick: small rooms and little time. These figures mean nothing.**"
        )?;
    }
    writeln!(out, "{}", clock(about))?;
    writeln!(
        out,
        "A delivery is a message that reached somebody else. The real server also sends each line \
         back to its sender, with an ack;\nthat is not counted as delivery, and its cost is in the \
         figures. Its frames are longer than the floor's, too: it says who, when and which.\n"
    )?;
    Ok(())
}

/// From when latencies count, in words.
pub(crate) fn clock(about: &About) -> String {
    if !about.counts_from_due() {
        return "Latency begins when a message was sent, and not when it was due: how late the generator \
                itself was is not\nin it."
            .to_owned();
    }
    let by_the_clock = workload::ALL.iter();
    let by_the_clock = by_the_clock.filter(|workload| matches!(workload.pace, Pace::Open { .. }));
    let mut families: Vec<_> = by_the_clock.map(Workload::family).collect();
    families.dedup();
    format!(
        "Where messages go out by the clock ({}), latency begins when a message was due: that the\n\
         generator itself was late is part of it, and told in the notes.",
        families.join(", ")
    )
}

/// Says how this machine is used, and what is missing on it.
pub(crate) fn print_place(out: &mut dyn Write) -> io::Result<()> {
    for line in machine::remarks() {
        writeln!(out, "{line}")?;
    }
    let absent = Server::PEERS
        .into_iter()
        .filter(|server| server.peer().is_some_and(|peer| !peer.is_there()));
    let names: Vec<_> = absent.map(Server::name).collect();
    if !names.is_empty() {
        writeln!(
            out,
            "Not there, hence not measured: {}. `{}` brings them.",
            names.join(", "),
            peer::HOW_TO_GET
        )?;
    }
    writeln!(out)?;
    Ok(())
}

/// Prints every table that has rows.
pub(crate) fn print(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    let workloads = results.workloads();
    let of = |is_of: fn(&Workload) -> bool| -> Vec<_> {
        workloads.iter().copied().filter(|it| is_of(it)).collect()
    };
    writeln!(out, "{}\n", medians::in_words(results, Server::name))?;
    traffic::print(&of(Workload::shows_traffic), results, out)?;
    traffic::print_last(&of(|it| it.headline == Headline::Last), results, out)?;
    growth::print(&of(Workload::shows_growth), results, out)?;
    print_memory(&of(|it| it.pace == Pace::Idle), results, out)?;
    if results.failed > 0 {
        writeln!(
            out,
            "Runs that failed, and are in none of this: {}.\n",
            results.failed
        )?;
    }
    if results.about.is_quick() {
        writeln!(out, "{WHY_NO_VERDICT}\n")?;
        return Ok(());
    }
    goals::print(results, out)?;
    rivals::print(results, out)
}

fn print_memory(workloads: &[&Workload], results: &Results, out: &mut dyn Write) -> io::Result<()> {
    for workload in workloads {
        writeln!(
            out,
            "| {}: {} | connections held | KiB per connection |",
            workload.name, workload.about
        )?;
        writeln!(out, "| --- | --: | --: |")?;
        for server in Server::ALL {
            let Some(row) = results.row(workload, server) else {
                continue;
            };
            let held = row.figure(Figure::Connections).zip(row.figure(Figure::Cut));
            writeln!(
                out,
                "| {} | {} | {} |",
                server.name(),
                thousands(held.map(|(came, cut)| came - cut)),
                digits(row.figure(Figure::ConnectionKib), 2),
            )?;
        }
        writeln!(out)?;
    }
    Ok(())
}
