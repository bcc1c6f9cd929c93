//! Percentiles and merging: of all that was measured, and of nothing.

use hdrhistogram::Histogram;

use crate::histogram::{Buckets, Percentiles};

fn of(values_us: impl IntoIterator<Item = u64>) -> Buckets {
    let mut histogram = Histogram::new_with_bounds(1, 60_000_000, 3).unwrap();
    for value in values_us {
        histogram.record(value).unwrap();
    }
    Buckets::of(&histogram)
}

#[test]
fn a_percentile_is_the_value_that_so_many_do_not_exceed() {
    let points = of(1..=1_000).percentiles().unwrap();
    let expected = Percentiles {
        p50: 0.5,
        p90: 0.9,
        p99: 0.99,
        p999: 0.999,
        max: 1.0,
    };
    assert_eq!(points, expected);
}

#[test]
fn one_value_is_every_point_of_its_distribution() {
    let points = of([700]).percentiles().unwrap();
    assert_eq!((points.p50, points.p999, points.max), (0.7, 0.7, 0.7));
}

#[test]
fn of_nothing_there_are_no_points() {
    assert_eq!(Buckets::default().percentiles(), None);
}

#[test]
fn the_rare_is_not_lost_beside_the_frequent() {
    let often = std::iter::repeat_n(100, 9_989);
    let seldom = std::iter::repeat_n(900, 11);
    let points = of(often.chain(seldom)).percentiles().unwrap();
    assert_eq!((points.p99, points.p999), (0.1, 0.9));
}

#[test]
fn merged_distributions_are_that_of_all_values_together() {
    let (few, many) = (1..=10, 11..=1_000);
    let mut merged = of(few);
    merged.merge(&of(many));
    assert_eq!(merged, of(1..=1_000));
}

#[test]
fn the_percentile_of_two_rounds_is_no_mean_of_theirs() {
    // One round with 990 quick ones, and one with 10 slow ones.
    let mut merged = of(std::iter::repeat_n(100, 990));
    merged.merge(&of(std::iter::repeat_n(2_000, 10)));
    let points = merged.percentiles().unwrap();
    assert_eq!((points.p99, points.p999), (0.1, 2.0));
}

#[test]
fn long_times_are_kept_to_three_digits() {
    let points = of([12_345_678]).percentiles().unwrap();
    assert!((points.max / 12_345.678 - 1.0).abs() < 0.001, "{points:?}");
}
