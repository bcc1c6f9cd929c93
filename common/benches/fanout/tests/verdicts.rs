//! Verdicts: on the right side of each bound, and none where there is nothing to judge.

use super::made::Made;
use crate::{
    figures::Figure,
    report::goals::{Verdict, verdicts},
    results::Results,
    server::Server,
};

const OWN: Server = Server::Real;
const FLOOR: Server = Server::Batching;

/// What is said of the first goal whose words begin so.
fn said(results: &Results, goal: &str) -> Option<&'static str> {
    let verdicts = verdicts(results);
    let verdict = verdicts.iter().find(|it| it.goal.starts_with(goal));
    verdict.map(Verdict::words)
}

/// The real server beside a floor of 100.
fn beside_floor(workload: &str, figure: Figure, own: f64) -> Made {
    Made::default()
        .with(0, workload, FLOOR, figure, 100.0)
        .with(0, workload, OWN, figure, own)
}

#[test]
fn throughput_is_to_be_high_and_what_it_costs_low() {
    let cases = [
        ("W1/64 throughput", Figure::Rate, 95.0, 94.9),
        ("W2 throughput", Figure::Rate, 130.0, 50.0),
        ("W3 CPU", Figure::DeliveryNs, 110.0, 110.1),
        ("W4 p99", Figure::P99, 150.0, 150.1),
        ("W6 last", Figure::LastP50, 80.0, 111.0),
    ];
    for (goal, figure, good, bad) in cases {
        let (workload, _) = goal.split_once(' ').unwrap();
        let of = |own| said(&beside_floor(workload, figure, own).results(), goal);
        assert_eq!(of(good), Some("yes"), "{goal} {good}");
        assert_eq!(of(bad), Some("**no**"), "{goal} {bad}");
    }
}

#[test]
fn memory_is_judged_by_itself() {
    let of = |kib| {
        let made = Made::default().with(0, "W5", OWN, Figure::ConnectionKib, kib);
        said(&made.results(), "W5")
    };
    assert_eq!(of(3.0), Some("yes"));
    assert_eq!(of(3.01), Some("**no**"));
}

#[test]
fn growth_is_judged_by_itself_and_beside_the_floor() {
    let results = Made::default()
        .with(0, "R/1", FLOOR, Figure::DeliveryNs, 100.0)
        .with(0, "R/1", OWN, Figure::DeliveryNs, 100.0)
        .with(0, "R/64", FLOOR, Figure::DeliveryNs, 200.0)
        .with(0, "R/64", OWN, Figure::DeliveryNs, 200.0)
        .results();
    let goal = "R/1 → R/64 growth of CPU per delivery";
    assert_eq!(said(&results, goal), Some("**no**"));
    assert_eq!(said(&results, &format!("{goal}, beside")), Some("yes"));
}

#[test]
fn a_quick_run_is_not_judged() {
    let made = |options| beside_floor("W2", Figure::Rate, 99.0).asked(options);
    let quick = made("--rounds 3 --quick").results();
    assert!(verdicts(&quick).is_empty());
    assert_eq!(said(&made("--rounds 3").results(), "W2"), Some("yes"));
}

/// Something never came.
const LOST: [(Figure, f64); 2] = [(Figure::Missing, 1.0), (Figure::Settled, 1.0)];
/// Something had not come when the time was over.
const LATE: [(Figure, f64); 2] = [(Figure::Missing, 1.0), (Figure::Settled, 0.0)];

/// Three who are equal, but for what is said of one of them.
fn equals(workload: &str, figure: Figure, which: Server, more: &[(Figure, f64)]) -> Results {
    let servers = [FLOOR, Server::Long, OWN];
    let made = servers.into_iter().fold(Made::default(), |made, server| {
        let more = if server == which { more } else { &[] };
        let figures = [&[(figure, 100.0)], more].concat();
        made.with_all(0, workload, server, &figures)
    });
    made.results()
}

