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

#[test]
fn what_did_not_all_arrive_is_void_and_not_good() {
    let run = |server, more: &[(Figure, f64)]| {
        let figures = [&[(Figure::P99, 100.0)][..], more].concat();
        Made::default()
            .with(
                0,
                "W4",
                if server == OWN { FLOOR } else { OWN },
                Figure::P99,
                100.0,
            )
            .with_all(0, "W4", server, &figures)
            .results()
    };
    let lost = [(Figure::Missing, 1.0), (Figure::Settled, 1.0)];
    let late = [(Figure::Missing, 1.0), (Figure::Settled, 0.0)];
    assert_eq!(said(&run(OWN, &[]), "W4 p99"), Some("yes"));
    for fault in [
        &lost[..],
        &late,
        &[(Figure::Surplus, 1.0)],
        &[(Figure::Cut, 1.0)],
    ] {
        assert_eq!(
            said(&run(OWN, fault), "W4 p99"),
            Some("**void**"),
            "{fault:?}"
        );
    }
    assert_eq!(said(&run(FLOOR, &lost), "W4 p99"), Some("**void**"));
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
