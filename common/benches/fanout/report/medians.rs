//! Of how many rounds the figures are medians: not all servers have run in all of them. It is said below the
//! chart's title and above the tables, with the names that are used there. It knows no figures.

use super::words::rounds;
use crate::{results::Results, server::Server};

/// As it is told: who has run in so many rounds, most first. Names are left out where all have the same, and
/// nothing is told of nothing.
pub(crate) fn in_words(results: &Results, name: fn(Server) -> &'static str) -> String {
    let servers = Server::ALL.into_iter();
    let counts: Vec<_> = servers
        .filter_map(|server| Some((results.rounds_of(server)?, name(server))))
        .collect();
    let mut kinds: Vec<_> = counts.iter().map(|(count, _)| *count).collect();
    kinds.sort_by_key(|(fewest, most)| (*most, *fewest));
    kinds.dedup();
    match kinds[..] {
        [] => return String::new(),
        [all] => return format!("Medians of {}.", rounds(all)),
        _ => {}
    }
    let names = |kind| {
        let of_kind = counts.iter().filter(|(count, _)| *count == kind);
        of_kind.map(|(_, name)| *name).collect::<Vec<_>>()
    };
    let groups = kinds.into_iter().rev();
    let groups: Vec<_> = groups
        .map(|kind| format!("of {} ({})", rounds(kind), names(kind).join("; ")))
        .collect();
    format!("Medians {}.", groups.join(", "))
}
