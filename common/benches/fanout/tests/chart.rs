//! The picture says where its figures come from, and breaks at no name.

use super::made::Made;
use crate::{chart::draw, figures::Figure, server::Server};

fn picture(options: Option<&str>) -> String {
    let made = Made::default()
        .with(0, "W2", Server::Batching, Figure::Rate, 100.0)
        .with(0, "W2", Server::Real, Figure::Rate, 97.0);
    draw(&match options {
        Some(options) => made.asked(options).results(),
        None => made.results(),
    })
}

#[test]
fn commit_and_options_stand_below_it() {
    let svg = picture(Some("--rounds 3"));
    assert!(svg.contains("commit 0123abc"));
    assert!(svg.contains("options --rounds 3"));
    assert!(!svg.contains("mean nothing"));
}

#[test]
fn many_options_do_not_run_out_of_the_picture() {
    let options = "--only W1/16 ".repeat(30);
    let svg = picture(Some(&options));
    assert_eq!(svg.matches("--only").count(), 30);
    let lines = svg.lines().filter(|line| line.contains("--only"));
    assert!(lines.clone().count() > 2);
    assert!(lines.into_iter().all(|line| line.len() < 200));
}

#[test]
fn a_quick_run_says_that_it_means_nothing() {
    assert!(picture(Some("--quick")).contains("These figures mean nothing."));
}

#[test]
fn figures_of_unknown_origin_say_so() {
    assert!(picture(None).contains("Machine and commit are not known."));
}

#[test]
fn what_is_told_cannot_break_the_picture() {
    let svg = picture(Some("--only <b>&"));
    assert!(svg.contains("--only &lt;b>&amp;"));
}
