//! The tables: ratios first, since only they mean something, absolute figures beside them; at the end
//! the goals, and which are met.

mod goals;
mod growth;
mod notes;
mod rivals;
mod traffic;
pub(crate) mod words;

use self::words::{digits, rounds, thousands};
use crate::{
    figures::Figure,
    machine,
    options::Harness,
    peer,
    results::Results,
    server::Server,
    workload::{Headline, Pace, TEXT_BYTES, Workload},
};

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
    print_peers();
    println!(
        "Messages of {TEXT_BYTES} bytes over loopback; medians of {}, ratios (×) to the \
         batching floor of the same round,\nwhich runs first and last in it; percentiles of all \
         rounds together.",
        rounds(options.rounds)
    );
    if options.quick {
        println!("**Quick: small rooms and little time. These figures mean nothing.**");
    }
    println!(
        "A delivery is a message that reached somebody else. The real server also sends each line \
         back to its sender, with an ack;\nthat is not counted as delivery, and its cost is in the \
         figures. Its frames are longer than the floor's, too: it says who, when and which.\n"
    );
}

/// Prints every table that has rows.
pub(crate) fn print(results: &Results) {
    let workloads = results.workloads();
    let of = |is_of: fn(&Workload) -> bool| -> Vec<_> {
        workloads.iter().copied().filter(|it| is_of(it)).collect()
    };
    traffic::print(&of(Workload::shows_traffic), results);
    traffic::print_last(&of(|it| it.headline == Headline::Last), results);
    growth::print(&of(Workload::shows_growth), results);
    print_memory(&of(|it| it.pace == Pace::Idle), results);
    goals::print(results);
    rivals::print(results);
}

fn print_peers() {
    let (here, absent): (Vec<_>, Vec<_>) = Server::PEERS
        .into_iter()
        .filter_map(|server| Some((server, server.peer()?)))
        .partition(|(_, peer)| peer.is_there());
    let versions: Vec<_> = here.iter().filter_map(|(_, peer)| peer.version()).collect();
    if !versions.is_empty() {
        println!("Beside them: {}.", versions.join(", "));
    }
    if !absent.is_empty() {
        let names: Vec<_> = absent.iter().map(|(server, _)| server.name()).collect();
        println!(
            "Not there, hence not measured: {}. `{}` brings them.",
            names.join(", "),
            peer::HOW_TO_GET
        );
    }
}

fn print_memory(workloads: &[&Workload], results: &Results) {
    for workload in workloads {
        println!(
            "| {}: {} | connections held | KiB per connection |",
            workload.name, workload.about
        );
        println!("| --- | --: | --: |");
        for server in Server::ALL {
            let Some(row) = results.row(workload, server) else {
                continue;
            };
            let held = row.figure(Figure::Connections).zip(row.figure(Figure::Cut));
            println!(
                "| {} | {} | {} |",
                server.name(),
                thousands(held.map(|(came, cut)| came - cut)),
                digits(row.figure(Figure::ConnectionKib), 2),
            );
        }
        println!();
    }
}