#[test]
fn what_was_lost_or_doubled_or_cut_is_void_and_not_good() {
    let of = |server, more: &[(Figure, f64)]| {
        let results = equals("W4", Figure::P99, server, more);
        said(&results, "W4 p99")
    };
    assert_eq!(of(OWN, &[]), Some("yes"));
    for fault in [&LOST[..], &[(Figure::Surplus, 1.0)], &[(Figure::Cut, 1.0)]] {
        assert_eq!(of(OWN, fault), Some("**void**"), "{fault:?}");
        assert_eq!(of(FLOOR, fault), Some("**void**"), "{fault:?}");
    }
}

#[test]
fn a_server_that_is_overloaded_has_missed_its_goal_and_a_floor_that_is_tells_nothing() {
    let of = |server| {
        said(
            &equals("W4x", Figure::Rate, server, &LATE),
            "W4x throughput",
        )
    };
    assert_eq!(of(OWN), Some("**no**"));
    assert_eq!(of(FLOOR), Some("**void**"));
    let both = Made::default()
        .with_all(
            0,
            "W4x",
            FLOOR,
            &[&[(Figure::Rate, 1.0)], &LATE[..]].concat(),
        )
        .with_all(0, "W4x", OWN, &[&[(Figure::Rate, 1.0)], &LATE[..]].concat());
    assert_eq!(said(&both.results(), "W4x throughput"), Some("**void**"));
}

#[test]
fn growth_into_overload_is_a_goal_missed_also_if_it_is_only_the_last_row() {
    let goal = "R/1 → R/64 growth of CPU per delivery";
    let cost = [(Figure::DeliveryNs, 100.0)];
    let of = |own: &[(Figure, f64)], floor: &[(Figure, f64)]| {
        Made::default()
            .with_all(0, "R/1", FLOOR, &cost)
            .with_all(0, "R/1", OWN, &cost)
            .with_all(0, "R/64", FLOOR, &[&cost, floor].concat())
            .with_all(0, "R/64", OWN, &[&cost, own].concat())
            .results()
    };
    let beside = format!("{goal}, beside");
    assert_eq!(said(&of(&LATE, &[]), goal), Some("**no**"));
    assert_eq!(said(&of(&[], &LATE), goal), Some("yes"), "no floor in it");
    assert_eq!(said(&of(&[], &LATE), &beside), Some("**void**"));
    assert_eq!(said(&of(&LATE, &LATE), &beside), Some("**void**"));
}

#[test]
fn beside_frames_as_long_the_floor_that_both_are_divided_by_counts_too() {
    let goal = "W2 throughput, × floor with frames as long";
    let of = |server, fault| said(&equals("W2", Figure::Rate, server, fault), goal);
    assert_eq!(of(OWN, &[]), Some("yes"));
    assert_eq!(of(OWN, &LATE), Some("**no**"));
    for yardstick in [FLOOR, Server::Long] {
        assert_eq!(of(yardstick, &LOST), Some("**void**"), "{yardstick:?}");
        assert_eq!(of(yardstick, &LATE), Some("**void**"), "{yardstick:?}");
    }
}

#[test]
fn a_late_generator_makes_a_ratio_of_latencies_void_and_no_other() {
    let of = |server, late, goal: &str| {
        let more = [
            (Figure::SentLateP99, late),
            (Figure::P99, 100.0),
            (Figure::DeliveryNs, 100.0),
            (Figure::LastP50, 100.0),
        ];
        let workload = goal.split(' ').next().unwrap();
        let other = if server == OWN { FLOOR } else { OWN };
        let results = Made::default()
            .with_all(0, workload, server, &more)
            .with_all(0, workload, other, &more[1..])
            .results();
        said(&results, goal)
    };
    for server in [OWN, FLOOR] {
        assert_eq!(of(server, 25.0, "W3 p99"), Some("yes"), "a quarter");
        assert_eq!(of(server, 26.0, "W3 p99"), Some("**void**"), "more");
        assert_eq!(of(server, 26.0, "W6 last"), Some("**void**"), "time too");
        assert_eq!(of(server, 26.0, "W3 CPU"), Some("yes"), "it has no part");
    }
}

#[test]
fn what_was_not_measured_is_not_judged() {
    assert!(verdicts(&Results::default()).is_empty());
    let alone = Made::default().with(0, "W3", OWN, Figure::DeliveryNs, 1.0);
    assert!(
        verdicts(&alone.results()).is_empty(),
        "there is no floor beside it"
    );
}
