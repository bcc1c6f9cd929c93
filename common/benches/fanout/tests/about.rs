//! What is told of the measurement: days, options, and nothing that is nobody's business.

use std::time::{Duration, UNIX_EPOCH};

use clap::Parser;

use crate::{
    about::{About, date},
    options::Arguments,
    report::clock,
};

fn options(words: &[&str]) -> crate::options::Harness {
    let words = ["fanout"].iter().chain(words);
    Arguments::try_parse_from(words).unwrap().harness
}

#[test]
fn days_are_those_of_the_calendar() {
    let at = |seconds| date(UNIX_EPOCH + Duration::from_secs(seconds));
    assert_eq!(at(0), "1970-01-01 00:00 UTC");
    assert_eq!(at(951_827_696), "2000-02-29 12:34 UTC");
    assert_eq!(at(1_709_251_199), "2024-02-29 23:59 UTC");
    assert_eq!(at(1_709_251_200), "2024-03-01 00:00 UTC");
    assert_eq!(at(1_798_761_599), "2026-12-31 23:59 UTC");
    assert_eq!(at(4_107_542_400), "2100-03-01 00:00 UTC");
}

#[test]
fn the_options_that_bear_on_the_figures_are_told_and_no_paths() {
    let options = options(&[
        "--rounds",
        "5",
        "--seconds",
        "2",
        "--only",
        "W3",
        "--server",
        "real",
        "--csv",
        "/home/somebody/run.csv",
        "--svg",
        "/home/somebody/run.svg",
    ]);
    let words = "--rounds 5 --only W3 --server real --seconds 2";
    assert_eq!(options.words(), words);
    let about = About::of(&options);
    assert!(about.facts().any(|fact| fact == ("options", words)));
    assert!(
        about.facts().all(|(_, value)| !value.contains("somebody")),
        "{about:?}"
    );
}

#[test]
fn a_run_is_quick_if_it_was_asked_to_be() {
    assert!(About::of(&options(&["--quick", "--only", "W2"])).is_quick());
    assert!(!About::of(&options(&["--only", "W2"])).is_quick());
    assert!(!About::default().is_quick());
}

#[test]
fn latency_is_said_to_count_from_when_it_did_at_that_time() {
    let now = clock(&About::of(&options(&["--only", "W2"])));
    let words = "by the clock (W3, W4, W4x, W6, N, R), latency begins when a message was due";
    assert!(now.contains(words), "{now}");
    let old = clock(&About::default());
    assert!(old.contains("begins when a message was sent"), "{old}");
}

#[test]
fn a_fact_is_one_line_and_never_empty() {
    let mut about = About::default();
    about.add("processor", "a\nb  c");
    about.add("rustc", " ");
    let facts: Vec<_> = about.facts().collect();
    assert_eq!(facts, [("processor", "a b c"), ("rustc", "unknown")]);
}
