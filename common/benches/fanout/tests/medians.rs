//! It is said of how many rounds a figure is the median, of each server by itself.

use super::made::Made;
use crate::{chart::draw, figures::Figure, report::medians::in_words, server::Server};

/// So many rounds of these servers under a workload, the yardstick twice in each.
fn some(made: Made, workload: &str, servers: &[(Server, u32)]) -> Made {
    servers.iter().fold(made, |made, (server, rounds)| {
        (0..*rounds).fold(made, |made, round| {
            let once = made.with(round, workload, *server, Figure::Rate, 100.0);
            match server {
                Server::Batching => once.with(round, workload, *server, Figure::Rate, 102.0),
                _ => once,
            }
        })
    })
}

fn said(made: Made) -> String {
    in_words(&made.results(), Server::key)
}

#[test]
fn servers_of_as_many_rounds_need_no_names() {
    let servers = [(Server::Batching, 3), (Server::Real, 3)];
    let made = some(Made::default(), "W2", &servers);
    assert_eq!(said(made), "Medians of 3 rounds.");
    let once = some(Made::default(), "W2", &[(Server::Real, 1)]);
    assert_eq!(said(once), "Medians of one round.");
}

#[test]
fn who_ran_in_fewer_rounds_is_named() {
    let servers = [
        (Server::Batching, 3),
        (Server::Plain, 1),
        (Server::Real, 3),
        (Server::Ws, 1),
        (Server::Bun, 2),
    ];
    let words =
        "Medians of 3 rounds (batching; real), of 2 rounds (bun), of one round (plain; ws).";
    assert_eq!(said(some(Made::default(), "W2", &servers)), words);
}

#[test]
fn the_picture_says_it_with_its_own_names() {
    let servers = [(Server::Batching, 3), (Server::Real, 3), (Server::Axum, 1)];
    let svg = draw(&some(Made::default(), "W2", &servers).results());
    let words = "Medians of 3 rounds (floor; ours), of one round (axum).";
    assert!(svg.contains(words), "{svg}");
}

#[test]
fn runs_that_failed_are_rounds_that_a_server_does_not_have() {
    let whole = [(Server::Batching, 3), (Server::Real, 3)];
    let lacking = [(Server::Batching, 3), (Server::Real, 2)];
    let made = some(some(Made::default(), "W2", &whole), "W3", &lacking);
    let words = "Medians of 3 rounds (batching), of 2 to 3 rounds (real).";
    assert_eq!(said(made), words);
}

#[test]
fn the_generators_own_ceiling_is_no_server() {
    let servers = [(Server::Batching, 2), (Server::BlastPlain, 1)];
    assert_eq!(
        said(some(Made::default(), "W2", &servers)),
        "Medians of 2 rounds."
    );
}

#[test]
fn where_nobody_has_run_nothing_is_said() {
    assert_eq!(said(Made::default()), "");
}
