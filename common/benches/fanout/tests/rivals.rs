//! Ahead of others or not: by the figures where they can be believed, and void where not.

use super::made::Made;
use crate::{
    figures::Figure,
    report::rivals::{Rivalry, Standing, rivalries},
    server::Server,
};

const OWN: Server = Server::Real;
const PEER: Server = Server::Bun;
const FLOOR: Server = Server::Batching;

/// Something had not come when the time was over.
const LATE: &[(Figure, f64)] = &[(Figure::Missing, 1.0), (Figure::Settled, 0.0)];
/// Something never came.
const LOST: &[(Figure, f64)] = &[(Figure::Missing, 1.0), (Figure::Settled, 1.0)];
/// The generator was late by more than a quarter of the latency.
const SENT_LATE: &[(Figure, f64)] = &[(Figure::SentLateP99, 26.0), (Figure::P99, 100.0)];

/// A floor of 100, a server of ours and one of others, with what is said of some of them.
fn beside(
    workload: &str,
    figure: Figure,
    [own, peer]: [f64; 2],
    more: &[(Server, &[(Figure, f64)])],
) -> Rivalry {
    let values = [(FLOOR, 100.0), (OWN, own), (PEER, peer)];
    let made = values.into_iter().fold(Made::default(), |made, it| {
        let (server, value) = it;
        let more = more.iter().filter(|(whose, _)| *whose == server);
        let more = more.flat_map(|(_, figures)| figures.iter().copied());
        let figures: Vec<_> = [(figure, value)].into_iter().chain(more).collect();
        made.with_all(0, workload, server, &figures)
    });
    rivalries(&made.results()).pop().unwrap()
}

/// The rivalry in one row: how they stand, and the verdict.
fn stand(rivalry: &Rivalry, workload: &'static str) -> (Standing, &'static str) {
    let all = [
        Standing::Ahead,
        Standing::Level,
        Standing::Behind,
        Standing::Void,
    ];
    let mut all = all.into_iter();
    let standing = all.find(|standing| rivalry.rows(*standing) == [workload]);
    (standing.unwrap(), rivalry.words())
}

const AHEAD: (Standing, &str) = (Standing::Ahead, "yes");
const LEVEL: (Standing, &str) = (Standing::Level, "yes");
const BEHIND: (Standing, &str) = (Standing::Behind, "**no**");
const VOID: (Standing, &str) = (Standing::Void, "**void**");

#[test]
fn more_throughput_and_less_of_everything_else_is_ahead() {
    let cases = [
        ("W2", Figure::Rate, [90.0, 80.0]),
        ("W3", Figure::DeliveryNs, [110.0, 120.0]),
        ("W5", Figure::ConnectionKib, [2.0, 3.0]),
        ("W6", Figure::LastP50, [110.0, 120.0]),
    ];
    for (workload, figure, [better, worse]) in cases {
        let of = |values| stand(&beside(workload, figure, values, &[]), workload);
        assert_eq!(of([better, worse]), AHEAD, "{workload}");
        assert_eq!(of([worse, better]), BEHIND, "{workload}");
    }
}

#[test]
fn who_is_ahead_at_the_floor_is_chance() {
    let of = |values| stand(&beside("W3", Figure::DeliveryNs, values, &[]), "W3");
    assert_eq!(of([105.0, 90.0]), LEVEL);
    assert_eq!(of([106.0, 90.0]), BEHIND);
}

#[test]
fn who_loses_messages_or_is_overloaded_is_ahead_of_nobody() {
    for fault in [LOST, LATE] {
        let of = |server, values| {
            let rivalry = beside("W3", Figure::DeliveryNs, values, &[(server, fault)]);
            stand(&rivalry, "W3")
        };
        assert_eq!(of(OWN, [110.0, 120.0]), BEHIND, "{fault:?}");
        assert_eq!(of(PEER, [120.0, 110.0]), AHEAD, "{fault:?}");
        assert_eq!(of(FLOOR, [110.0, 120.0]), VOID, "{fault:?}");
    }
}

#[test]
fn of_two_that_are_overloaded_the_figures_do_not_say_who_is_ahead() {
    let more = [(OWN, LATE), (PEER, LATE)];
    let rivalry = beside("W4x", Figure::Rate, [90.0, 80.0], &more);
    assert_eq!(stand(&rivalry, "W4x"), VOID);
}

#[test]
fn a_late_generator_makes_a_comparison_of_times_void_and_no_other() {
    for server in [OWN, PEER, FLOOR] {
        let of = |workload, figure| {
            let late = [(server, SENT_LATE)];
            stand(&beside(workload, figure, [110.0, 120.0], &late), workload)
        };
        assert_eq!(of("W6", Figure::LastP50), VOID, "{server:?}");
        assert_eq!(of("W3", Figure::DeliveryNs), AHEAD, "it has no part");
    }
}

#[test]
fn memory_is_compared_without_the_floor() {
    let of = |fault| {
        let values = [2.0, 3.0];
        let rivalry = beside("W5", Figure::ConnectionKib, values, &[(FLOOR, fault)]);
        stand(&rivalry, "W5")
    };
    assert_eq!(of(LOST), AHEAD);
    assert_eq!(of(LATE), AHEAD);
}

#[test]
fn behind_in_one_row_is_no_goal_met_whatever_is_void() {
    let made = |own| {
        let mut made = Made::default();
        for (server, cost) in [(FLOOR, 100.0), (OWN, own), (PEER, 120.0)] {
            let time = [&[(Figure::LastP50, 100.0)], SENT_LATE].concat();
            made = made.with(0, "W3", server, Figure::DeliveryNs, cost);
            made = made.with_all(0, "W6", server, &time);
        }
        rivalries(&made.results()).pop().unwrap()
    };
    assert_eq!(made(110.0).words(), "**void**");
    assert_eq!(made(130.0).words(), "**no**");
    assert_eq!(made(130.0).rows(Standing::Void), ["W6"]);
}

#[test]
fn a_peer_that_loses_messages_is_behind_only_if_the_rest_can_be_trusted() {
    let of = |more: &[_]| {
        stand(
            &beside("W3", Figure::DeliveryNs, [110.0, 120.0], more),
            "W3",
        )
    };
    assert_eq!(of(&[(PEER, LOST)]), AHEAD);
    assert_eq!(of(&[(PEER, LOST), (FLOOR, LOST)]), VOID);
    assert_eq!(of(&[(PEER, LOST), (OWN, LATE)]), VOID);
}

#[test]
fn who_shares_no_row_is_not_compared() {
    let made = Made::default().with(0, "W2", OWN, Figure::Rate, 1.0);
    let made = made.with(0, "W3", PEER, Figure::DeliveryNs, 1.0);
    assert_eq!(rivalries(&made.results()).pop().unwrap().words(), "–");
}
