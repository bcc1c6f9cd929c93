//! Medians and ratios: beside the yardstick of the same round, and of no other.

use super::made::{Made, run};
use crate::{
    figures::{Figure, Figures},
    results::{Results, Run},
    server::Server,
    workload::Workload,
};

fn row_ratio(results: &Results, name: &str, figure: Figure) -> Option<f64> {
    let workload = Workload::named(name).unwrap();
    results.row(workload, Server::Real)?.ratio(figure)
}

#[test]
fn a_ratio_is_to_the_mean_of_the_two_floors_of_its_round() {
    let results = Made::default()
        .with(0, "W3", Server::Batching, Figure::DeliveryNs, 100.0)
        .with(0, "W3", Server::Real, Figure::DeliveryNs, 240.0)
        .with(0, "W3", Server::Batching, Figure::DeliveryNs, 300.0)
        .results();
    assert_eq!(row_ratio(&results, "W3", Figure::DeliveryNs), Some(1.2));
    let floor = results.row(Workload::named("W3").unwrap(), Server::Real);
    assert_eq!(floor.unwrap().floor_spread(Figure::DeliveryNs), Some(1.0));
}

#[test]
fn a_machine_that_gets_slower_from_round_to_round_changes_no_ratio() {
    let mut made = Made::default();
    for (round, pace) in [(0, 1.0), (1, 3.0), (2, 10.0)] {
        made = made
            .with(round, "W2", Server::Batching, Figure::Rate, 1_000.0 / pace)
            .with(round, "W2", Server::Real, Figure::Rate, 500.0 / pace);
    }
    assert_eq!(row_ratio(&made.results(), "W2", Figure::Rate), Some(0.5));
}

#[test]
fn the_median_of_the_rounds_is_shown_and_one_bad_round_does_not_count() {
    let mut made = Made::default();
    for (round, own) in [(0, 110.0), (1, 9_000.0), (2, 120.0)] {
        made = made
            .with(round, "W3", Server::Batching, Figure::DeliveryNs, 100.0)
            .with(round, "W3", Server::Real, Figure::DeliveryNs, own);
    }
    let results = made.results();
    assert_eq!(row_ratio(&results, "W3", Figure::DeliveryNs), Some(1.2));
    let row = results.row(Workload::named("W3").unwrap(), Server::Real);
    assert_eq!(row.unwrap().figure(Figure::DeliveryNs), Some(120.0));
}

#[test]
fn of_an_even_number_of_rounds_it_is_between_the_two_in_the_middle() {
    let mut made = Made::default();
    for (round, own) in [(0, 1.0), (1, 2.0), (2, 4.0), (3, 9.0)] {
        made = made.with(round, "W5", Server::Real, Figure::ConnectionKib, own);
    }
    let results = made.results();
    let row = results.row(Workload::named("W5").unwrap(), Server::Real);
    assert_eq!(row.unwrap().figure(Figure::ConnectionKib), Some(3.0));
}

#[test]
fn without_a_yardstick_there_is_no_ratio_and_without_a_run_no_row() {
    let results = Made::default()
        .with(0, "W3", Server::Real, Figure::DeliveryNs, 240.0)
        .results();
    assert_eq!(row_ratio(&results, "W3", Figure::DeliveryNs), None);
    assert_eq!(row_ratio(&results, "W4", Figure::DeliveryNs), None);
}

#[test]
fn a_yardstick_of_nothing_gives_no_ratio() {
    let results = Made::default()
        .with(0, "W3", Server::Batching, Figure::P99, 0.0)
        .with(0, "W3", Server::Real, Figure::P99, 2.0)
        .results();
    assert_eq!(row_ratio(&results, "W3", Figure::P99), None);
}

#[test]
fn a_point_of_the_distribution_of_all_rounds_goes_before_a_median() {
    let mut results = Made::default()
        .with(0, "W3", Server::Real, Figure::P99, 2.0)
        .results();
    let mut figures = Figures::default();
    figures.set(Figure::P99, Some(7.0));
    results.runs.push(Run {
        round: None,
        ..run(0, "W3", Server::Real, figures)
    });
    let row = results.row(Workload::named("W3").unwrap(), Server::Real);
    assert_eq!(row.unwrap().figure(Figure::P99), Some(7.0));
}

#[test]
fn growth_is_told_beside_that_of_the_floor() {
    let results = Made::default()
        .with(0, "N/100", Server::Batching, Figure::DeliveryNs, 100.0)
        .with(0, "N/100", Server::Real, Figure::DeliveryNs, 120.0)
        .with(0, "N/10000", Server::Batching, Figure::DeliveryNs, 200.0)
        .with(0, "N/10000", Server::Real, Figure::DeliveryNs, 180.0)
        .results();
    let named = |name| Workload::named(name).unwrap();
    let growth = results.growth(named("N/100"), named("N/10000"), Server::Real);
    let growth = growth.unwrap();
    assert_eq!(
        (growth.own, growth.floor, growth.beside_floor),
        (1.5, 2.0, 0.75)
    );
}

#[test]
fn a_generator_that_is_a_good_part_of_the_latency_is_told_of() {
    let late = |late, p99| {
        let mut figures = Figures::default();
        figures.set(Figure::SentLateP99, Some(late));
        figures.set(Figure::P99, Some(p99));
        figures.is_sent_late()
    };
    assert!(late(92.0, 194.0));
    assert!(!late(2.0, 100.0), "a fiftieth");
    assert!(!late(0.5, 0.6), "too little to be sure of");
}
